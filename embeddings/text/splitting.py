"""Canonical text -> paragraphs -> sentences -> passages, each a [start, end) of the document's text.

Every character that is not white space belongs to exactly one sentence, and every sentence to exactly one passage.
So a question can reach all of a document.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from embeddings.documents import Document, Passage, Sentence, Span

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

# 180 words and a title come to about 256 word pieces, what the default model reads at once. The reference
# experiment used the same length.
PASSAGE_WORDS = 180
# A line longer than this is a whole paragraph: terminals and letters wrap lines earlier.
WRAPPED_LINE_CHARACTERS = 100
# The last line of a wrapped paragraph is shorter than this share of its longest line.
SHORT_LINE_SHARE = 0.75
HEADING_WORDS = 14
# A heading without a blank line below it is shorter than this share of the next line.
HEADING_LINE_SHARE = 0.5

# Abbreviations: their full stop does not end a sentence. nupunkt 0.8 brings 5,800 from court records, among them "no",
# "so", "cold", "century" and "Kerry". These are used instead, with those of nupunkt's that have a full stop inside.
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\w+",
        """
        adm amb asst atty brig capt cmdr col cpl dr drs esq fr gen gens gov govs hon jr lt maj messrs mlle mme mr mrs ms
        msgr pres prof profs rep reps rev sen sens sgt sr st supt
        apr aug dec feb jan jul jun mar mon nov oct sep sept thur thurs tue tues
        assn assoc bros co corp dept inc intl ltd natl univ
        al approx cf ed eds etc pp viz vol vols vs
        ave blvd bldg hwy ft mt mts
        ala ariz calif colo conn fla ga ky md mich minn mo mont neb nev okla pa tenn tex va vt wis wyo
        """,
    )
)
_LETTERS_AND_STOPS = re.compile(r"[a-z]|(?:[a-z]{1,2}\.)+[a-z]{1,2}|\.\.\.")
# Words that are abbreviations only before a figure: "No. 5", "fig. 3".
_COUNTED = re.compile(r"\b(?:art|ca|ch|est|ext|fig|no|op|para|pt|sec|tel)s?\.$", re.IGNORECASE)
LONGEST_ABBREVIATION = 20

_WORD = re.compile(r"\S+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_LIST_ITEM = re.compile(r"[-*•‣]\s|\d{1,3}[.)]\s|\((?:\d{1,3}|[a-z])\)\s|[a-z]\)\s")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
# In tokenized text, as in old collections, a full stop stands alone. There a sentence may begin with a small letter.
_LONE_STOP = re.compile(r"(?<=\s)[.!?]\s+")
_OPENS_QUOTE = re.compile(r"(?<=[.!?…])(?P<close>[”’\"')\]]?)\s+(?=[“‘])")
_CLAUSE_END = re.compile(r"[;:,]\s+|\n")


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text as [start, end), trimmed of white space.

    A paragraph ends at a blank line. It also ends at the end of a line where lines are not wrapped, after a line that
    ends a sentence and is clearly shorter than the longest, after a heading, and before a list item.
    """
    spans: list[Span] = []
    start = 0
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        spans.extend(_block_paragraphs(text, start, end))
        start = gap.end() if gap else end
    return spans


