"""A text -> its attributions: sentences that may hold one are parsed, and what is likely enough is kept."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from embeddings.attribution.candidates import candidates
from embeddings.attribution.continuing import give_on
from embeddings.attribution.cues import DEEDS, forms
from embeddings.attribution.joining import Joined, give, join
from embeddings.attribution.labels import labelled, speaker_at
from embeddings.attribution.manner import is_hedged, is_judged, is_negated, setting
from embeddings.attribution.parsing import Parsed, can_parse, parse
from embeddings.attribution.phrases import phrase
from embeddings.attribution.putting import is_put_to
from embeddings.attribution.quotations import FEWEST_WORDS, Quotation, quotations
from embeddings.attribution.resolving import Resolver
from embeddings.attribution.scoring import likelihood
from embeddings.attribution.unattributed import unattributed
from embeddings.documents import Attribution, Span
from embeddings.text.line_marks import begins_as_chat, message_mark
from embeddings.text.splitting import paragraph_sentences
from embeddings.times.months import MONTH_NAMES

# What is likelier than this is an attribution; what has a quotation in it, or is denied or judged, needs less. With
# these the precision and the recall over parts of the articles that were not fitted to are 0.77 and 0.64; see
# docs/attribution.md.
LIKELY, LIKELY_QUOTED = 0.43, 0.2
# What is said in a paragraph is looked for in so many sentences at a time.
MOST_SENTENCES = 30
# What is longer, in characters, is a table or a list; the parser takes memory by the length.
LONGEST_SENTENCE = 5_000
# So great a share of direct speech is in quotation marks.
DIRECT_SHARE = 0.8

# What may be said without a source: "It was reported that ...".
_SAID_BY_NOBODY = frozenset({"clause", "clause of noun", "before"})

_WORD = re.compile(r"[A-Za-z][A-Za-z\-]*")
# "LUND, Sweden (Wire) — ", "LUND, 9 June 2015 — ": where and by whom a story is told is of no sentence.
_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.’'-]+(?: [A-Z.’'-]{2,}){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?"
    r"|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)?(?= \())"
    rf"(?:, (?:\d{{1,2}} )?(?:{MONTH_NAMES})(?: \d{{1,2}})?(?:,? \d{{4}})?)?"
    r"(?: \([^()\n]{1,30}\))? ?(?:—|–|--|(?<= )-) ?(?=[A-Z“\"‘])"
)
_SMALL_WORD = re.compile(r"(?<![\w'’.\-])[a-z]{3,}")
_MARK = re.compile(r"[“”\"«»„‘]")


def attributions(
    text: str, author: Callable[[int], str | None] = lambda _: None, characters: int | None = None
) -> tuple[Attribution, ...]:
    """Return the attributions of a text in the order of their contents.

    `author` tells who says "I" and "we" at a place of the text outside quotations, where the head of a letter or a
    telegram names one.
    Only the turns of labelled speakers are found after the first `characters`, if that says how many are parsed, and
    without the extra `attribution`.
    """
    found = labelled(text)
    if can_parse():
        found += _by_grammar(text[:characters], author, found)
    return tuple(sorted(found, key=lambda one: (one.content, one.cue or (0, 0))))


def joined_of(text: str) -> list[Joined]:
    """Return all that may be attributions of a text, likely or not: what benchmarks/attribution.py fits to."""
    groups, quoted, parsed = _read(text, labelled(text))
    return [one for one in _joined(text, groups, quoted, parsed) if one.content]


def _read(text: str, turns: Sequence[Attribution]) -> tuple[list[list[Span]], list[list[Quotation]], dict[int, Parsed]]:
    """Return the sentences of each paragraph, its quotations, and the grammar of what may attribute, by its start."""
    labels = {turn.source: turn.content[0][0] for turn in turns if turn.source}
    # "Lind continued: ..." is a sentence.
    starts = {label[0]: start for label, start in labels.items() if not _SMALL_WORD.search(text, *label)}
    groups = list(_groups(text, starts))
    quoted = [quotations(text, group[0][0], group[-1][1]) for group in groups]
    may = [sentence for group in groups for sentence in group if _may_attribute(text, sentence)]
    may = [(start, end) for start, end in may if end - start <= LONGEST_SENTENCE]
    return groups, quoted, {one.spans[0][0]: one for one in parse(text, may)}


def _by_grammar(text: str, author: Callable[[int], str | None], turns: Sequence[Attribution]) -> list[Attribution]:
    groups, quoted, parsed = _read(text, turns)
    every = [sentence for group in groups for sentence in group]
    quotations_of = [quotation.span for several in quoted for quotation in several]
    resolver = Resolver(text, every, quotations_of, lambda place: speaker_at(turns, place) or author(place))
    joined = _joined(text, groups, quoted, parsed)
    by_sentence: dict[int, list[Joined]] = {}
    for one in joined:
        if one.content and _is_kept(one):
            by_sentence.setdefault(one.candidate.sentence.spans[0][0], []).append(one)
    found: list[Attribution] = []
    for start, sentence in sorted(parsed.items()):
        found += [_attribution(text, one, resolver) for one in _apart(by_sentence.get(start, []))]
        resolver.read(sentence)
    taken = [*(span for turn in turns for span in turn.content), *(span for one in found for span in one.content)]
    return found + unattributed(text, [(group[0][0], group[-1][1]) for group in groups], quoted, taken)


def _groups(text: str, first_words: Mapping[int, int]) -> Iterator[list[Span]]:
    """Yield the sentences of each paragraph; those of an endless one by parts.

    `first_words` tells for where a speaker's label begins where the words after it do: a label is of no sentence. The
    notices of a chat are left out.
    """
    is_chat = begins_as_chat(text)
    for group in paragraph_sentences(text):
        if is_chat and _is_notice(text[group[0].start : group[0].end]):
            continue
        spans = [(first_words.get(sentence.start, sentence.start), sentence.end) for sentence in group]
        if dateline := _DATELINE.match(text, *spans[0]):
            spans[0] = dateline.end(), spans[0][1]
        spans = [(start, end) for start, end in spans if start < end]
        for first in range(0, len(spans), MOST_SENTENCES):
            yield spans[first : first + MOST_SENTENCES]


def _is_notice(sentence: str) -> bool:
    mark = message_mark(sentence)
    return mark is not None and not mark["name"]


def _joined(
    text: str, groups: Sequence[Sequence[Span]], quoted: Sequence[Sequence[Quotation]], parsed: dict[int, Parsed]
) -> list[Joined]:
    """Return what may be an attribution in each paragraph; quotations that go on over several are one."""
    by_paragraph: list[list[Joined]] = []
    carried: Joined | None = None
    unsaid: list[Quotation] = []
    for group, quotations_of in zip(groups, quoted, strict=True):
        sentences = [parsed[start] for start, _ in group if start in parsed]
        joined, carried = join(
            text, [c for s in sentences for c in candidates(s, quotations_of)], quotations_of, carried, group
        )
        by_paragraph.append(joined)
        opening = quotations_of[0] if quotations_of and quotations_of[0].start == group[0][0] else None
        if opening and (owner := next((one for one in joined if opening in one.quoted), None)):
            # Whoever ends a quotation said its first paragraphs, too.
            give(text, owner, unsaid)
        if not opening or not opening.is_open:
            unsaid = []
        if carried is None and quotations_of and quotations_of[-1].is_open:
            unsaid.append(quotations_of[-1])
    give_on(text, groups, quoted, by_paragraph)
    return [one for joined in by_paragraph for one in joined]


def _may_attribute(text: str, span: Span) -> bool:
    """Whether a sentence holds a quotation mark or a word that attributes."""
    if _MARK.search(text, *span):
        return True
    known = forms()
    return any(word.lower() in known for word in _WORD.findall(text, *span)) or is_put_to(text, span)


def _is_kept(one: Joined) -> bool:
    if one.is_within or (one.nested_in and not one.quoted and "say" not in one.candidate.classes):
        return False
    is_deed = one.candidate.lemma in DEEDS and (
        one.candidate.form == "object" or one.candidate.form.startswith("prep ")
    )
    if is_deed and not one.quoted:
        return False
    if one.candidate.subject < 0 and one.candidate.form not in _SAID_BY_NOBODY and not _is_quoted_by_somebody(one):
        return False
    return likelihood(one) >= (LIKELY_QUOTED if one.quoted or is_judged(one.candidate) else LIKELY)


def _is_quoted_by_somebody(one: Joined) -> bool:
    """Whether a word that attributes has a quotation, though the parse shows nobody: not "labeled 'SECRET'"."""
    sentence, cue = one.candidate.sentence, one.candidate.cue
    is_participle = sentence.tags[cue] == "VBN" and sentence.relations[cue] in {"acl", "advcl", "amod"}
    return bool(one.quoted and one.candidate.classes) and not is_participle


def _apart(joined: Sequence[Joined]) -> list[Joined]:
    """Return the likeliest of those that say the same of the same words."""
    kept: list[Joined] = []
    for one in sorted(joined, key=lambda one: (-likelihood(one), one.candidate.cue)):
        if all(one.content != other.content or one.candidate.form == "according" for other in kept):
            kept.append(one)
    return kept


def _attribution(text: str, one: Joined, resolver: Resolver) -> Attribution:
    candidate = one.candidate
    sentence = candidate.sentence
    who, whom = resolver.source(candidate), resolver.addressee(candidate)
    return Attribution(
        content=tuple(one.content),
        source=candidate.source_span,
        speaker=who.name,
        cue=candidate.cue_span,
        kind=_kind(one),
        to=whom.name,
        to_span=phrase(sentence, candidate.addressee) if candidate.addressee >= 0 else None,
        setting=setting(candidate),
        hedged=is_hedged(candidate, text),
        negated=is_negated(candidate),
        chain=who.chain,
    )


def _kind(one: Joined) -> str:
    letters = sum(end - start for start, end in one.content)
    inside = sum(
        max(0, min(end, quotation.end) - max(start, quotation.start))
        for start, end in one.content
        for quotation in one.quoted
    )
    words = sum(quotation.words for quotation in one.quoted)
    # "“Not yet,” replied Lind."
    is_answer = "say" in one.candidate.classes and one.content[-1][1] <= one.candidate.cue_span[0]
    if inside >= DIRECT_SHARE * letters and (words >= FEWEST_WORDS or is_answer):
        return "direct"
    return "mixed" if inside else "indirect"
