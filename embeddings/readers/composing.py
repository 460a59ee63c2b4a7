"""Pieces of a document -> its canonical text, with the places that begin in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.documents import PLACE_KINDS, Place
from embeddings.readers.content import LimitReached
from embeddings.readers.markup import in_line

BETWEEN = "\n\n"
# A book of 1,000 pages is about 3 million characters; more than this is data, not a document.
MAX_CHARACTERS = 50_000_000
# A table with more in a cell than this sets a page; others hold figures or words in rows.
CELL_CHARACTERS = 600
_ITEM = "- "


@dataclass(frozen=True, slots=True)
class Piece:
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
    places: list[Place] = []
    begun: dict[str, tuple[str, int]] = {}
    pending: dict[str, str] = {}
    end = 0
    for piece in pieces:
        for kind, name in piece.opens:
            places.extend(_closed(begun, kind, end))
            pending = {other: value for other, value in pending.items() if _width(other) < _width(kind)}
            pending[kind] = name
        text = piece.text.strip()
        if text:
            start = end + len(BETWEEN) if texts else 0
            begun |= {kind: (name, start) for kind, name in pending.items()}
            pending = {}
            texts.append(text)
            end = start + len(text)
            if end > MAX_CHARACTERS:
                raise LimitReached(
                    f"holds more than {MAX_CHARACTERS // 1_000_000} million characters of text; split it"
                )
    places.extend(_closed(begun, PLACE_KINDS[0], end))
    ordered = sorted(places, key=lambda place: (place.start, _width(place.kind)))
    return BETWEEN.join(texts), tuple(ordered)


def row_line(cells: Sequence[str]) -> str:
    """Return a row of a table as a line: "cell | cell", without empty cells at its end.

    A row with a single filled cell is that cell, as a title above a table is.
    """
    lines = [" ".join(cell.split()) for cell in cells]
    filled = [line for line in lines if line]
    return filled[0] if len(filled) == 1 else " | ".join(lines).rstrip(" |")


def table_pieces(rows: Sequence[Sequence[Sequence[str]]]) -> Iterator[Piece]:
    """Yield a table, given by its rows, their cells and the paragraphs of each, as rows.

    A table that sets a page becomes the paragraphs of its cells: one of a single column, or with a long cell.
    """
    longest = max((sum(map(len, cell)) for row in rows for cell in row), default=0)
    if longest > CELL_CHARACTERS or all(len(row) == 1 for row in rows):
        yield from (Piece(paragraph) for row in rows for cell in row for paragraph in cell)
    else:
        yield from (Piece(row_line([_cell(cell) for cell in row])) for row in rows)


def _cell(paragraphs: Sequence[str]) -> str:
    """Return a cell as a line; the items of a list in it have no place for their signs."""
    is_list = any(paragraph.startswith(_ITEM) for paragraph in paragraphs)
    return in_line((paragraph.removeprefix(_ITEM) for paragraph in paragraphs), is_list=is_list)


def _closed(begun: dict[str, tuple[str, int]], kind: str, end: int) -> Iterator[Place]:
    """Yield, and take out of `begun`, the places that end where one of a kind begins."""
    for other in [other for other in begun if _width(other) >= _width(kind)]:
        name, start = begun.pop(other)
        yield Place(other, name, start, end)


def _width(kind: str) -> int:
    return PLACE_KINDS.index(kind)
