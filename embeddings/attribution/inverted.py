"""A verb set into what is said, with whoever says it after it: "The meeting, states a note of the clerk, lasted"."""

from dataclasses import dataclass

from embeddings.attribution.cues import is_told, verb, verb_classes
from embeddings.attribution.parsing import Parsed
from embeddings.documents import Span

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class SetIn:
    """Who says something by a verb that is set into it: the head and all words of that, and the words around it."""

    head: int
    source: Span
    around: tuple[Span, Span]


def set_in(sentence: Parsed, number: int) -> SetIn | None:
    """Return who says what a verb is set into, None for other verbs.

    A comma parts the verb from the subject before it, as it parts no verb from its own, and a noun follows the verb:
    that is who says it, whether the parse takes it for the subject, for the object or for a name.
    """
    lemma = verb(sentence.words[number])
    if number < 2 or sentence.tags[number] not in {"VBZ", "VBD"} or sentence.words[number - 1] != ",":  # noqa: PLR2004
        return None
    if "say" not in verb_classes(lemma) or is_told(lemma):
        return None
    after = [word for word in sentence.of(number, "nsubj", "dobj") if sentence.edges[word][0] == number + 1]
    before = _subject_before(sentence, number)
    if not after or not sentence.tags[after[0]].startswith("NN") or before < 0:
        return None
    comma = next((word for word in range(after[0], len(sentence.words)) if sentence.words[word] == ","), -1)
    last = max(sentence.edges[number][1], sentence.edges[sentence.heads[number]][1])
    goes_on = comma > 0 and not _FINITE.isdisjoint(sentence.tags[comma + 1 : last + 1])
    if not goes_on or any(tag.startswith("VB") for tag in sentence.tags[number + 1 : comma]):
        return None
    first = min(sentence.edges[number][0], sentence.edges[before][0])
    end = last - (sentence.words[last] in {".", "!", "?"})
    return SetIn(after[0], (number + 1, comma - 1), ((first, number - 2), (comma + 1, end)))


def _subject_before(sentence: Parsed, number: int) -> int:
    """Return the subject that ends right before the comma before a verb, -1 where something else stands there."""
    children = {*sentence.children[number], *sentence.children[sentence.heads[number]]}
    for word in sorted(children):
        if word < number and sentence.relations[word] in {"nsubj", "nsubjpass"}:
            first, last = sentence.edges[word]
            if "," not in sentence.words[first : number - 1] and last in {number - 2, number - 1}:
                return word
    return -1
