"""Canonical text -> paragraphs -> sentences -> passages, each a [start, end) of the document's text.

Every character that is not white space belongs to exactly one sentence, and every sentence to exactly one
passage, so nothing that stands in a document is out of reach of a question.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from embeddings.documents import Document, Passage, Sentence

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

# 180 words and a title come to about 256 word pieces, what the default model reads at once. The reference
# experiment used the same length.
PASSAGE_WORDS = 180
# A line this much longer than a terminal's or a letter's is a whole paragraph, not a wrapped one.
WRAPPED_LINE_CHARACTERS = 100
# A wrapped paragraph's last line is shorter than the others; one under this share of the longest ends it.
SHORT_LINE_SHARE = 0.75
HEADING_WORDS = 14
# A heading just above its text is less than this share of the text's first line.
HEADING_LINE_SHARE = 0.5

# What may end in a full stop within a sentence. nupunkt 0.8 brings 5,800 such words out of court records, among
# them "no", "so", "cold", "century" and "Kerry"; only these of them are used, and those with a full stop inside.
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
# Plain words that are abbreviations before a figure: "No. 5", "fig. 3".
_COUNTED = re.compile(r"\b(?:art|ca|ch|est|ext|fig|no|op|para|pt|sec|tel)s?\.$", re.IGNORECASE)
LONGEST_ABBREVIATION = 20

_WORD = re.compile(r"\S+")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_LIST_ITEM = re.compile(r"[-*•‣]\s|\d{1,3}[.)]\s|\((?:\d{1,3}|[a-z])\)\s|[a-z]\)\s")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]")
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
# Text that was parted into tokens, as old collections are, has its full stops alone: there a small letter may follow.
_LONE_STOP = re.compile(r"(?<=\s)[.!?]\s+")
_OPENS_QUOTE = re.compile(r"(?<=[.!?…])(?P<close>[”’\"')\]]?)\s+(?=[“‘])")
_CLAUSE_END = re.compile(r"[;:,]\s+|\n")


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs of a text as [start, end), trimmed of white space.

    Blank lines part paragraphs; so does the end of a line where lines are not wrapped, where the line is
    clearly shorter than its neighbours and ends a sentence, after a heading and before a list item.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        found.extend(_block_paragraphs(text, start, end))
        start = gap.end() if gap else end
    return found


def _block_paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a run of lines without blank lines between them into paragraphs."""
    lines = list(_lines(text, start, end))
    longest = max((e - s for s, e in lines), default=0)
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
        # "on June | 9. Turkey": a number at the start of a full line's successor is no list item.
        item_follows &= short or ends or bool(_LIST_ITEM.match(text, opened))
        heads = opened == line_start and not last and _is_heading_above(line, text[slice(*lines[number + 1])])
        if last or not wrapped or (short and ends) or item_follows or heads:
            yield opened, line_end
            opened = None


def _is_heading_above(line: str, below: str) -> bool:
    """Whether the first line of a paragraph is a heading of what follows without a blank line.

    It is alone in capitals, or much shorter than the next line, which wrapping would have filled up.
    """
    if not is_heading(line) or not (below[0].isupper() or below[0] in "“‘\"'("):
        return False
    return (line.isupper() and not below.isupper()) or len(line) < HEADING_LINE_SHARE * len(below)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines of text[start:end] as [start, end), trimmed, leaving out empty ones."""
    position = start
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = position + line.index(stripped[0])
            yield first, first + len(stripped)
        position += len(line)


@cache
def _tokenizer() -> "PunktSentenceTokenizer":
    # Not nupunkt.load, whose tokenizer is shared with all who call it.
    from nupunkt.models import load_default_model

    tokenizer = load_default_model()
    for known in tokenizer.abbreviations:
        if not _LETTERS_AND_STOPS.fullmatch(known):
            tokenizer.remove_abbreviation(known)
    tokenizer.add_abbreviations(sorted(_ABBREVIATIONS))
    return tokenizer


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text in order; headings and list items count as sentences.

    Boundaries are nupunkt's, corrected where it parts an enumerator or an abbreviation from what follows and
    where it does not part a quotation from the sentence before. No sentence crosses a paragraph, none is
    longer than a passage.
    """
    return [sentence for group in paragraph_sentences(text) for sentence in group]


def paragraph_sentences(text: str) -> list[list[Sentence]]:
    """Return the sentences of a text, grouped by paragraph."""
    return [
        [
            Sentence(start + s, start + e)
            for s, e in _bounded(text[start:end], _corrected(text[start:end], _raw(text[start:end])))
        ]
        for start, end in paragraphs(text)
    ]


def _raw(paragraph: str) -> list[tuple[int, int]]:
    """Return nupunkt's spans, with whatever lies between two spans given to the first."""
    starts = [0, *(start for start, _ in _tokenizer().span_tokenize(paragraph))]
    starts += [match.end() for match in _LONE_STOP.finditer(paragraph)]
    starts += [match.end() for match in _OPENS_QUOTE.finditer(paragraph) if _ends(paragraph, match)]
    ordered = [*sorted(set(starts)), len(paragraph)]
    return [span for start, end in pairwise(ordered) if (span := _trimmed(paragraph, start, end))[0] < span[1]]


def _ends(paragraph: str, match: re.Match[str]) -> bool:
    """Whether the full stop before an opening quotation mark ends a sentence, not an abbreviation."""
    if match["close"]:
        return True
    before = paragraph[max(0, match.start() - LONGEST_ABBREVIATION) : match.start()]
    word = before.rsplit(None, 1)[-1].strip("“”‘’\"'(").lower()
    return not word.endswith(".") or (word[:-1] not in _tokenizer().parameters.abbrev_types and "." not in word[:-1])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _corrected(paragraph: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join a span to the one before it where that one cannot be a sentence of its own."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _belongs_together(paragraph, joined[-1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _belongs_together(paragraph: str, before: tuple[int, int], after: int) -> bool:
    start, end = before
    if _ENUMERATOR.fullmatch(paragraph, start, end):
        return True
    if paragraph[after].isdigit():
        return bool(_COUNTED.search(paragraph[max(start, end - LONGEST_ABBREVIATION) : end]))
    # "The I.A.E.A. | disagreed": after a full stop a sentence does not begin with a small letter.
    return paragraph[end - 1] == "." and paragraph[after].islower() and not paragraph[end - 2 : end - 1].isspace()


def _bounded(paragraph: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Part what is longer than a passage (tables, text without full stops) at clauses, else between words."""
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

    A document is parted evenly, so that it does not end in a passage of a few words.
    """
    text = document.text
    counted = [(s, len(_WORD.findall(text, s.start, s.end))) for s in sentences(text)]
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
    """Whether a sentence is a heading, a dateline or the like: short, and without a sentence's end."""
    return len(text.split()) <= HEADING_WORDS and not _ENDS_SENTENCE.search(text)
