"""Lines of a PDF become paragraphs, each one line of text, over the ends of columns and pages.

A paragraph ends where the page shows it: at a wider gap, an indentation, a change of size or weight, the sign of a
list's item, or a line that ends though the next word had room.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from embeddings.readers.pdf_captions import CAPTION
from embeddings.readers.pdf_contents import is_led
from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_text import is_parted

# Lines of a paragraph are no further apart than this share of the usual distance in their column.
WIDER_GAP = 1.28
# The letters of a line are no taller than so many sizes.
TALL = 1.1
# A line is indented by so many sizes at least, and a size is another if it differs by this share.
INDENTED = 0.8
CENTRED = 3.0
# The halves of a parted word are no further apart than so many sizes, though a formula may stand between their lines.
PARTED_GAP = 3.0
OTHER_SIZE = 0.1
# The right edge near a line is that of so many lines around it.
LINES_AROUND = 4
# What is set so much smaller than the text around it is a footnote; where it is still smaller, that is a heading.
FOOTNOTE_SIZE = 0.95
SMALLEST_FOOTNOTE = 0.6
# What a page pulls out of its text and sets larger, so that the text goes on around it.
PULLED_SIZE = 1.1
# What stands in a figure has so many words at most, and so many of them stand between two halves of a paragraph.
LABEL_WORDS = 6
MOST_ASIDES = 30

_ENDS = re.compile(r"[.!?:;…。！？؟।۔][\"'”’»)\]』」\d]{0,4}\Z")
_CAPTION = re.compile(
    r"(?:fig(?:ure)?|table|tab|chart|box|map|photo|source|note|image|exhibit|plate)s?\b", re.IGNORECASE
)
_BULLET = re.compile(r"[-–—*•‣▪◦·]\s")


def paragraphs_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the paragraphs of a document, or tables, each as its lines, in the order in which they are read."""
    leading = _leading(lines)
    right = _right_edges(lines)
    paragraphs: list[list[Line]] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if before is None:
            paragraphs.append([line])
        elif before.region != line.region:
            _add_over_a_gap(paragraphs, line, right[number - 1])
        elif not _is_within_word(before, line) and _begins(
            paragraphs[-1], line, leading.get(_kind(line), 0.0), right[number - 1]
        ):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def _leading(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Return, of the text of a size in a column, the usual distance between two lines of a paragraph."""
    steps: dict[tuple[int, int], list[float]] = {}
    for above, below in pairwise(lines):
        step = above.bottom - below.bottom
        distances = steps.setdefault(_kind(below), [])
        if above.region == below.region and 0.7 * below.size < step < 2.8 * below.size and _same_size(above, below):
            distances.append(step)
    usual: dict[tuple[int, int], float] = {}
    for kind, distances in steps.items():
        distances.sort()
        usual[kind] = distances[len(distances) * 3 // 10] if distances else 0.0
    return usual


def _kind(line: Line) -> tuple[int, int]:
    return line.region, round(line.size)


def _right_edges(lines: Sequence[Line]) -> list[float]:
    """Return, of each line, the right edge that the lines of its size around it reach."""
    edges = []
    for number, line in enumerate(lines):
        around = lines[max(0, number - LINES_AROUND) : number + LINES_AROUND + 1]
        edges.append(max(x.right for x in around if x.region == line.region and _same_size(x, line)))
    return edges


def _same_size(first: Line, second: Line) -> bool:
    """Whether lines are of one size, also where most of one is set in small capitals."""
    if first.size == second.size:
        # Nearly all are, and they are compared often.
        return True
    sizes, others = {first.size, first.largest}, {second.size, second.largest}
    return any(abs(size - other) <= OTHER_SIZE * max(size, other) for size in sizes for other in others)


def _begins(paragraph: Sequence[Line], line: Line, leading: float, right: float) -> bool:
    """Whether a line begins a new paragraph, below the last line of one in its column."""
    above = paragraph[-1]
    if above.is_row or line.is_row:
        return not (above.is_row and line.is_row)
    step = _step(above, line)
    usual = leading or 1.4 * line.size
    if is_led(above.text) or not _same_size(above, line) or step <= 0 or step > max(WIDER_GAP * usual, usual + 1.5):
        return True
    ends = bool(_ENDS.search(above.text))
    is_full = right - above.right < line.first_word + 1.8 * line.size
    if (above.is_bold != line.is_bold and (ends or not is_full)) or CAPTION.match(line.text):
        return True
    if _BULLET.match(line.text) or (line.is_item and (ends or not is_full or paragraph[0].is_item)):
        return True
    if _is_centred(above, line):
        return not is_full and ends
    return _is_set_off(paragraph, line, ends=ends, is_full=is_full) or _ends_early(above, line, right, ends=ends)


def _step(above: Line, line: Line) -> float:
    """Return how far a line is below another.

    Boxes end with the ink of their letters: a line without "g" or "p" is further from the next at its foot alone. Signs
    that are higher than the letters, and capitals of a heading, tell nothing of the tops.
    """
    step = above.bottom - line.bottom
    has_small = above.text.upper() != above.text and max(x.top - x.bottom for x in (above, line)) < TALL * line.size
    return min(step, above.top - line.top) if has_small else step


def _is_within_word(above: Line, line: Line) -> bool:
    """Whether a line goes on with a word that the line above begins."""
    return (
        is_parted(above.text, line.text)
        and not above.is_row
        and 0 < above.bottom - line.bottom < PARTED_GAP * line.size
    )


def _is_centred(above: Line, line: Line) -> bool:
    """Whether two lines of different lengths have one middle, which is that of their column too."""
    middle = line.left + line.right
    # A line at the edge of its column, above one that is indented on both sides only a little, begins a paragraph.
    is_at_edge = min(above.left, line.left) - line.column[0] < INDENTED * line.size
    return (
        abs(above.left + above.right - middle) < 0.8 * line.size
        and abs(above.left - line.left) > (CENTRED if is_at_edge else INDENTED) * line.size
        and abs(sum(line.column) - middle) < 4 * line.size
    )


def _is_set_off(paragraph: Sequence[Line], line: Line, *, ends: bool, is_full: bool) -> bool:
    """Whether a line's left edge says that a paragraph begins: it is indented, or it ends a hanging indentation."""
    above = paragraph[-1]
    indent = (line.left - above.left) / line.size
    if indent > INDENTED:
        # Below the first line of an item or of an entry stand its other lines, indented.
        return not (len(paragraph) == 1 and is_full and (above.is_item or not ends))
    return indent < -INDENTED and len(paragraph) > 1


def _ends_early(above: Line, line: Line, right: float, *, ends: bool) -> bool:
    """Whether a line ends though the next word had room beside it."""
    room = right - above.right - line.first_word - 0.3 * line.size
    if room < 1.5 * line.size:
        return False
    width = right - min(above.left, line.left)
    goes_on = line.text[:1].islower() and not ends
    return room > 0.5 * width if goes_on else True


def _add_over_a_gap(paragraphs: list[list[Line]], line: Line, right: float) -> None:
    """Add the first line of a column to the paragraph that goes on with it, or as a paragraph.

    Footnotes and figures, which stand between the two, go before that paragraph.
    """
    last = len(paragraphs) - 1
    page = paragraphs[last][-1].page
    fewest = max(0, last - MOST_ASIDES)
    while last > fewest and _is_aside(paragraphs[last], line) and paragraphs[last - 1][-1].page == page:
        last -= 1
    if line.page - page > 1 or not _goes_on_over(paragraphs[last], line, right, has_asides=last < len(paragraphs) - 1):
        paragraphs.append([line])
        return
    paragraphs.append(paragraphs.pop(last))
    paragraphs[-1].append(line)


def _is_aside(paragraph: Sequence[Line], line: Line) -> bool:
    """Whether a paragraph is no part of the text that a line goes on with: a footnote, or what belongs to a figure."""
    if all(SMALLEST_FOOTNOTE * line.size < x.size < FOOTNOTE_SIZE * line.size for x in paragraph):
        return True
    if line.text[:1].islower() and all(x.size > PULLED_SIZE * line.size for x in paragraph):
        return True
    last = paragraph[-1]
    is_short = sum(len(x.text.split()) for x in paragraph) <= LABEL_WORDS and not _ENDS.search(last.text)
    is_label = last.is_row or is_short or bool(_CAPTION.match(paragraph[0].text))
    return is_label and line.text[:1].islower()


def _goes_on_over(paragraph: Sequence[Line], line: Line, right: float, *, has_asides: bool) -> bool:
    """Whether the first line of a column goes on with a paragraph of the column before."""
    above = paragraph[-1]
    is_alike = above.is_bold == line.is_bold and _same_size(above, line) and above.words[0].angle == line.words[0].angle
    if above.is_row or line.is_row or not is_alike:
        return False
    if above.words[-1].hyphenated or above.text.endswith("-"):
        return line.text[:1].isalpha()
    if _ENDS.search(above.text) or line.is_item:
        return False
    if line.text[:1].islower():
        return True
    is_full = has_asides or right - above.right < 3 * line.size
    return is_full and len(paragraph) > 1 and not above.is_bold and len(above.text.split()) > 2  # noqa: PLR2004  # words
