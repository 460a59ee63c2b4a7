"""What may be an attribution in a sentence, by its grammar: a cue, a source and what is attributed to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.attribution.contents import contents, without
from embeddings.attribution.cues import (
    NO_CUES,
    adjective_classes,
    is_said_to,
    is_told,
    is_told_more,
    is_uttered,
    noun,
    noun_classes,
    verb,
    verb_classes,
)
from embeddings.attribution.inverted import set_in
from embeddings.attribution.parsing import Parsed
from embeddings.attribution.phrases import phrase
from embeddings.attribution.putting import put_to
from embeddings.attribution.quotations import Quotation
from embeddings.attribution.subjects import MOST_STEPS, VERB_TAGS, owner_of, subject_of
from embeddings.documents import Span

_NOMINAL = frozenset({"NNP", "NNPS", "NN", "NNS", "PRP"})
_RELATIVE = frozenset({"who", "whom", "whose", "which"})
# What a source asks not to be: that is no statement.
_NAMED = frozenset({"named", "identified", "quoted"})
_OBJECTS = frozenset({"me", "him", "her", "us", "them"})
_ENDS_OF_SPEECH = frozenset(",.?!…")
# Tags of what stands before the last noun of a name or a description.
_OF_NAMES = frozenset({"DT", "PRP$", "JJ", "POS", "CD", "HYPH"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be an attribution. Numbers are of words of the sentence; `content` are stretches of them, both ends in.

    `form` is how the content hangs on the cue: a clause, an infinitive, an object, what stands before "X said" ...
    `subject` is the word at the head of the source, -1 without one; `source_words` are all of the source, where its
    place tells them, whatever the parse says.
    """

    sentence: Parsed
    cue: int
    lemma: str
    classes: tuple[str, ...]
    form: str
    content: tuple[Span, ...]
    subject: int
    is_own_subject: bool
    addressee: int = -1
    source_words: Span | None = None

    @property
    def content_spans(self) -> tuple[Span, ...]:
        """Where the content stands in the text."""
        return tuple(span for first, last in self.content if (span := _trimmed(self.sentence, first, last)))

    @property
    def source_span(self) -> Span | None:
        """Where the source stands in the text, with what belongs to it."""
        if self.source_words:
            return self.sentence.span(*self.source_words)
        return None if self.subject < 0 else phrase(self.sentence, self.subject)

    @property
    def cue_span(self) -> Span:
        """Where the cue stands in the text."""
        return self.sentence.spans[self.cue]


def candidates(sentence: Parsed, quoted: Sequence[Quotation]) -> Iterator[Candidate]:
    """Yield what may be an attribution in a sentence, given the quotations of its paragraph."""
    for number, tag in enumerate(sentence.tags):
        found = None
        if sentence.words[number].lower() == "according":
            found = _according(sentence, number)
        elif tag in VERB_TAGS and sentence.relations[number] not in {"aux", "auxpass"}:
            found = _of_verb(sentence, number, quoted)
        elif tag.startswith("NN"):
            found = _of_noun(sentence, number)
        elif tag.startswith("JJ"):
            found = _of_adjective(sentence, number)
        if found:
            yield found


def _of_verb(sentence: Parsed, number: int, quoted: Sequence[Quotation]) -> Candidate | None:
    lemma = verb(sentence.words[number])
    classes = verb_classes(lemma)
    if _asks_for_no_name(sentence, number, lemma) or _concerns(sentence, number, lemma):
        return None
    if formed := _by_form(sentence, number, lemma, classes):
        return formed
    subject, is_own = subject_of(sentence, number)
    if subject < number and lemma not in NO_CUES and (speaker := _speaker_after(sentence, number, quoted)):
        # “What a lock!” cried Lind, or nobody: the parse takes a word of what is quoted.
        before, classes = (0, number - 1), classes or ("say",)
        return Candidate(sentence, number, lemma, classes, "before", (before,), speaker[1], True, -1, speaker)
    content, form = contents(sentence, number, subject if is_own else -1, quoted, classes)
    if not content and "say" in classes:
        form = "bare"
    elif not content or (not classes and (form not in {"clause", "quoted"} or lemma in NO_CUES)):
        return None
    return Candidate(sentence, number, lemma, classes, form, content, subject, is_own, _addressee(sentence, number))