def _block_paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Split a block of lines, which has no blank line in it, into paragraphs."""
    lines = list(_lines(text, start, end))
    longest = max((line_end - line_start for line_start, line_end in lines), default=0)
    wrapped = longest <= WRAPPED_LINE_CHARACTERS
    opened: int | None = None
    for number, (line_start, line_end) in enumerate(lines):
        if opened is None:
            opened = line_start
        last = number + 1 == len(lines)
        line = text[line_start:line_end]
        short = line_end - line_start < SHORT_LINE_SHARE * longest
        ends = bool(_ENDS_SENTENCE.search(line))
        item_follows = not last and bool(_LIST_ITEM.match(text, lines[number + 1][0]))
        # "on June | 9. Turkey": after a full line that does not end a sentence, a number begins no list item.
        item_follows &= short or ends or bool(_LIST_ITEM.match(text, opened))
        heads = opened == line_start and not last and _is_heading_above(line, text[slice(*lines[number + 1])])
        if last or not wrapped or (short and ends) or item_follows or heads:
            yield opened, line_end
            opened = None


def _is_heading_above(line: str, below: str) -> bool:
    """Whether the first line of a block is a heading, though no blank line follows.

    A heading is in capitals where the next line is not, or is much shorter than the next line: wrapping would have
    filled it up.
    """
    if not is_heading(line) or not (below[0].isupper() or below[0] in "“‘\"'("):
        return False
    return (line.isupper() and not below.isupper()) or len(line) < HEADING_LINE_SHARE * len(below)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the lines of text[start:end] that are not empty as [start, end) of the text, trimmed."""
    position = start
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = position + line.index(stripped[0])
            yield first, first + len(stripped)
        position += len(line)


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    # Not nupunkt.load: its tokenizer is shared with all who call it.
    from nupunkt.models import load_default_model

    tokenizer = load_default_model()
    for abbreviation in tokenizer.abbreviations:
        if not _LETTERS_AND_STOPS.fullmatch(abbreviation):
            tokenizer.remove_abbreviation(abbreviation)
    tokenizer.add_abbreviations(sorted(_ABBREVIATIONS))
    return tokenizer


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order; headings and list items count as sentences.

    Boundaries are nupunkt's, with corrections: an enumerator or an abbreviation is not split from what follows it, and
    a quotation is split from the sentence before it. No sentence crosses a paragraph, and none is longer than a
    passage.
    """
    return [sentence for group in paragraph_sentences(text) for sentence in group]


def paragraph_sentences(text: str) -> list[list[Sentence]]:
    """Return the sentences of a text, grouped by paragraph."""
    return [
        [Sentence(start + first, start + last) for first, last in _sentence_spans(text[start:end])]
        for start, end in paragraphs(text)
    ]


def _sentence_spans(paragraph: str) -> Iterator[Span]:
    """Yield the sentences of a paragraph as [start, end) of it."""
    return _split_long(paragraph, _join_fragments(paragraph, _candidate_spans(paragraph)))


def _candidate_spans(paragraph: str) -> list[Span]:
    """Return the spans between all boundaries that nupunkt finds or that are added to it.

    What lies between two spans of nupunkt's belongs to the first.
    """
    starts = [0, *(start for start, _ in _tokenizer().span_tokenize(paragraph))]
    starts += [match.end() for match in _LONE_STOP.finditer(paragraph)]
    starts += [match.end() for match in _OPENS_QUOTE.finditer(paragraph) if _ends_before_quote(paragraph, match)]
    ordered = [*sorted(set(starts)), len(paragraph)]
    return [span for start, end in pairwise(ordered) if (span := _trim(paragraph, start, end))[0] < span[1]]


def _ends_before_quote(paragraph: str, match: re.Match[str]) -> bool:
    """Whether the full stop before an opening quotation mark ends a sentence, not an abbreviation."""
    if match["close"]:
        return True
    before = paragraph[max(0, match.start() - LONGEST_ABBREVIATION) : match.start()]
    word = before.rsplit(None, 1)[-1].strip("“”‘’\"'(").lower()
    return not word.endswith(".") or (word[:-1] not in _tokenizer().parameters.abbrev_types and "." not in word[:-1])


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _join_fragments(paragraph: str, spans: Sequence[Span]) -> list[Span]:
    """Join a span to the one before it if that one cannot be a sentence by itself."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and _belongs_together(paragraph, joined[-1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _belongs_together(paragraph: str, before: Span, after: int) -> bool:
    """Whether the span `before` and the one that begins at `after` are one sentence."""
    start, end = before
    if _ENUMERATOR.fullmatch(paragraph, start, end):
        return True
    if paragraph[after].isdigit():
        return bool(_COUNTED.search(paragraph[max(start, end - LONGEST_ABBREVIATION) : end]))
    # "The I.A.E.A. | disagreed": after a full stop a sentence does not begin with a small letter.
    return paragraph[end - 1] == "." and paragraph[after].islower() and not paragraph[end - 2 : end - 1].isspace()


def _split_long(paragraph: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Split spans that are longer than a passage (tables, text without full stops) at clauses, else between words."""
    for start, end in spans:
        words = [match.span() for match in _WORD.finditer(paragraph, start, end)]
        first = 0
        while len(words) - first > PASSAGE_WORDS:
            half, limit = words[first + PASSAGE_WORDS // 2][0], words[first + PASSAGE_WORDS][0]
            clauses = [match.end() for match in _CLAUSE_END.finditer(paragraph, half, limit)]
            following = bisect_left(words, (clauses[-1],)) if clauses else first + PASSAGE_WORDS
            yield words[first][0], words[following - 1][1]
            first = following
        yield words[first][0], end


def passages(document: Document) -> list[Passage]:
    """Return the passages of a document: runs of whole sentences of at most PASSAGE_WORDS words.

    A document is split evenly, so that it does not end in a passage of a few words.
    """
    text = document.text
    counted = [(sentence, len(_WORD.findall(text, sentence.start, sentence.end))) for sentence in sentences(text)]
    remaining = sum(words for _, words in counted)
    runs: list[list[Sentence]] = []
    filled = target = 0.0
    for sentence, words in counted:
        if not runs or filled + words > PASSAGE_WORDS or filled + words / 2 > target:
            target = remaining / -(-remaining // PASSAGE_WORDS)
            filled = 0
            runs.append([])
        runs[-1].append(sentence)
        filled += words
        remaining -= words
    return [Passage(document.id, tuple(run)) for run in runs]


def is_heading(text: str) -> bool:
    """Whether a sentence is a heading, a dateline or the like: short, and without a mark that ends a sentence."""
    return len(text.split()) <= HEADING_WORDS and not _ENDS_SENTENCE.search(text)
