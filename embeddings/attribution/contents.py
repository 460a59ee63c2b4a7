"""What hangs on a verb as what is attributed: a clause, an infinitive, an object, what stands before "he said"."""

import re
from collections.abc import Sequence

from embeddings.attribution.cues import is_said_to, is_told, verb
from embeddings.attribution.names import PERSONS
from embeddings.attribution.parsing import Parsed
from embeddings.attribution.quotations import Quotation
from embeddings.attribution.subjects import before_in_series
from embeddings.documents import Span
from embeddings.times.months import MONTH_NAMES, WEEKDAY

_CLAUSES = ("ccomp",)
_OBJECTS = ("dobj", "oprd", "attr", "acomp")
# How the parse has what somebody is called hang on the verb, or on whom it is.
_NAMING = frozenset({"oprd", "attr", "acomp", "ccomp", "xcomp"})
_MARKS = frozenset({"“", "”", '"', "``", "''", "‘"})
# What stands after these says when or where it was said.
_DATED = frozenset({"on", "in"})
_MONTH_OR_DAY = re.compile(f"{MONTH_NAMES}|{WEEKDAY}")
_DATE = re.compile(
    rf"{MONTH_NAMES}|{WEEKDAY}|\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}|,|the|of|morning|afternoon|evening|night"
)
# Whoever answers may be said to have been ...
_PUT_TO = frozenset({"ask", "press", "query", "question", "quiz", "tell"})
_WHEN_OR_WHERE = frozenset({"during", "since", "before", "after", "amid", "at", "until", "within", "following", "in"})


def contents(
    sentence: Parsed, number: int, subject: int, quoted: Sequence[Quotation], classes: tuple[str, ...]
) -> tuple[tuple[Span, ...], str]:
    """Return the stretches of words that hang on a verb as its content, and how; none where nothing does.

    `subject` is the word at the head of the verb's own subject, -1 without one; `classes` are the verb's.
    """
    stretches, form = _hanging(sentence, number, subject, quoted, classes)
    return tuple(_without_aside(sentence, stretch) for stretch in stretches), form


def _hanging(
    sentence: Parsed, number: int, subject: int, quoted: Sequence[Quotation], classes: tuple[str, ...]
) -> tuple[tuple[Span, ...], str]:
    earlier = before_in_series(sentence, number)
    clauses = [clause for clause in sentence.of(number, *_CLAUSES) if not _ends_before(sentence, clause, number)]
    clauses = [clause for clause in clauses if clause != earlier and not _is_set_before(sentence, clause, number)]
    own = _own_words(sentence, number, subject)
    edges = [(_opening(sentence, clause, number), sentence.edges[clause][1]) for clause in clauses]
    parts = [part for edge in edges for part in without(edge, own)] or _around(sentence, number, subject, classes)
    if parts:
        return (*_parted(sentence, clauses, own), *parts), "clause"
    # "..., he said": the clause before is not always the verb's in the parse.
    if before := _before(sentence, number, subject, classes):
        return (before,), "before"
    if infinitives := sentence.of(number, "xcomp"):
        tags = {sentence.tags[child] for word in infinitives for child in sentence.children[word]}
        return tuple(sentence.edges[word] for word in infinitives), "infinitive" if "TO" in tags else "small clause"
    if done := _done_to(sentence, number):
        return (done,), "passive"
    return _after(sentence, number, quoted, classes)


def _ends_before(sentence: Parsed, clause: int, number: int) -> bool:
    """Whether a semicolon parts a clause from the verb after it: "He urged it to wait; she offered land"."""
    end = sentence.edges[clause][1] + 1
    return end < number and sentence.words[end] == ";"


def _is_set_before(sentence: Parsed, clause: int, number: int) -> bool:
    """Whether a clause without a subject is beside what a verb says: "In a note, read to us, he claimed to be ill"."""
    has_subject = sentence.of(clause, "nsubj", "nsubjpass", "expl", "csubj")
    return clause < number and not has_subject and bool(sentence.of(number, "xcomp"))


def _without_aside(sentence: Parsed, stretch: Span) -> Span:
    """Return a stretch without the clause at its end that a comma parts from it: "..., who had seen it"."""
    first, last = stretch
    for word in range(first, last + 1):
        opening, end = sentence.edges[word]
        is_aside = sentence.relations[word] == "relcl" and sentence.tags[opening].startswith("W")
        if is_aside and opening > first + 1 and end >= last - 1 and sentence.words[opening - 1] == ",":
            return first, opening - 2
    return stretch