def _by_form(sentence: Parsed, number: int, lemma: str, classes: tuple[str, ...]) -> Candidate | None:
    """Return what a verb attributes by a form of its own, "put to her", "Said one docker: ..."; None for others."""
    if put := put_to(sentence, number):
        # "It was put to her that ...": by whom is not told.
        subject, is_own = (-1, False) if sentence.of(number, "auxpass") else subject_of(sentence, number)
        return Candidate(sentence, number, "put", ("say",), "clause", (put.content,), subject, is_own, put.addressee)
    if led := _speaker_before_colon(sentence, number):
        return Candidate(sentence, number, lemma, classes, "bare", (), led[1], True, -1, led)
    if placed := set_in(sentence, number):
        around, source = placed.around, placed.source
        return Candidate(sentence, number, lemma, classes, "clause", around, placed.head, True, -1, source)
    return None


def _asks_for_no_name(sentence: Parsed, number: int, lemma: str) -> bool:
    """Whether a verb only says that a source has no name: "asked not to be named", "speaking on condition of"."""
    asked_for = [word for word in sentence.of(number, "xcomp") if sentence.words[word] in _NAMED]
    on = [sentence.words[at] for word in sentence.of(number, "prep") for at in sentence.of(word, "pobj")]
    return (lemma == "ask" and bool(asked_for)) or (lemma == "speak" and "condition" in on)


def _concerns(sentence: Parsed, number: int, lemma: str) -> bool:
    """Whether a verb only says what something is about: "problems relating to the size of the dam"."""
    return lemma == "relate" and any(sentence.words[word].lower() == "to" for word in sentence.children[number])


def _speaker_after(sentence: Parsed, number: int, quoted: Sequence[Quotation]) -> Span | None:
    """Return the words of who is named right after a verb that follows a quotation: “It leaks!” cried old Lind."""
    mark = number - 1
    is_speech = mark > 0 and sentence.words[mark - 1][-1:] in _ENDS_OF_SPEECH
    is_after = is_speech and any(quotation.end == sentence.spans[mark][1] for quotation in quoted)
    if not is_after or sentence.tags[number] not in {"VBD", "VBZ", "VBN"}:
        return None
    if sentence.tags[number + 1 : number + 2] == ("PRP",) and sentence.words[number + 1].lower() not in _OBJECTS:
        return number + 1, number + 1
    last = -1
    for word in range(number + 1, len(sentence.words)):
        tag = sentence.tags[word]
        if tag.startswith("NN"):
            last = word
        elif tag not in _OF_NAMES:
            break
    is_named = last >= 0 and (sentence.tags[last].startswith("NNP") or verb_classes(verb(sentence.words[number])))
    return (number + 1, last) if is_named else None


def _speaker_before_colon(sentence: Parsed, number: int) -> Span | None:
    """Return the words of who is named between a verb that opens its sentence and a colon: "Said one docker: ..."."""
    if number or "say" not in verb_classes(verb(sentence.words[0])) or ":" not in sentence.words:
        return None
    colon = sentence.words.index(":")
    is_named = colon > 1 and sentence.tags[colon - 1].startswith(("NN", "PRP"))
    return (1, colon - 1) if is_named and not any(tag in VERB_TAGS for tag in sentence.tags[1:colon]) else None


def _according(sentence: Parsed, number: int) -> Candidate | None:
    to = [child for child in sentence.children[number] if sentence.words[child].lower() == "to"]
    sources = [word for child in to for word in sentence.of(child, "pobj")] or sentence.of(number, "pobj")
    if not sources:
        return None
    head = sentence.heads[number]
    first, last = sentence.edges[number]
    # The clause that it is set beside: to the marks around the verb that it hangs on.
    beside = without(sentence.edges[_clause(sentence, head)], (first, last))
    content = beside if head != number else _after_source(sentence, sources[0])
    return Candidate(sentence, number, "according", ("say",), "according", tuple(content), sources[0], True)


def _after_source(sentence: Parsed, source: int) -> list[Span]:
    """Return what follows a source and an aside on it, where the parse has it hang on that: "A, who ..., it leaks"."""
    last = len(sentence.words) - 1
    commas = [word for word in range(source, last) if sentence.words[word] == ","]
    if len(commas) == 1 or not commas or sentence.words[commas[0] + 1].lower() not in _RELATIVE:
        return []
    return [(commas[1] + 1, last - (sentence.words[last] == "."))]


