"""How a thing is said: as hearsay, as not so, and where or in what."""

import re

from embeddings.attribution.candidates import Candidate
from embeddings.attribution.cues import DENIALS, HEDGES, SETTINGS
from embeddings.attribution.phrases import phrase
from embeddings.documents import Span

_WHERE = frozenset({"at", "in", "during", "on", "after"})
# "Nowhere does she say that it leaks, nor does she ask whether it does.", "Nobody said so."
_NOT = frozenset({"never", "neither", "nor", "nowhere", "no", "none", "nobody"})
_BESIDE = frozenset({"advmod", "cc", "preconj", "nsubj"})
# A source of which the text says that it gives no name.
_UNNAMED = re.compile(
    r"not (?:to )?be (?:named|identified)|anonym|unnamed|unidentified|declined to be (?:named|identified)"
)


def is_negated(candidate: Candidate) -> bool:
    """Whether the source is said not to have said it, or to have denied it; or the words are said to be nobody's."""
    sentence, cue = candidate.sentence, candidate.cue
    # "“Absolutely not,” she said": the parse may hang a word of what is said on the verb.
    own = [at for at in sentence.children[cue] if not any(first <= at <= last for first, last in candidate.content)]
    if candidate.lemma in DENIALS or any(sentence.relations[at] == "neg" for at in own):
        return True
    beside = [at for at in own if sentence.relations[at] in _BESIDE]
    # "At no time did he say": the preposition's noun.
    beside += [noun for at in own if sentence.relations[at] == "prep" for noun in sentence.children[at]]
    words = [one for word in beside for one in (word, *sentence.of(word, "det"))]
    return any(word < cue and sentence.words[word].lower() in _NOT for word in words)


def is_judged(candidate: Candidate) -> bool:
    """Whether somebody denies something or judges it: "denied the charge", "rejects this as absurd".

    Who denies somebody entry says nothing.
    """
    sentence, cue = candidate.sentence, candidate.cue
    if candidate.form != "object" or candidate.subject < 0 or sentence.of(cue, "dative"):
        return False
    if candidate.lemma in DENIALS:
        return True
    after = [at for at in sentence.of(cue, "prep") if sentence.words[at].lower() == "as" and sentence.children[at]]
    return bool(after and sentence.of(cue, "dobj") and candidate.classes)


def is_hedged(candidate: Candidate, text: str) -> bool:
    """Whether the cue stands with a word such as "reportedly", or the source is one that is not named."""
    sentence = candidate.sentence
    if any(sentence.words[child].lower() in HEDGES for child in sentence.children[candidate.cue]):
        return True
    if candidate.subject < 0:
        return False
    first, last = sentence.edges[candidate.subject]
    return _UNNAMED.search(text, *sentence.span(first, last)) is not None


def setting(candidate: Candidate) -> Span | None:
    """Return where or in what the words were said, "in a meeting with ...", None where the sentence does not say."""
    sentence = candidate.sentence
    for word, small in enumerate(map(str.lower, sentence.words)):
        preposition = sentence.heads[word]
        if small not in SETTINGS or sentence.relations[word] != "pobj":
            continue
        is_said = any(first <= preposition <= last for first, last in candidate.content)
        if not is_said and sentence.words[preposition].lower() in _WHERE:
            return phrase(sentence, preposition)
    return None
