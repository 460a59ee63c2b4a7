"""What stands on the pages of a PDF and is no text of it: running heads and feet, page numbers.

A line at the top or the bottom of a page is furniture where the same line, but for its numbers, stands at the same
height on a page nearby, or where it only numbers the page. What stands first of it may be the title of the document.
The titles of tables and figures, and the sources below them, are text though they are much alike from page to page.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from embeddings.readers.page_breaks import ROMAN
from embeddings.readers.pdf_captions import is_caption, notes_of
from embeddings.readers.pdf_lines import BETWEEN_CELLS, Line
from embeddings.readers.pdf_printed import are_of_browser
from embeddings.readers.pdf_sizes import LARGER, usual_size
from embeddings.readers.pdf_turned import NEARBY, page_angle, recurring_in_margins

# So many lines at each end of a page may be furniture.
EDGE_LINES = 4
NUMBER_LINES = 2
# Lines of one height differ by so many points at most.
SAME_HEIGHT = 4.0
LONGEST_HEAD = 160
# The last line of a sentence may stand again on the next page by chance, but not on so many.
SENTENCE_PAGES = 4
# OCR misreads a few letters of a head, and a page lies askew. Heads that are not quite the same have so many letters at
# least, differ in height by so many points at most, and are alike by difflib's measure.
FEWEST_LETTERS = 8
NEARLY_SAME_HEIGHT = 18.0
ALIKE = 0.8
# The head of a table that stands on each of its pages has so many cells at least; it is kept once.
TABLE_CELLS = 3
# A page of which so great a share stands on another is that page again.
REPEATED_SHARE = 0.6

_PAGE_NUMBER = re.compile(
    r"[-–—\[(|/\s]*(?:page|p\.|seite|s\.|página|pagina|стр\.?)?\s*(?:[A-Z]{1,2}-)?"
    rf"(?:\d{{1,4}}|(?=[ivxlc]){ROMAN})"
    r"(?:\s*(?:of|/|de|von|di|sur|из)\s*\d{1,4})?[-–—\])|/\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(rf"\b(?=[ivxlc]){ROMAN}\b", re.IGNORECASE)
_LETTERS = re.compile(r"\W+")


def without_furniture(pages: Sequence[list[Line]]) -> tuple[list[list[Line]], int]:
    """Return the lines of each page without its furniture, and how many lines that is."""
    recurring = _recurring(pages)
    emptied = sum(bool(lines) and len({*_furniture(lines, recurring)}) == len(lines) for lines in pages)
    if emptied * 2 > sum(map(bool, pages)):
        # What recurs is all that these pages say.
        recurring = set()
    turned = recurring_in_margins(pages)
    kept: list[list[Line]] = []
    heads: set[str] = set()
    for lines in pages:
        furniture = {*_furniture(lines, recurring), *turned.intersection(map(id, lines))}
        # The names of a table's columns are text where they stand first.
        rows = [line for line in lines if id(line) in furniture and _is_kept_once(line) and line.text not in heads]
        names = {*map(id, rows)} - _certain(lines)
        heads.update(line.text for line in lines if id(line) in names)
        if lines is pages[0]:
            names.update(_title(lines, furniture))
        kept.append([line for line in lines if id(line) not in furniture or id(line) in names])
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _title(lines: Sequence[Line], furniture: set[int]) -> list[int]:
    """Return the ids of the head of a first page where it is the title of a document that bears it on each page.

    It is set larger than the text then. What stands beside or below it, as the name of a place or a date, is of it.
    """
    text = [line for line in lines if id(line) not in furniture]
    head = [line for row in takewhile(lambda row: id(row[0]) in furniture, _edges(lines)[0]) for line in row]
    head = [line for line in head if not _is_page_number(line.text) and _bare(line.text) != "#"]
    if not text or not any(line.size > LARGER * usual_size(text) for line in head):
        return []
    return [*map(id, head)]


def _furniture(lines: Sequence[Line], recurring: set[int]) -> Iterator[int]:
    """Yield the ids of a page's lines that are furniture: from each edge inwards, up to what is none."""
    certain = _certain(lines)
    edges = _edges(lines)
    notes = notes_of(edges[1][::-1])
    for edge in edges:
        is_outside = True
        for number, row in enumerate(edge):
            if any(id(line) in notes for line in row):
                is_outside = False
                continue
            are_numbers = [_is_page_number(line.text) or id(line) in certain for line in row]
            is_furniture = all(
                id(line) in recurring or is_number for line, is_number in zip(row, are_numbers, strict=True)
            )
            is_outside = is_outside and is_furniture
            # A page's number may stand above the one line of its foot that says something else.
            if is_outside or (number < NUMBER_LINES and all(are_numbers)):
                yield from map(id, row)