def _clause(sentence: Parsed, number: int) -> int:
    """Return the verb of the clause that a word is in."""
    for _ in range(MOST_STEPS):
        if sentence.tags[number] in VERB_TAGS and sentence.relations[number] in {
            "ROOT",
            "ccomp",
            "conj",
            "advcl",
            "relcl",
        }:
            break
        if sentence.heads[number] == number:
            break
        number = sentence.heads[number]
    return number


def _of_noun(sentence: Parsed, number: int) -> Candidate | None:
    lemma = noun(sentence.words[number])
    classes = noun_classes(lemma)
    if not classes:
        return None
    clauses = sentence.of(number, "acl", "ccomp")
    clauses = [
        word
        for word in clauses
        if word > number and (sentence.of(word, "mark") or "TO" in {sentence.tags[c] for c in sentence.children[word]})
    ]
    # "the comment he made to her: ..."
    if "say" in classes and (uttered := [w for w in sentence.of(number, "relcl") if is_uttered(sentence.words[w])]):
        subject, is_own = subject_of(sentence, uttered[0])
        whom = _addressee(sentence, uttered[0])
        if whom < 0:
            # The parse hangs "to her" on any word before.
            whom = next((sentence.of(word, "pobj")[0] for word in _to(sentence) if uttered[0] < word), -1)
        return Candidate(sentence, number, lemma, classes, "bare", (), subject, is_own, whom)
    form = "clause of noun"
    if not clauses:
        clauses = [
            word
            for word in sentence.of(number, "prep")
            if sentence.words[word].lower() in {"for", "about", "on", "to", "of", "against", "that", "in"}
            and word > number
        ]
        form = f"noun {sentence.words[clauses[0]].lower()}" if clauses else ""
    if not clauses:
        return None
    subject, is_own = owner_of(sentence, number)
    return Candidate(sentence, number, lemma, classes, form, (sentence.edges[clauses[0]],), subject, is_own)


def _of_adjective(sentence: Parsed, number: int) -> Candidate | None:
    """Return what somebody is sure of, or willing to do: "Ek is sure that ..."."""
    classes, head = adjective_classes(sentence.words[number]), sentence.heads[number]
    if not classes:
        return None
    whose = head if sentence.relations[number] in {"acomp", "oprd"} and sentence.tags[head] in VERB_TAGS else number
    hanging = [w for of in {number, whose} for w in sentence.of(of, "ccomp", "xcomp", "prep") if w > number]
    clauses = [word for word in hanging if sentence.relations[word] != "prep"] or hanging[:1]
    if not clauses:
        return None
    subject, is_own = subject_of(sentence, whose)
    form = "of adjective" if sentence.relations[clauses[0]] == "prep" else "clause of adjective"
    return Candidate(
        sentence, number, sentence.words[number].lower(), classes, form, (sentence.edges[clauses[0]],), subject, is_own
    )


def asked(candidate: Candidate) -> int:
    """Return the word at the head of whom a question was put to that stands in quotation marks, -1 for none."""
    if candidate.form != "object" or not is_told_more(candidate.lemma):
        return -1
    sentence = candidate.sentence
    return next((word for word in sentence.of(candidate.cue, "dobj") if sentence.tags[word] in _NOMINAL), -1)


def _addressee(sentence: Parsed, number: int) -> int:
    """Return the word at the head of whom it is said to, -1 where that is not said."""
    lemma = verb(sentence.words[number])
    if is_told(lemma) or (is_told_more(lemma) and sentence.of(number, "ccomp", "xcomp")):
        passive = sentence.of(number, "nsubjpass") if sentence.of(number, "auxpass") else []
        for word in (*passive, *sentence.of(number, "dobj", "dative")):
            # "He promised no jobs would be lost": the parse has him promise it to them.
            if sentence.tags[word] in _NOMINAL and sentence.words[sentence.edges[word][0]].lower() != "no":
                return word
    if is_said_to(lemma) or is_uttered(lemma):
        for preposition in sentence.of(number, "prep", "dative"):
            if sentence.words[preposition].lower() == "to" and (objects := sentence.of(preposition, "pobj")):
                return objects[0]
    return -1


def _to(sentence: Parsed) -> list[int]:
    return [n for n, word in enumerate(sentence.words) if word.lower() == "to" and sentence.of(n, "pobj")]


def _trimmed(sentence: Parsed, first: int, last: int) -> Span | None:
    while first <= last and sentence.words[first] in {",", ".", ";", ":", "-", "--", " "}:
        first += 1
    while first <= last and sentence.words[last] in {",", ";", ":", "-", "--", " "}:
        last -= 1
    return sentence.span(first, last) if first <= last else None