def _done_to(sentence: Parsed, number: int) -> Span | None:
    """Return what a passive verb is about: "the plan was praised by Ek", "the plan praised by Ek"."""
    agents = sentence.of(number, "agent")
    if not agents or is_told(verb(sentence.words[number])):
        return None
    if passive := sentence.of(number, "nsubjpass"):
        return sentence.edges[passive[0]]
    head = sentence.heads[number]
    if sentence.relations[number] == "acl" and sentence.tags[head].startswith("NN"):
        return sentence.edges[head][0], max(head, sentence.edges[number][0] - 1)
    return None


def _after(
    sentence: Parsed, number: int, quoted: Sequence[Quotation], classes: tuple[str, ...]
) -> tuple[tuple[Span, ...], str]:
    """Return the objects of a verb and what stands after them, or what stands there without an object."""
    rest = [] if is_told(verb(sentence.words[number])) else sentence.of(number, *_OBJECTS)
    rest += sentence.of(number, "prep", "dative", "advcl")
    rest = _what_is_said(sentence, [word for word in rest if word > number])
    if not rest or _is_telephoned(sentence, number, rest):
        return (), ""
    objects = min(sentence.edges[word][0] for word in rest), max(sentence.edges[word][1] for word in rest)
    objects = objects[0], objects[1] if "judge" in classes else _before_date(sentence, objects)
    start, end = sentence.span(*objects)
    if any(quotation.start < end and start < quotation.end for quotation in quoted):
        return (objects,), "quoted"
    first = min(rest)
    return (objects,), "object" if sentence.relations[first] in _OBJECTS else f"prep {sentence.words[first].lower()}"


def _is_telephoned(sentence: Parsed, number: int, after: Sequence[int]) -> bool:
    """Whether a person is called, and not called something: "She called the aide on Friday"."""
    called = [word for word in after if sentence.relations[word] == "dobj"]
    if verb(sentence.words[number]) != "call" or len(called) != 1 or not _is_person(sentence, called[0]):
        return False
    for word in range(min(after), max(sentence.edges[word][1] for word in after) + 1):
        is_beside = sentence.relations[word] == "appos" and sentence.words[sentence.edges[word][0] - 1] != ","
        if is_beside or sentence.relations[word] in _NAMING or sentence.words[word] in _MARKS:
            return False
    return True


def _is_person(sentence: Parsed, number: int) -> bool:
    is_named = sentence.tags[number] == "NNP" and sentence.words[sentence.edges[number][0]].lower() != "the"
    return is_named or sentence.tags[number] == "PRP" or sentence.words[number].lower() in PERSONS


def _before_date(sentence: Parsed, stretch: Span) -> int:
    """Return the last word of a stretch before a date that ends it: "confirmed the result on 29 June"."""
    first, last = stretch
    if any(tag.startswith("VB") for tag in sentence.tags[first : last + 1]):
        return last
    for word in range(last, first, -1):
        if sentence.words[word].lower() in _DATED:
            return word - 1 if _is_date(sentence, word, last) else last
    return last


def _is_date(sentence: Parsed, word: int, last: int) -> bool:
    """Whether a stretch of words is a date that a word leads to: "on 29 June"."""
    ends = sentence.words[word + 1 : last + 1]
    is_led = sentence.words[word].lower() in _DATED
    return is_led and all(map(_DATE.fullmatch, ends)) and any(map(_MONTH_OR_DAY.fullmatch, ends))


def _what_is_said(sentence: Parsed, after: Sequence[int]) -> list[int]:
    """Return the words after a verb without those that say how something is said, if anything is left."""
    # "called on Tuesday": nothing is said.
    if len(after) == 1 and _is_date(sentence, after[0], sentence.edges[after[0]][1]):
        return []
    said = _before_whom(sentence, [word for word in after if not _says_how(sentence, word)])
    return said or list(after)


def _before_whom(sentence: Parsed, said: Sequence[int]) -> list[int]:
    """Return the words up to whom an object is told: "denied this to reporters"."""
    if not said or sentence.relations[said[0]] not in _OBJECTS or not is_said_to(_verb_of(sentence, said[0])):
        return list(said)
    end = next((word for word in said if sentence.words[word].lower() == "to"), len(sentence.words))
    return [word for word in said if word < end]


