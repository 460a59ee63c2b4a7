"""What belongs to the tables and figures of a PDF: the lines that name them, and the notes below them."""

import re
from collections.abc import Iterable, Sequence

from embeddings.readers.pdf_lines import Line

# A note goes on below its line by so many sizes at most, in letters that differ by so many points at most.
NOTE_LEADING, SAME_SIZE = 1.6, 0.3

CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|tab\.|chart|box|exhibit|abb(?:ildung|\.)|tabelle|tableau|tabla|cuadro|gráfico)"
    r"\s*[A-Z]?-?\d[\d.-]*?[a-z]?\s*[.:–—-]\s",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:sources?|notes?|quellen?|anmerkung(?:en)?|fuentes?|notas?)\s*:", re.IGNORECASE)


def is_caption(line: Line) -> bool:
    """Whether a line begins as what names a table or figure does: "Table 2. Ships by year"."""
    return CAPTION.match(line.text) is not None


def notes_of(rows: Iterable[Sequence[Line]]) -> set[int]:
    """Return the ids of lines that are a note, such as the source of a table, given rows of lines from the top down.

    A note begins with its name, "Source:", and goes on in lines right below it of the same size.
    """
    notes: set[int] = set()
    above: Line | None = None
    for row in rows:
        line = row[0]
        goes_on = above is not None and _goes_on(above, line)
        above = line if goes_on or _NOTE.match(line.text) else None
        if above:
            notes.update(map(id, row))
    return notes


def _goes_on(above: Line, line: Line) -> bool:
    return above.bottom - line.bottom < NOTE_LEADING * line.size and abs(line.size - above.size) < SAME_SIZE
