"""The choosing of excerpts: the one to three sentences of a hit that answer, checked against its document.

An excerpt leaves its paragraph only for what introduces it or what it introduces (qa.answering.introductions): what
stands between two other paragraphs on the page may have been removed as site furniture, and a quotation across it would
not be found in the source.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat
from math import inf

from embeddings.documents import Document, Sentence, Span
from embeddings.index.roles import is_any_of, names_in
from embeddings.index.selection import Selection
from embeddings.text.structure import paragraph_at
from qa.answering.introductions import context_of, only_introduces, short_group, with_introduced, with_label
from qa.answering.reader import UNREAD
from qa.answering.reprints import without_repeats
from qa.answers import Excerpt, Hit
from qa.odds import logistic
from qa.question.question import Question
from qa.retrieval.scope import Scope

MOST_SENTENCES = 3
# A sentence this near to the best one joins it: excerpts have 1.7 sentences and hold the gold answer in 0.97 and 0.95
# of squad2's and xquad_en's questions; three sentences always would in 0.98 and 0.97.
NEAR_BEST = 0.4
# The same where the passage was read, which sets the sentences further apart. Of 1,888 questions of eight collections,
# up to 300 held out of each, the first excerpt is right in 0.697 with 0.65 and has 40 words, in 0.706 with 0.85
# and has 43, in 0.710 with 1.1 and has 48.
NEAR_BEST_READ = 0.9
# A sentence this near to the best one is an excerpt of its own where it stands apart. Without a limit as many answers
# hold a gold answer, and they are longer: those to 150 questions of squad2 97 words instead of 95, of wiki_articles 104
# instead of 98 (benchmarks/train_collections.py).
NEAR_ENOUGH_APART = 1.2

# Words are marked as the answer where the reader finds it likelier there than nowhere. On 500 questions of
# ../shared/train it marks some in 0.91 of the first excerpts, and they are right in 0.64 of these; from 0.2 on in 0.98,
# right in 0.61.
MARKED = 0.5

# A word, or figures that belong together, such as "06/11/2014": a mark ends in none. Words of letters between which
# scripts set no spaces are no such words.
_WHOLE = re.compile(r"\d+(?:[.,:/-]\d+)+|[A-Za-z0-9\u00c0-\u024f]+")

# The numbers of the first and the last of some sentences.
SentenceRange = tuple[int, int]

# A sentence that opens so cannot be understood, or quoted fairly, without the one before it.
_REFERS_BACK = re.compile(
    r"[“\"‘'(\[]*(?:(?:But|And|Yet|So|Still|Then|Nor|When|While|If|As|Although|In response|Instead)\b,?\s+)?"
    r"(?:he|she|it|they|his|her|their|its|this|that|these|those|such|the (?:former|latter)|both|neither)\b",
    re.IGNORECASE,
)

_WORD = re.compile(r"\w")
# "… that,” said the envoy.": a quotation, and after it who speaks.
_BREAKS_OFF = re.compile(r"[,!?…—-][”\"]\s[^“”\"]+[.:]\Z")


def choose(
    hits: Iterable[Hit], scope: Scope, k: int, question: Question | None = None, most: tuple[int, int] = (1, 1)
) -> list[tuple[Hit, Excerpt]]:
    """Return the k best excerpts, with their hits, of which none repeats another.

    `most` are how many there are at most of the first hit, and of each other one. Hits know the relevance of their
    sentences. Where the same words stand in several documents, what the question takes for granted counts.
    """
    most_of_first, most_of_others = most
    most_of_each = chain([most_of_first], repeat(most_of_others))
    chosen = (
        (hit, excerpt)
        for hit, most in zip(hits, most_of_each)  # noqa: B905
        for excerpt in excerpts_of(hit, most, spoken(hit, scope.selection))
    )
    return [(hit, _with_context(excerpt)) for hit, excerpt in islice(without_repeats(chosen, scope, question), k)]


def spoken(hit: Hit, selection: Selection | None) -> list[int]:
    """Return the numbers of the sentences of a hit that hold what a selection's speakers say to its addressees.

    They are all where it names neither.
    """
    sentences = hit.passage.sentences
    if selection is None or not selection.is_of_voices:
        return list(range(len(sentences)))
    document = hit.document
    called = names_in(document)
    voices = [
        one
        for one in document.by_place.touching(hit.passage.start, hit.passage.end)
        if is_any_of(one.speaker, selection.speakers, called) and is_any_of(one.to, selection.addressees, called)
    ]
    return [
        number
        for number, sentence in enumerate(sentences)
        if any(one.touches(sentence.start, sentence.end) for one in voices)
    ]


def excerpts_of(hit: Hit, most: int = 1, sentences_left: Sequence[int] | None = None) -> Iterator[Excerpt]:
    """Yield the most relevant place of a hit, then the most relevant of those left out if they come near.

    They are 1 to `most` excerpts and do not overlap; there is none of a hit without a word. Each is chosen for one of
    `sentences_left`, by default of all.
    """
    text, sentences, relevance = hit.document.text, hit.passage.sentences, hit.sentence_relevance
    quoted: list[Span] = []
    allowed = range(len(relevance)) if sentences_left is None else sentences_left
    # The line "--" above a signature says nothing, and neither does a row of asterisks.
    left = [number for number in allowed if _WORD.search(text, sentences[number].start, sentences[number].end)]
    highest = max((relevance[number] for number in left), default=0.0)
    while left and len(quoted) < most:
        best = max(left, key=relevance.__getitem__)
        if relevance[best] < highest - NEAR_ENOUGH_APART:
            return
        start, end = _place(hit, left, best, quoted)
        if not quoted or not only_introduces(text, start, end):
            quoted.append((start, end))
            answer = answer_within(hit, start, end)
            yield Excerpt(hit.document, start, end, text[start:end], hit.score, answer=answer)
        left = [
            number for number in left if not _overlap((start, end), (sentences[number].start, sentences[number].end))
        ]


def _place(hit: Hit, left: Sequence[int], best: int, quoted: Sequence[Span]) -> Span:
    """Return what to quote around the best of the sentences that are left, with what is needed to understand it."""
    text, sentences, relevance = hit.document.text, hit.passage.sentences, hit.sentence_relevance
    group = short_group(text, sentences[best].start)
    if group and not any(_overlap(group, span) for span in quoted):
        return with_label(text, *group)
    limits = _stretch(left, best, _paragraph(text, sentences, best))
    near = NEAR_BEST_READ if hit.readings else NEAR_BEST
    first, last = _with_near_best(relevance, best, limits, near)
    first, last = _with_neighbours(text, sentences, (first, last), limits)
    whole = with_label(text, *with_introduced(text, sentences[first].start, sentences[last].end))
    is_free = not any(_overlap(whole, span) for span in quoted)
    return whole if is_free else (sentences[first].start, sentences[last].end)


def answer_within(hit: Hit, start: int, end: int) -> Span | None:
    """Return the words within [start, end) of the document that answer, by the reader; None where none stand out."""
    answers = [
        (value, answer)
        for value, answer in zip(hit.readings, hit.read_answers, strict=True)
        if answer and start <= answer[0] and answer[1] <= end
    ]
    value, best = max(answers, default=(-inf, None))
    return _whole(hit.document.text, best, start, end) if best and logistic(value) >= MARKED else None


def marked(excerpt: Excerpt, hit: Hit) -> Excerpt:
    """Return an excerpt of a hit with the words marked that answer; one of another document has other places."""
    if excerpt.document.id != hit.document.id:
        return excerpt
    return replace(excerpt, answer=answer_within(hit, excerpt.start, excerpt.end))


def _whole(text: str, words: Span, start: int, end: int) -> Span:
    """Return a place within [start, end) of a text with all of the words at its ends: a model reads parts of words."""
    cut = [match.span() for match in _WHOLE.finditer(text, start, end) if _overlap(match.span(), words)]
    return min([words[0], *(span[0] for span in cut)]), max([words[1], *(span[1] for span in cut)])


def reading_within(hit: Hit, excerpt: Excerpt) -> float | None:
    """Return the probability, by the reader, that an excerpt of a hit holds the answer; None where it was not read."""
    values = [
        value
        for value, sentence in zip(hit.readings, hit.passage.sentences, strict=False)
        if value > UNREAD and _has(excerpt, hit.document, sentence)
    ]
    return logistic(max(values)) if values else None


def _has(excerpt: Excerpt, document: Document, sentence: Sentence) -> bool:
    """Whether an excerpt has a sentence of a document; one that is cited from another document has it by its words."""
    if excerpt.document.id == document.id:
        return excerpt.start <= sentence.start < excerpt.end
    words, cited = (" ".join(text.split()) for text in (document.text[sentence.start : sentence.end], excerpt.text))
    return words in cited


def _overlap(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _with_context(excerpt: Excerpt) -> Excerpt:
    return replace(excerpt, context=context_of(excerpt.document.text, excerpt.start))


def _stretch(left: Sequence[int], best: int, limits: SentenceRange) -> SentenceRange:
    """Return the first and last of the sentences around the best one, within limits, that are all left."""
    first = last = best
    while first - 1 in left and first > limits[0]:
        first -= 1
    while last + 1 in left and last < limits[1]:
        last += 1
    return first, last


def _with_near_best(relevance: Sequence[float], best: int, limits: SentenceRange, near: float) -> SentenceRange:
    """Widen to sentences of the same paragraph that are nearly as good, the better ones first."""
    first = last = best
    for number in sorted(range(limits[0], limits[1] + 1), key=lambda number: -relevance[number]):
        wider = min(first, number), max(last, number)
        if relevance[number] >= relevance[best] - near and wider[1] - wider[0] < MOST_SENTENCES:
            first, last = wider
    return first, last


def _with_neighbours(
    text: str, sentences: Sequence[Sentence], span: SentenceRange, limits: SentenceRange
) -> SentenceRange:
    """Widen, within the paragraph, by what the sentences need to be understood.

    The sentence before joins while the first one refers back to it; the ones around join where a quotation would
    else be left open, or goes on after it was broken off to say who speaks.
    """
    first, last = span
    while first > limits[0] and last - first + 1 < MOST_SENTENCES:
        if not _REFERS_BACK.match(text, sentences[first].start):
            break
        first -= 1
    first, last = _close_quotation(text, sentences, (first, last), limits)
    while first > limits[0] and last - first + 1 < MOST_SENTENCES and _resumes(text, *sentences[first - 1 : first + 1]):
        first -= 1
    while last < limits[1] and last - first + 1 < MOST_SENTENCES and _resumes(text, *sentences[last : last + 2]):
        last += 1
    return first, last


def _resumes(text: str, before: Sentence, after: Sentence) -> bool:
    """Whether a quotation that a sentence breaks off to say who speaks goes on in the next: “A,” he said. “B.”."""
    return text[after.start] in '“"' and _BREAKS_OFF.search(text, before.start, before.end) is not None


def _paragraph(text: str, sentences: Sequence[Sentence], best: int) -> SentenceRange:
    """Return the first and last sentence of the passage in the same paragraph as the best one."""
    paragraph = paragraph_at(text, sentences[best].start)
    inside = [number for number, place in enumerate(sentences) if paragraph.start <= place.start < paragraph.end]
    return inside[0], inside[-1]


def _close_quotation(
    text: str, sentences: Sequence[Sentence], span: SentenceRange, limits: SentenceRange
) -> SentenceRange:
    """Take in the sentences in which a quotation begins or ends, if the excerpt stays short enough."""
    first, last = span
    while last - first + 1 < MOST_SENTENCES:
        begins_inside, ends_inside = _cut_quotations(text, sentences[first].start, sentences[last].end)
        if ends_inside and last < limits[1]:
            last += 1
        elif begins_inside and first > limits[0]:
            first -= 1
        else:
            return first, last
    # A long quotation does not fit: better its best sentences than half of what stands around it.
    return span if any(_cut_quotations(text, sentences[first].start, sentences[last].end)) else (first, last)


def _cut_quotations(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Return whether text[start:end], of one paragraph, begins inside a quotation, and whether it ends inside one."""
    curly = text.count("“", start, end) - text.count("”", start, end)
    paragraph_start, paragraph_end = paragraph_at(text, start).span
    straight = text.count('"', paragraph_start, paragraph_end)
    # Straight marks look alike, so they are told by their number; an odd one may stand for inches, unless the paragraph
    # opens with a quotation that goes on in the next.
    is_told = straight % 2 == 0 or text[paragraph_start] == '"'
    before = text.count('"', paragraph_start, start) if straight and is_told else 0
    inside = text.count('"', start, end) if straight and is_told else 0
    return curly < 0 or before % 2 == 1, curly > 0 or (before + inside) % 2 == 1
