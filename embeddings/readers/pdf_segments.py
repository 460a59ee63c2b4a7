"""The words of a page that stand together on a line become segments: lines of a column, or cells of a table."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from embeddings.readers.pdf_pieces import are_of_one_word, upright_box
from embeddings.readers.pdf_raised import SMALLER, is_raised
from embeddings.readers.pdf_words import Word
from embeddings.readers.raised import raised

# Words further apart than so many sizes are not of one segment: justified text rarely sets them so far apart.
WORD_GAP = 1.0
# Segments so near each other are one, though the page does not draw them one after the other: a word in bold.
NEAR = 0.45
# Of two boxes of one line, the lower one stands so far within the height of the other.
SAME_LINE = 0.5
# The feet of words of one line are so many sizes apart at most; within a column, raised and lowered signs are further.
SAME_BASELINE = 0.2
RAISED = 0.65

# What parts the lines of one cell where a word is parted between them; embeddings.readers.pdf_text joins it.
LINE_END = "\u2028"

# Of the rows from the top only the last few can be the row of what comes next.
ROWS_OPEN = 4

# A gutter may be narrower than WORD_GAP. Then so many of its spaces stand below each other, and most lines have it.
NARROW_GUTTER = 0.55
SPACES_OF_A_GUTTER = 6
SPACES_SHARE = 0.7
GUTTERS_APART = 40.0

_TEXT, _LEFT = attrgetter("text"), attrgetter("left")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_LEFT_TO_RIGHT = re.compile("[A-Za-z\u00c0-\u058f\u0900-\u1fff\u3040-\ud7ff]")
_CJK = re.compile("[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Segment:
    """Words that stand together on a line, and their box as the page is read: x to the right, y upwards."""

    words: list[Word]
    left: float
    bottom: float
    right: float
    top: float
    size: float
    text: str = ""

    def add(self, word: Word, left: float, bottom: float, right: float, top: float) -> None:  # a box
        """Add a word with its box. It is called for each word of a page, so that nothing is set that stays."""
        self.words.append(word)
        if left < self.left:  # noqa: PLR1730  # as fast as it can be
            self.left = left
        if bottom < self.bottom:  # noqa: PLR1730
            self.bottom = bottom
        if right > self.right:  # noqa: PLR1730
            self.right = right
        if top > self.top:  # noqa: PLR1730
            self.top = top
        if word.size > self.size:  # noqa: PLR1730
            self.size = word.size

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(word.is_bold for word in self.words)

    @property
    def height(self) -> float:
        """Its height in points."""
        return self.top - self.bottom


class _Space(NamedTuple):
    """A wide space in a segment, before the word of a number, or behind it where that is 0."""

    left: float
    right: float
    segment: int
    word: int


def segments_of(words: Iterable[Word]) -> list[list[Segment]]:
    """Return the segments of a page, apart by how they are turned: first those that most words are turned like."""
    by_angle: dict[int, list[Word]] = {}
    for word in words:
        by_angle.setdefault(word.angle, []).append(word)
    groups = sorted(by_angle.items(), key=lambda group: -len(group[1]))
    return [_merged(_upright(group, angle)) for angle, group in groups]


def _upright(words: Sequence[Word], angle: int) -> list[Segment]:
    """Return segments of words that the page draws one after the other, as if they were not turned."""
    segments: list[Segment] = []
    spaces: list[_Space] = []
    line = -1
    last: Segment | None = None
    for word in words:
        _, left, bottom, right, top, size, _, of_line, _, _ = word
        if angle:
            left, bottom, right, top = upright_box(word)
        if last is not None and of_line == line and _goes_on(last, left, bottom, right, top):
            if left - last.right > NARROW_GUTTER * last.size:
                spaces.append(_Space(last.right, left, len(segments) - 1, len(last.words)))
            last.add(word, left, bottom, right, top)
        else:
            if last is not None and of_line == line and left > last.right:
                spaces.append(_Space(last.right, left, len(segments) - 1, 0))
            last = Segment([word], left, bottom, right, top, size)
            segments.append(last)
        line = of_line
    if len(spaces) >= SPACES_OF_A_GUTTER and any(space.word for space in spaces):
        segments = _parted(segments, spaces)
    for segment in segments:
        segment.text = " ".join(map(_TEXT, segment.words))
    return segments


def _parted(segments: Sequence[Segment], spaces: Sequence[_Space]) -> list[Segment]:
    """Part segments at spaces that stand below each other and that hardly a line crosses: a narrow gutter."""
    cuts: dict[int, list[_Space]] = {}
    for place in _gutter_places(spaces):
        over = [space for space in spaces if space.left <= place <= space.right]
        crossing = sum(x.left < place < x.right for x in segments) - sum(space.word > 0 for space in over)
        if len(over) >= SPACES_SHARE * (len(over) + crossing):
            for space in over:
                cuts.setdefault(space.segment, []).append(space)
    parted: list[Segment] = []
    for number, segment in enumerate(segments):
        left, first = segment.left, 0
        for space in sorted(cuts.get(number, ())):
            if space.word > first:
                words = segment.words[first : space.word]
                parted.append(Segment(words, left, segment.bottom, space.left, segment.top, segment.size))
                left, first = space.right, space.word
        words = segment.words[first:]
        parted.append(Segment(words, left, segment.bottom, segment.right, segment.top, segment.size))
    return parted


def _gutter_places(spaces: Sequence[_Space]) -> list[float]:
    """Return places across a page, from the left, at which so many spaces stand below each other."""
    places: list[float] = []
    open_spaces, most = 0, 0.0
    ends = sorted((place, step) for space in spaces for place, step in ((space.left, 1), (space.right, -1)))
    for (place, step), (after, _) in pairwise(ends):
        open_spaces += step
        if open_spaces >= SPACES_OF_A_GUTTER and after > place:
            # Of the places of one gutter, that with most spaces.
            if places and place - places[-1] < GUTTERS_APART:
                if open_spaces > most:
                    places[-1], most = (place + after) / 2, open_spaces
            else:
                places.append((place + after) / 2)
                most = open_spaces
    return places


def _goes_on(segment: Segment, left: float, bottom: float, right: float, top: float) -> bool:  # a box
    """Whether a word of a box goes on with a segment, at either end of it."""
    gap = WORD_GAP * segment.size
    if left - segment.right >= gap or segment.left - right >= gap:
        return False
    # What is drawn behind a line may stand within it: the raised number of a note.
    if segment.left < left and right < segment.right and top - bottom < SMALLER * segment.height:
        return False
    if bottom == segment.bottom and top == segment.top:
        return True
    overlap = min(top, segment.top) - max(bottom, segment.bottom)
    return overlap > SAME_LINE * min(top - bottom, segment.top - segment.bottom)


def _merged(segments: list[Segment]) -> list[Segment]:
    """Join segments that stand beside each other on a line as the words of a sentence do."""
    rows = rows_of(segments, SAME_BASELINE)
    return [segment for row in rows for segment in joined_near(row, NEAR)]


def rows_of(segments: Iterable[Segment], apart: float) -> list[list[Segment]]:
    """Return segments by the line that they stand on, from the top, each line from the left.

    The feet of those of one line are at most so many sizes apart.
    """
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda x: (-(x.top + x.bottom), x.left)):
        for row in rows[: -ROWS_OPEN - 1 : -1]:
            if _same_line(row[0], segment, apart):
                row.append(segment)
                # The longest is what others of the line are compared with.
                if len(segment.text) > len(row[0].text):
                    row[0], row[-1] = row[-1], row[0]
                break
        else:
            rows.append([segment])
    for row in rows:
        if len(row) > 1:
            row.sort(key=_LEFT)
    return rows


def _same_line(first: Segment, second: Segment, apart: float) -> bool:
    if abs(first.bottom - second.bottom) >= apart * max(first.size, second.size):
        return False
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    return overlap > SAME_LINE * min(first.height, second.height)


def joined_near(row: Sequence[Segment], gap: float) -> list[Segment]:
    """Join neighbours of a line that are less than so many sizes apart; their order is that in which they are read."""
    joined: list[Segment] = []
    for segment in row:
        last = joined[-1] if joined else None
        if last is None or segment.left - last.right >= gap * max(last.size, segment.size):
            joined.append(segment)
            continue
        parts = (segment, last) if is_right_to_left((last, segment)) else (last, segment)
        is_one_word = are_of_one_word((last.words, segment.words), (last.text, segment.text), segment.left - last.right)
        space = "" if is_one_word or _are_cjk(parts) else " "
        joined_text = f"{parts[0].text}{space}{parts[1].text}"
        if not space and parts[0] is last and segment.text.isdecimal() and _is_raised(last, segment):
            joined_text = last.text + raised(last.text, segment.text, "", linked=False)
        joined[-1] = Segment(
            [*parts[0].words, *parts[1].words],
            min(last.left, segment.left),
            min(last.bottom, segment.bottom),
            max(last.right, segment.right),
            max(last.top, segment.top),
            max(last.size, segment.size),
            joined_text,
        )
    return joined


def cell_text(cell: Sequence[Segment]) -> str:
    """Return the text of a cell of a table, of one or more lines."""
    text = cell[0].text
    for before, segment in pairwise(cell):
        shared = min(before.right, segment.right) - max(before.left, segment.left)
        is_below = segment.top < before.top and 2 * shared > min(
            before.right - before.left, segment.right - segment.left
        )
        is_parted = is_below and before.text.endswith("-") and segment.text[:1].islower()
        text += f"{LINE_END if is_parted else ' '}{segment.text}"
    return text


def part_of(segment: Segment, start: int, end: int) -> Segment:
    """Return the words [start, end) of a segment as one of its own."""
    words = segment.words[start:end]
    if len(words) == len(segment.words):
        return segment
    left, right = upright_box(words[0])[0], upright_box(words[-1])[2]
    return replace(segment, words=words, left=left, right=right, text=" ".join(map(_TEXT, words)))


def _is_raised(first: Segment, second: Segment) -> bool:
    return is_raised(second.height, second.bottom, first.height, first.bottom)


def _are_cjk(parts: Sequence[Segment]) -> bool:
    return bool(_CJK.match(parts[0].text[-1:]) and _CJK.match(parts[1].text[:1]))


def is_right_to_left(segments: Iterable[Segment]) -> bool:
    """Whether most letters of segments are read from the right."""
    text = "".join(segment.text for segment in segments)
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return False
    return len(_RIGHT_TO_LEFT.findall(text)) > len(_LEFT_TO_RIGHT.findall(text))


def typical_size(segments: Sequence[Segment]) -> float:
    """Return the size of most letters."""
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[round(segment.size * 2) / 2] += len(segment.text)
    return (sizes.most_common(1)[0][0] or median(x.size for x in segments)) if sizes else 0.0