def _certain(lines: Sequence[Line]) -> set[int]:
    """Return the ids of a page's outermost lines that are furniture by what they say: a browser's, or page numbers."""
    if not lines:
        return set()
    outermost = [edge[0] for edge in _edges(lines)]
    of_browser = are_of_browser(*(BETWEEN_CELLS.join(line.text for line in row) for row in outermost))
    return {
        id(line)
        for row, is_of_browser in zip(outermost, of_browser, strict=True)
        for line in row
        if is_of_browser or _has_page_number(row)
    }


def _edges(lines: Sequence[Line]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Return the first and the last lines of a page by their height, those of one height together."""
    # What is turned stands beside the page.
    angle = page_angle(lines)
    upright = [line for line in lines if line.words[0].angle == angle]
    ordered = sorted(upright, key=lambda line: -line.bottom)
    rows: list[list[Line]] = []
    for line in ordered:
        if rows and rows[-1][0].bottom - line.bottom < 0.5 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    # Not all of a page is furniture, unless it is no more than a number.
    most = min(EDGE_LINES, len(rows))
    return rows[:most], rows[::-1][:most]


def _recurring(pages: Sequence[list[Line]]) -> set[int]:
    """Return the ids of lines at an edge of their page that stand at the same height of a page nearby."""
    by_words: dict[tuple[int, str], list[Line]] = defaultdict(list)
    all_lines = [line for lines in pages for line in lines]
    usual = usual_size(all_lines) if all_lines else 0.0
    for lines in pages:
        for side, edge in enumerate(_edges(lines)):
            for line in (line for row in edge for line in row):
                words = line.text if _is_numbered_title(line, usual) or is_caption(line) else _bare(line.text)
                if len(line.text) <= LONGEST_HEAD:
                    by_words[side, words].append(line)
    repeated = _repeated_pages(pages)
    recurring = set(_misspelt(pages, repeated, usual))
    for alike in by_words.values():
        run: list[Line] = []
        for line in alike:
            if run and not _recurs(run[-1], line, repeated):
                recurring.update(_if_furniture(run))
                run = []
            run.append(line)
        recurring.update(_if_furniture(run))
    return recurring


def _recurs(first: Line, second: Line, repeated: set[tuple[int, int]]) -> bool:
    """Whether a line stands again at its height on a page nearby."""
    are_near = 0 < second.page - first.page <= NEARBY and (first.page, second.page) not in repeated
    return are_near and abs(first.bottom - second.bottom) < SAME_HEIGHT and _count_pages(first, second)


def _if_furniture(run: Sequence[Line]) -> Iterator[int]:
    """Yield the ids of lines that recur on pages one after another, more of them where they may end a sentence."""
    fewest = SENTENCE_PAGES if _may_be_of_sentence(run[0].text) else 2
    if len(run) >= fewest:
        yield from map(id, run)


def _may_be_of_sentence(text: str) -> bool:
    """Whether a line goes on with a sentence, or ends one; a head in capitals may end like one."""
    return text[:1].islower() or (text.endswith((".", "!", "?")) and not text.isupper())


def _count_pages(first: Line, second: Line) -> bool:
    """Whether lines are no rows of a table, or differ in their numbers as the numbers of their pages do, if at all."""
    if not _is_row(first):
        return True
    numbers = [[int(number) for number in _DIGITS.findall(line.text)] for line in (first, second)]
    steps = [after - before for before, after in zip(*numbers, strict=False) if after != before]
    return len(numbers[0]) == len(numbers[1]) and steps in ([], [second.page - first.page])


def _is_row(line: Line) -> bool:
    return line.text.count(BETWEEN_CELLS) + 1 >= TABLE_CELLS


def _is_kept_once(line: Line) -> bool:
    """Whether a line is text where it stands first on pages one after another, and not furniture everywhere."""
    return _is_row(line) or is_caption(line)


def _is_numbered_title(line: Line, usual: float) -> bool:
    """Whether a line may be the title of its page, which another bears with another number: "Results of 2018"."""
    return line.size > LARGER * usual and _DIGITS.search(line.text) is not None and _bare(line.text) != "#"


def _misspelt(pages: Sequence[list[Line]], repeated: set[tuple[int, int]], usual: float) -> Iterator[int]:
    """Yield the ids of outermost lines that are alike on pages nearby but for a few letters, as OCR reads them."""
    outermost = [[edge[0] for edge in _edges(lines)] if lines else [] for lines in pages]
    for first, second in ((a, b) for b in range(len(pages)) for a in range(max(0, b - NEARBY), b)):
        if (first, second) in repeated:
            continue
        for one_row, other_row in zip(outermost[first], outermost[second], strict=False):
            if any(
                _is_row(line) or is_caption(line) or _may_be_of_sentence(line.text) or _is_numbered_title(line, usual)
                for line in (*one_row, *other_row)
            ):
                continue
            heads = [_bare(" ".join(line.text for line in row)) for row in (one_row, other_row)]
            if (
                min(map(len, heads)) < FEWEST_LETTERS
                or abs(one_row[0].bottom - other_row[0].bottom) > NEARLY_SAME_HEIGHT
            ):
                continue
            if max(map(len, heads)) > LONGEST_HEAD:
                continue
            compared = SequenceMatcher(None, heads[0], heads[1])
            if compared.real_quick_ratio() > ALIKE and compared.quick_ratio() > ALIKE and compared.ratio() > ALIKE:
                yield from (id(line) for row in (one_row, other_row) for line in row)


def _repeated_pages(pages: Sequence[list[Line]]) -> set[tuple[int, int]]:
    """Return pairs of pages nearby of which the second mostly repeats the first, by the places of the pages.

    Of a short page, all lines stand on the other: two that share their heads and feet alone have another body.
    """
    texts = [{line.text for line in lines if not _is_page_number(line.text)} for lines in pages]
    return {
        (first, second)
        for first in range(len(pages))
        for second in range(first + 1, min(first + NEARBY + 1, len(pages)))
        if len(texts[first] & texts[second]) > max(2 * EDGE_LINES, REPEATED_SHARE * len(texts[second]))
        or (texts[first] == texts[second] and len(texts[first]) > EDGE_LINES)
    }


def _bare(text: str) -> str:
    """Return the words of a line without its numbers, "#" for a line of numbers alone."""
    return " ".join(_LETTERS.sub(" ", _ROMAN.sub("", _DIGITS.sub("", text))).split()).casefold() or "#"


def _is_page_number(text: str) -> bool:
    return len(text) <= LONGEST_HEAD and _PAGE_NUMBER.fullmatch(text) is not None


def _has_page_number(row: Sequence[Line]) -> bool:
    """Whether a cell of lines beside each other is the marked number of their page: "Harbour Studies | - 2 -"."""
    cells = [cell for line in row for cell in line.text.split(BETWEEN_CELLS)]
    numbers = [cell for cell in cells if _is_page_number(cell) and not cell.isalnum() and "/" not in cell]
    return len(cells) > 1 and any(_DIGITS.findall(cell)[:1] == [str(row[0].page + 1)] for cell in numbers)
