"""Pieces of a document -> its canonical text, with the places that begin in them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from embeddings.documents import PLACE_KINDS, Place
from embeddings.readers.content import LimitReached
from embeddings.readers.markup import in_line

BETWEEN = "\n\n"
# A book of 1,000 pages is about 3 million characters; more than this is data, not a document.
MAX_CHARACTERS = 50_000_000
# A table with more in a cell than this sets a page; others hold figures or words in rows.
CELL_CHARACTERS = 600
_ITEM = "- "
_WIDTHS = {kind: width for width, kind in enumerate(PLACE_KINDS)}


class Piece(NamedTuple):
    """A paragraph, a heading or a row of a table, and the (kind, name) of each place that begins with it.

    A piece without text opens its places at the next that has some.
    """

    text: str
    opens: tuple[tuple[str, str], ...] = ()


def composed(pieces: Iterable[Piece]) -> tuple[str, tuple[Place, ...]]:
    """Return the text of pieces with a blank line between them, and its places in the order of their starts.

    A place ends before the next of its kind or of a wider kind; without text there is none. Raises LimitReached if the
    text is longer than MAX_CHARACTERS.
    """
    texts: list[str] = []
    # The places in the order of their starts, which is that in which they begin, the widest first.
    places: list[Place] = []
    # Those that are begun, the widest first, by width and by their number among `places`; and those that wait for text.
    begun: list[tuple[int, int]] = []
    waiting: list[tuple[int, str, str]] = []
    end = 0
    for words, opens in pieces:
        for kind, name in opens:
            width = _WIDTHS[kind]
            while begun and begun[-1][0] >= width:
                _end(places, begun.pop()[1], end)
            while waiting and waiting[-1][0] >= width:
                waiting.pop()
            waiting.append((width, kind, name))
        text = words.strip()
        if text:
            start = end + len(BETWEEN) if texts else 0
            texts.append(text)
            end = start + len(text)
            for width, kind, name in waiting:
                begun.append((width, len(places)))
                # Most end with the text with which they begin.
                places.append(Place(kind, name, start, end))
            waiting.clear()
            check_length(end)
    for _, number in begun:
        _end(places, number, end)
    return BETWEEN.join(texts), tuple(places)


def _end(places: list[Place], number: int, end: int) -> None:
    """Have a place end there, if it does not yet."""
    if places[number].end != end:
        places[number] = places[number]._replace(end=end)


def check_length(characters: int) -> None:
    """Raise LimitReached if a text is longer than MAX_CHARACTERS."""
    if characters > MAX_CHARACTERS:
        raise LimitReached(f"holds more than {MAX_CHARACTERS // 1_000_000} million characters of text; split it")


def row_line(cells: Sequence[str]) -> str:
    """Return a row of a table as a line: "cell | cell", without empty cells at its end.

    A row with a single filled cell is that cell, as a title above a table is.
    """
    line = " | ".join(cells)
    # Most rows have no empty cell, and no white space but single spaces, the only one that can be printed.
    if line.isprintable() and "  " not in line and line.strip() == line:
        return line.rstrip(" |") if len(cells) > 1 else line
    lines = [" ".join(cell.split()) for cell in cells]
    if len(lines) - lines.count("") == 1:
        return "".join(lines)
    return " | ".join(lines).rstrip(" |")


def table_pieces(rows: Sequence[Sequence[Sequence[str]]]) -> Iterator[Piece]:
    """Yield a table, given by its rows, their cells and the paragraphs of each, as `headed_pieces` does."""
    yield from headed_pieces([[[Piece(paragraph) for paragraph in cell] for cell in row] for row in rows])


def headed_pieces(rows: Sequence[Sequence[Sequence[Piece]]]) -> Iterator[Piece]:
    """Yield a table, given by its rows, their cells and the pieces of each, as rows.

    A table that sets a page becomes the pieces of its cells: one of a single column, or with a long cell. So does a row
    whose only words stand below a heading. Headings that stand side by side name columns, and begin no place.
    """
    longest = max((sum(len(piece.text) for piece in cell) for row in rows for cell in row), default=0)
    sets_page = longest > CELL_CHARACTERS or all(len(row) == 1 for row in rows)
    for row in rows:
        filled = [cell for cell in row if any(piece.text for piece in cell)]
        headed = sum(any(piece.opens for piece in cell) for cell in filled)
        if sets_page or len(filled) == headed == 1:
            yield from (piece if headed == 1 else Piece(piece.text) for cell in row for piece in cell)
        else:
            yield Piece(row_line([_cell([piece.text for piece in cell]) for cell in row]))


def _cell(paragraphs: Sequence[str]) -> str:
    """Return a cell as a line; the items of a list in it have no place for their signs."""
    is_list = any(paragraph.startswith(_ITEM) for paragraph in paragraphs)
    return in_line((paragraph.removeprefix(_ITEM) for paragraph in paragraphs), is_list=is_list)