def _verb_of(sentence: Parsed, word: int) -> str:
    return verb(sentence.words[sentence.heads[word]])


def _says_how(sentence: Parsed, word: int) -> bool:
    """Whether what hangs on a verb says when, where or how something is said, not what."""
    if sentence.relations[word] == "advcl":
        return sentence.words[sentence.edges[word][0] - 1] == ","
    return sentence.relations[word] not in _OBJECTS and sentence.words[word].lower() in _WHEN_OR_WHERE


def _parted(sentence: Parsed, clauses: Sequence[int], own: Span) -> tuple[Span, ...]:
    """Return what a verb parts from a clause after it that has no subject: "His talks, Ek told them, had failed"."""
    opens = own[0]
    if opens < 2 or sentence.words[opens - 1] != "," or len(clauses) != 1:  # noqa: PLR2004
        return ()
    (clause,) = clauses
    has_subject = sentence.of(clause, "nsubj", "nsubjpass", "expl", "csubj", "mark")
    is_parted = own[1] < sentence.edges[clause][0] and sentence.words[sentence.edges[clause][0] - 1] == ","
    return () if has_subject or not is_parted else ((0, opens - 2),)


def _around(sentence: Parsed, number: int, subject: int, classes: tuple[str, ...]) -> list[Span]:
    """Return what stands around a verb with its subject that is set within it: "The talks, he told her, had failed"."""
    first, last = sentence.edges[number]
    around = sentence.edges[sentence.heads[number]]
    is_inserted = sentence.relations[number] == "parataxis" and around[0] < first and last < around[1]
    if subject < 0 or not is_inserted or not {"say", "think"} & set(classes):
        return []
    end = around[1] - (sentence.words[around[1]] == ".")
    # "Ek left; the talks, he told her, had failed."
    parts = [word + 1 for word in range(*around) if word < first and sentence.words[word] == ";"]
    return without((max([around[0], *parts]), end), (first, last))


def _opening(sentence: Parsed, clause: int, number: int) -> int:
    """Return the first word of what a verb has for a clause.

    That is "that", where one stands in it, though the parse may have more before it; and the word after a date that
    follows the verb, "said on Friday it would": that is when it was said.
    """
    marks = [word for word in sentence.of(clause, "mark") if sentence.words[word].lower() == "that"]
    first = marks[0] if marks else sentence.edges[clause][0]
    if marks or first != number + 1:
        return first
    end = first + (sentence.words[first].lower() in _DATED)
    while end < clause and _DATE.fullmatch(sentence.words[end]) and sentence.words[end] not in {",", "the"}:
        end += 1
    return end if any(map(_MONTH_OR_DAY.fullmatch, sentence.words[first:end])) and end < clause else first


def _before(sentence: Parsed, number: int, subject: int, classes: tuple[str, ...]) -> Span | None:
    """Return the stretch before a verb of saying at the end of its sentence, "..., he said", if that is what it is."""
    if not classes or classes[0] not in {"say", "think", "show"} or subject < 0:
        return None
    has_other = any(word > number for word in sentence.of(number, "dobj", "xcomp", "oprd"))
    if has_other and not is_told(verb(sentence.words[number])):
        return None
    first = min(number, sentence.edges[subject][0])
    if first < 3 or sentence.words[first - 1] not in {",", "”", '"', "’", "''"}:  # noqa: PLR2004
        return None
    # "Asked whether it leaks, Ek said: ...": who is asked is no statement.
    return None if sentence.tags[0] == "VBN" and verb(sentence.words[0]) in _PUT_TO else (0, first - 1)


def _own_words(sentence: Parsed, number: int, subject: int) -> Span:
    """Return the stretch of a verb with its subject, which cuts what is attributed in two: "We know, he said, that"."""
    edges = sentence.edges[subject] if subject >= 0 else (number, number)
    return min(number, edges[0]), max(number, edges[1])


def without(stretch: Span, cut: Span) -> list[Span]:
    """Return what is left of a stretch of words where another is cut out of it: nothing, one piece or two."""
    parts = [(stretch[0], min(stretch[1], cut[0] - 1)), (max(stretch[0], cut[1] + 1), stretch[1])]
    if cut[0] > stretch[1] or cut[1] < stretch[0]:
        return [stretch]
    return [(first, last) for first, last in parts if first <= last]
