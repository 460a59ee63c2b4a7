"""The quotations of a paragraph go to those who are said to say them: fragments of one quotation together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from embeddings.attribution.candidates import Candidate, asked
from embeddings.attribution.quotations import FEWEST_WORDS, Quotation, is_sentence
from embeddings.documents import Span

# So many words may stand between two quotations of one source in a paragraph.
LEADING_WORDS = 6
# The verb that tells who spoke before its sentence is among so many words of it.
_FIRST_WORDS = 8
_SENTENCE_ENDS = frozenset("?!…")
_FORMS = ("clause", "before", "quoted", "object", "bare")


@dataclass(slots=True)
class Joined:
    """A candidate with all that it is the source of, in the paragraph: `quoted` are the quotations among that."""

    candidate: Candidate
    content: list[Span]
    quoted: list[Quotation] = field(default_factory=list)
    is_within: bool = False
    is_beside: bool = False
    nested_in: str = ""


def join(
    text: str,
    candidates: Sequence[Candidate],
    quoted: Sequence[Quotation],
    carried: Joined | None,
    paragraph: Sequence[Span],
) -> tuple[list[Joined], Joined | None]:
    """Return what a paragraph's candidates attribute, each with its own quotations; and whose words go on below it.

    `carried` is that of the paragraph before: it gets the quotation with which this one opens, if nobody else says it.
    `paragraph` are its sentences.
    """
    joined = [Joined(candidate, list(candidate.content_spans)) for candidate in candidates]
    for one in joined:
        one.is_within = any(_is_in(one.candidate, quotation, joined) for quotation in quoted)
    owner: Joined | None = None
    before: Quotation | None = None
    for quotation in quoted:
        chosen = _owner(joined, quotation) or _asks_after(text, joined, quotation)
        if chosen is None and owner and before and _goes_on(text, owner, before, quotation):
            chosen = owner
        if chosen is None and carried and quotation.start == paragraph[0][0]:
            chosen = carried
        if chosen is None and (quotation.words >= FEWEST_WORDS or is_sentence(text, quotation)):
            chosen = _before(joined, quotation, paragraph)
        if chosen:
            chosen.quoted.append(quotation)
            for one in joined:
                one.is_beside |= one is not chosen and not one.is_within and _touches(one.content, quotation.span)
        if chosen or quotation.words >= FEWEST_WORDS or is_sentence(text, quotation):
            owner, before = chosen, quotation
    for one in [*joined, *([carried] if carried else [])]:
        give(text, one, [])
    _mark_nested(joined)
    return joined, _goes_on_below(text, joined, quoted, owner, paragraph)


def give(text: str, one: Joined, quoted: Sequence[Quotation]) -> None:
    """Give a candidate quotations, and make them part of what is attributed."""
    one.quoted.extend(quoted)
    if one.quoted and one.candidate.addressee < 0 and (whom := asked(one.candidate)) >= 0:
        # “Does it leak?” she asked Ek: Ek is no part of what she asked.
        one.candidate, one.content = replace(one.candidate, addressee=whom), []
    one.content = _united([*one.content, *(quotation.span for quotation in one.quoted)], text)


def _goes_on_below(
    text: str, joined: Sequence[Joined], quoted: Sequence[Quotation], owner: Joined | None, paragraph: Sequence[Span]
) -> Joined | None:
    """Return whose words the next paragraph goes on with: a quotation is left open, or a colon announces it."""
    start, end = paragraph[-1]
    if quoted and quoted[-1].is_open:
        return owner
    if text[end - 1 : end] == ":":
        bare = [one for one in joined if not one.is_within and one.candidate.cue_span[0] >= start]
        return next((one for one in reversed(bare) if "say" in one.candidate.classes), None)
    return None


def _mark_nested(joined: Sequence[Joined]) -> None:
    """Mark whose cue stands in what somebody else says: "The report says that he warned ..."."""
    for _, group in groupby(joined, key=lambda one: one.candidate.sentence.spans[0]):
        of_sentence = list(group)
        for one in of_sentence:
            outer = [other.candidate for other in of_sentence if other is not one and _holds(other, one)]
            one.nested_in = "" if not outer else "say" if any("say" in each.classes for each in outer) else "other"


def _holds(outer: Joined, inner: Joined) -> bool:
    return not outer.is_within and _touches(outer.content, inner.candidate.cue_span)


def _owner(joined: Sequence[Joined], quotation: Quotation) -> Joined | None:
    outside = [one for one in joined if not one.is_within]
    touching = [one for one in outside if _touches(one.content, quotation.span)]
    bare = [one for one in outside if one.candidate.form == "bare" and _shares_sentence(one, quotation)]
    if quotation.words >= FEWEST_WORDS:
        # "the comment he made to her: ..." comes before what he said.
        nouns = [one for one in bare if _is_noun(one) and one.candidate.cue_span[1] <= quotation.start]
        bare = [one for one in bare if one in nouns or not _is_noun(one)]
        touching = (
            [*touching, *nouns] or bare or [one for one in outside if _says(one) and _shares_sentence(one, quotation)]
        )
    if not touching:
        return next((one for one in bare if _leads_to(one.candidate, quotation)), None)
    chosen = min(touching, key=lambda one: _rank(one, quotation))
    # "..., the document says that she warned": the words are hers.
    inner = [one for one in bare if one.candidate.is_own_subject and _touches(chosen.content, one.candidate.cue_span)]
    return inner[0] if inner else chosen


def _leads_to(candidate: Candidate, quotation: Quotation) -> bool:
    """Whether a verb with its own subject stands right before a quotation, be it of one word: 'Lind said: "Yes."'."""
    sentence, after = candidate.sentence, candidate.cue + 1
    is_led = sentence.words[after : after + 1] in {(":",), (",",)} and after + 1 < len(sentence.spans)
    return is_led and candidate.is_own_subject and sentence.spans[after + 1][0] == quotation.start


def _asks_after(text: str, joined: Sequence[Joined], quotation: Quotation) -> Joined | None:
    """Return whose a question or an exclamation is by the sentence that follows it: “Does it leak?” Lind asked."""
    if text[quotation.end - 2 : quotation.end - 1] not in _SENTENCE_ENDS:
        return None
    for one in joined:
        candidate = one.candidate
        begins = candidate.sentence.spans[0][0]
        follows = (
            quotation.end <= begins
            and not text[quotation.end : begins].strip()
            and "\n\n" not in text[quotation.end : begins]
        )
        is_first = candidate.subject < candidate.cue <= _FIRST_WORDS and not one.is_within
        if follows and is_first and _says(one) and candidate.is_own_subject and candidate.form in {"bare", "object"}:
            return one
    return None


def _is_noun(one: Joined) -> bool:
    return one.candidate.sentence.tags[one.candidate.cue].startswith("NN")


def _says(one: Joined) -> bool:
    return "say" in one.candidate.classes and one.candidate.subject >= 0


def _before(joined: Sequence[Joined], quotation: Quotation, paragraph: Sequence[Span]) -> Joined | None:
    """Return whoever says something last in the sentence before a quotation that opens its own."""
    number = next((n for n, (start, _) in enumerate(paragraph) if start == quotation.start), 0)
    if not number:
        return None
    first, last = paragraph[number - 1]
    of_sentence = [one for one in joined if not one.is_within and first <= one.candidate.cue_span[0] < last]
    # "Asked whether Lind said so, she shrugged.": what is said of Lind is asked.
    says = [one for one in of_sentence if _says(one) and not any(_holds(other, one) for other in of_sentence)]
    return says[-1] if says else None


def _rank(one: Joined, quotation: Quotation) -> tuple[bool, int, int]:
    candidate = one.candidate
    start, end = candidate.cue_span
    distance = min(abs(start - quotation.end), abs(quotation.start - end))
    form = candidate.form if candidate.form in _FORMS else "object"
    return "say" not in candidate.classes, _FORMS.index(form), distance


def _goes_on(text: str, owner: Joined, before: Quotation, quotation: Quotation) -> bool:
    """Whether a quotation after another is the rest of it: "..., " he said. "..."."""
    if quotation.words < FEWEST_WORDS or text[before.end - 2 : before.end - 1] not in {",", ".", "?", "!", "…"}:
        return False
    cue = owner.candidate.cue_span
    between = text[before.end : quotation.start].strip()
    if before.end <= cue[0] and cue[1] <= quotation.start:
        return between[-1:] in {".", ",", "—", "-", ";", ":"}
    # A few words that say nothing of another speaker may lead to it.
    return len(between.split()) <= LEADING_WORDS


def _shares_sentence(one: Joined, quotation: Quotation) -> bool:
    spans = one.candidate.sentence.spans
    return bool(spans) and spans[0][0] < quotation.end and quotation.start < spans[-1][1]


def _touches(content: Sequence[Span], span: Span) -> bool:
    return any(start < span[1] and span[0] < end for start, end in content)


def _is_in(candidate: Candidate, quotation: Quotation, joined: Sequence[Joined]) -> bool:
    """Whether a cue is quoted itself; that of 'He "observed that ..."' is not, unless "Ek said he 'observed ...'"."""
    start, end = candidate.cue_span
    if not (quotation.start <= start and end <= quotation.end):
        return False
    source = candidate.source_span
    if not (start == quotation.start + 1 and candidate.is_own_subject and source and source[1] <= quotation.start):
        return True
    # Whoever says that somebody does something with these words is quoted with them.
    return any(
        _says(one) and any(first <= source[0] and quotation.end <= last for first, last in one.content)
        for one in joined
        if one.candidate is not candidate
    )


def _united(spans: Sequence[Span], text: str) -> list[Span]:
    """Return spans in order, those that overlap or have nothing but space between them as one."""
    united: list[Span] = []
    for start, end in sorted(spans):
        if united and not text[united[-1][1] : start].strip():
            united[-1] = united[-1][0], max(united[-1][1], end)
        else:
            united.append((start, end))
    return united
