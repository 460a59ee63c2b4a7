"""Canonical text -> paragraphs -> sentences -> passages, each a [start, end) of the document's text.

Every character that is not white space belongs to exactly one sentence, and every sentence to exactly one passage.
So a question can reach all of a document.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from embeddings.documents import Document, Passage, Sentence, Span
from embeddings.text.line_marks import introduces, is_item, is_labelled, message_mark, rows_of_tables, states_fact

if TYPE_CHECKING:
    from nupunkt import PunktSentenceTokenizer

# 180 words and a title come to about 256 word pieces, what the default model reads at once. The reference
# experiment used the same length.
PASSAGE_WORDS = 180
# The characters of other scripts than Latin, but no white space. The model reads most of them each as a word piece, so
# each counts as a word.
_OTHER = "\u0370-\u167f\u1681-\u1dff\u1f00-\u1fff\u2e80-\u2fff\u3001-\ufaff\ufb07-\U0010ffff"
# Of 2.8 million words of English text 800 are longer, nearly all of them web addresses. These count as words of so many
# characters, as English words have with the space behind them.
LONGEST_WORD = 40
WORD_CHARACTERS = 6
# A line longer than this is a whole paragraph: terminals and letters wrap lines earlier.
WRAPPED_LINE_CHARACTERS = 100
# The last line of a wrapped paragraph is shorter than this share of its longest line.
SHORT_LINE_SHARE = 0.75
HEADING_WORDS = 14
HEADING_CHARACTERS = 150
# A heading without a blank line below it is shorter than this share of the next line.
HEADING_LINE_SHARE = 0.5

# Abbreviations: their full stop does not end a sentence; a name follows titles. nupunkt 0.8 brings 5,800 from court
# records, among them "so", "cold" and "Kerry". These are used instead, with its own that have a full stop inside.
_TITLES = """adm ald amb asst atty brig capt cllr cllrs cmdr col cpl cpt det dr drs gen gens gov govs hon insp lieut lt
maj messrs mgr mlle mme mr mrs ms msgr pres prof profs pte pvt rep reps rev sen sens sgt supt"""
_ABBREVIATIONS = frozenset(
    f"""
    {_TITLES} esq fr jr sr st
    apr aug dec feb jan jul jun mar mon nov oct sep sept thur thurs tue tues
    assn assoc bros co corp dept inc intl ltd natl univ
    al approx cf ed eds etc pp viz vol vols vs
    ave blvd bldg hwy ft mt mts
    ala ariz calif colo conn fla ga ky md mich minn mo mont neb nev okla pa tenn tex va vt wis wyo
    """.split()
)
_LETTERS_AND_STOPS = re.compile(r"[a-z]|(?:[a-z]{1,2}\.)+[a-z]{1,2}|\.\.\.")
# Words that are abbreviations only before a figure: "No. 5", "fig. 3".
_COUNTED = re.compile(r"\b(?:art|ca|ch|est|ext|fig|no|op|para|pt|sec|tel)s?\.$", re.IGNORECASE)
_TITLE = re.compile(rf"(?<![\w&])(?:{'|'.join(_TITLES.title().split())})\.$")
LONGEST_ABBREVIATION = 20
# "“It rained.” — Ana Ruiz": what stands behind the dash says whose the words are.
_SAYS_WHOSE = re.compile(r"[”\"»]\s*[―—–]\s?[^\W\d_]")

BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)]")
# What ends a sentence in Japanese and Chinese, Hindi, Arabic, Urdu, Armenian, Amharic, Khmer and Burmese.
_OTHER_STOPS = "。｡！？।॥؟۔։።។။"
_CLOSING = "]\"'”’»)」』）"
_STOPS = tuple(f".!?…:;{_OTHER_STOPS}")
# No space need follow. After a closing bracket a sentence may go on: 「行く。」と言った。
_OTHER_STOP = re.compile(rf"[{_OTHER_STOPS}]++(?:[{_CLOSING}]++(?=[\s「『（“])|(?![{_CLOSING}]))\s*")
# In tokenized text, as in old collections, a full stop stands alone. There a sentence may begin with a small letter.
_LONE_STOP = re.compile(r"(?<=\s)[.!?]\s+")
_OPENS_QUOTE = re.compile(r"(?<=[.!?…])(?P<close>[”’\"')\]]?)\s+(?=[“‘])")
# nupunkt takes quadratic time for the full stops of a text without spaces, and ends no sentence there.
_ENDLESS = re.compile(r"(?<!\S)\S{1000,}")
_ENDS_BUT_THE_LAST = re.compile(r"[.!?](?=.)")
_CLAUSE_END = re.compile(r"[;:,]\s+|\n|[、，；：،]\s*")
_SPACES = re.compile(r"\s+")
_ZERO_WIDTH_JOINER = "\u200d"


@cache
def _word() -> re.Pattern[str]:
    """Return what a word is, a part of an endless one, or a character that the model reads alone; made in 11 ms."""
    part = rf"[^\s{_OTHER}]{{1,{WORD_CHARACTERS}}}|\S"
    return re.compile(rf"(?>(?:[^\s{_OTHER}]|[{_OTHER}](?![{_OTHER}])){{1,{LONGEST_WORD}}})(?!\S)|{part}")


def paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text as [start, end), trimmed of white space.

    A paragraph ends at a blank line. It also ends at the end of a line where lines are not wrapped, after a line that
    ends a sentence and is clearly shorter than the longest, after a heading or what introduces a list, before a list
    item or a speaker's label, and around each row of a table.
    """
    spans: list[Span] = []
    start = 0
    for gap in [*BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        spans.extend(_block_paragraphs(text, start, end))
        start = gap.end() if gap else end
    return spans


def _block_paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """Split a block of lines, which has no blank line in it, into paragraphs."""
    spans = list(_lines(text, start, end))
    if len(spans) == 1:
        yield spans[0]
        return
    lines = [text[line_start:line_end] for line_start, line_end in spans]
    longest = max(map(len, lines), default=0)
    rows, are_labelled = rows_of_tables(lines), sum(map(is_labelled, lines)) > 1
    opened = 0
    for number, line in enumerate(lines):
        if number + 1 < len(lines):
            below = lines[number + 1]
            short = len(line) < SHORT_LINE_SHARE * longest
            ends = line.rstrip(_CLOSING).endswith(_STOPS)
            parts = longest > WRAPPED_LINE_CHARACTERS or (short and ends) or rows[number] or rows[number + 1]
            # "on June | 9. Turkey": after a full line that does not end a sentence, a number begins no list item.
            parts = parts or (is_item(below) and (short or ends or is_item(lines[opened])))
            parts = parts or (are_labelled and is_labelled(below) and (short or ends or is_labelled(line)))
            parts = parts or (introduces(line) and not below[0].islower())
            parts = parts and not (states_fact(line) and states_fact(below))
            if not parts and not (opened == number and _is_heading_above(line, below)):
                continue
        yield spans[opened][0], spans[number][1]
        opened = number + 1


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
        [Sentence(start + first, start + last) for first, last in sentence_spans(text[start:end])]
        for start, end in paragraphs(text)
    ]


