"""Whose a verb or a noun of attribution is, by the grammar of its sentence."""

from embeddings.attribution.cues import noun, noun_classes, verb
from embeddings.attribution.parsing import Parsed

VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})
# So many verbs are gone up to find whose clause a word is of.
MOST_STEPS = 8
_SHARING = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "parataxis", "dep"})
_SUBJECTS = ("nsubj", "nsubjpass")
_QUOTING = frozenset({"cite", "quote", "record", "report"})
_YOURS = frozenset({"your", "my", "our"})


def subject_of(sentence: Parsed, number: int) -> tuple[int, bool]:
    """Return the word at the head of who says it, -1 for none, and whether it is the verb's own subject."""
    if agents := [word for agent in sentence.of(number, "agent") for word in sentence.of(agent, "pobj")]:
        return agents[0], True
    # What is said to be so says nothing itself.
    if sentence.of(number, "auxpass") or (
        sentence.tags[number] == "VBN"
        and sentence.relations[number] in {"acl", "advcl", "amod"}
        and not sentence.of(number, "aux")
    ):
        return -1, False
    if (quoted := _quoted(sentence, number)) >= 0:
        return quoted, True
    if own := sentence.of(number, "nsubj", "csubj"):
        return _meant(sentence, own[-1])
    if (before := before_in_series(sentence, number)) >= 0:
        return sentence.of(before, *_SUBJECTS)[-1], False
    return _inherited(sentence, number), False


def _quoted(sentence: Parsed, number: int) -> int:
    """Return who is quoted or heard saying something, -1 for none: "The report quotes Ek as saying that it leaks"."""
    link = sentence.heads[number]
    if sentence.relations[number] != "pcomp" or sentence.words[link].lower() != "as":
        return -1
    whom = sentence.of(sentence.heads[link], "dobj", "nsubjpass")
    return whom[-1] if verb(sentence.words[sentence.heads[link]]) in _QUOTING and whom else -1


def before_in_series(sentence: Parsed, number: int) -> int:
    """Return the verb before another in a series that the parse takes for what that says, -1 for none.

    "He thanked her, said he would go and left": nobody says that he thanked her.
    """
    clauses = sentence.of(number, "ccomp")
    if len(clauses) < 2 or sentence.of(number, *_SUBJECTS):  # noqa: PLR2004
        return -1
    first = clauses[0]
    is_before = sentence.edges[first][1] in {number - 1, number - 2} and sentence.words[number - 1] == ","
    is_before &= first < number < clauses[1]
    return first if is_before and sentence.of(first, *_SUBJECTS) and not sentence.of(first, "mark") else -1


def _meant(sentence: Parsed, subject: int) -> tuple[int, bool]:
    """Return who says it where the parse may take a label, "Photo: ...", or who is spoken to: "Ek, your aide says"."""
    if sentence.words[subject + 1 : subject + 2] == (":",):
        return -1, False
    beside = [word for word in sentence.of(subject, "appos") if sentence.words[sentence.edges[word][0]] in _YOURS]
    return (beside or [subject])[0], True


def _inherited(sentence: Parsed, number: int) -> int:
    """Return the subject that a verb shares with the one that it hangs on: "..., adding that", "and said"."""
    for _ in range(MOST_STEPS):
        relation, head = sentence.relations[number], sentence.heads[number]
        if relation in {"acl", "relcl"}:
            return head
        if relation not in _SHARING or head == number:
            return -1
        number = head
        own = sentence.of(number, *_SUBJECTS) if sentence.tags[number] in VERB_TAGS else []
        if own and not _is_said(sentence, number, own[-1]):
            return own[-1]
    return -1


def _is_said(sentence: Parsed, number: int, subject: int) -> bool:
    """Whether the subject of a verb is what somebody said: "The mayor said his remarks were old, and added ..."."""
    is_within = sentence.relations[number] == "ccomp"
    return is_within and "say" in noun_classes(noun(sentence.words[subject])) and bool(sentence.of(subject, "poss"))


def owner_of(sentence: Parsed, number: int) -> tuple[int, bool]:
    """Return whose a claim is: "Trump's claim", "the claim by Trump", or who "made the claim"."""
    if owners := sentence.of(number, "poss"):
        return owners[0], True
    for preposition in sentence.of(number, "prep"):
        if sentence.words[preposition].lower() in {"by", "from", "among"} and (
            owners := sentence.of(preposition, "pobj")
        ):
            return owners[0], True
    head = sentence.heads[number]
    if sentence.relations[number] in {"dobj", "attr", "pobj"} and sentence.tags[head] in VERB_TAGS | {"IN"}:
        verb_of = head if sentence.tags[head] in VERB_TAGS else sentence.heads[head]
        if sentence.tags[verb_of] in VERB_TAGS:
            return subject_of(sentence, verb_of)[0], False
    return -1, False