def sentence_spans(paragraph: str) -> list[Span]:
    """Return the sentences of a paragraph as [start, end) of it."""
    return list(_split_long(paragraph, _join_fragments(paragraph, _candidate_spans(paragraph))))


def _candidate_spans(paragraph: str) -> list[Span]:
    """Return the spans between all boundaries that nupunkt finds or that are added to it.

    What lies between two spans of nupunkt's belongs to the first.
    """
    readable = _ENDLESS.sub(lambda match: _ENDS_BUT_THE_LAST.sub("x", match[0]), paragraph)
    starts = [0, *(start for start, _ in _tokenizer().span_tokenize(readable))]
    starts += [match.end() for match in _LONE_STOP.finditer(paragraph)]
    starts += [match.end() for match in _OTHER_STOP.finditer(paragraph)]
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
    if _ENUMERATOR.fullmatch(paragraph, start, end) or _SAYS_WHOSE.match(paragraph, end - 1):
        return True
    last = paragraph[max(start, end - LONGEST_ABBREVIATION) : end]
    if paragraph[after].isdigit():
        return bool(_COUNTED.search(last))
    if paragraph[after].isupper():
        return bool(_TITLE.search(last))
    # "The I.A.E.A. | disagreed": after a full stop a sentence does not begin with a small letter.
    return paragraph[end - 1] == "." and paragraph[after].islower() and not paragraph[end - 2 : end - 1].isspace()


def _split_long(paragraph: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Split spans that are longer than a passage: tables, text without full stops, text without spaces."""
    for start, end in spans:
        words = [match.span() for match in _word().finditer(paragraph, start, end)]
        first = 0
        while len(words) - first > PASSAGE_WORDS:
            following = _cut(paragraph, words, first)
            yield words[first][0], words[following - 1][1]
            first = following
        yield words[first][0], end


def _cut(paragraph: str, words: Sequence[Span], first: int) -> int:
    """Return the word before which to cut what begins with the word `first` and is longer than a passage.

    That is behind a clause, else at a space, else between two characters.
    """
    half, limit = words[first + PASSAGE_WORDS // 2][0], words[first + PASSAGE_WORDS][0]
    for pattern in (_CLAUSE_END, _SPACES):
        if ends := [match.end() for match in pattern.finditer(paragraph, half, limit)]:
            return bisect_left(words, (ends[-1],))
    following = first + PASSAGE_WORDS
    while words[following][0] > half and _continues(paragraph, words[following][0]):
        following -= 1
    return following if words[following][0] > half else first + PASSAGE_WORDS


def _continues(text: str, place: int) -> bool:
    """Whether a place is within a character that is written as several, such as a letter and its accent."""
    return unicodedata.category(text[place])[0] == "M" or _ZERO_WIDTH_JOINER in text[place - 1 : place + 1]


def passages(document: Document) -> list[Passage]:
    """Return the passages of a document: runs of whole sentences of at most PASSAGE_WORDS words.

    Endless words count as several, and characters of other scripts than Latin as a word each. A document is split
    evenly, so that it does not end in a passage of a few words.
    """
    text = document.text
    counted = [(sentence, len(_word().findall(text, sentence.start, sentence.end))) for sentence in sentences(text)]
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
    short = len(text) <= HEADING_CHARACTERS and len(text.split()) <= HEADING_WORDS
    is_stopped = text.rstrip(_CLOSING).endswith(_STOPS)
    return short and not is_stopped and not message_mark(text) and not all(map(states_fact, text.split("\n")))
