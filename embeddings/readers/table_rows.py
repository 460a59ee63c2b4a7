"""Tables of rows -> documents: one of rows, or one for each row where a column holds prose.

Where the rows below the names of the columns have prose in a column (its median length is over PROSE_CHARACTERS), as in
a table of cables or articles, each row is a document of its own: its text is what the prose columns hold, and its facts
are the other cells. A column whose name states a title, an author, a date, a publisher, an address or a language gives
that fact; each other column gives a fact of its own name. What a loccit.toml says of columns wins, and makes each row a
document, too. All other tables are one document of rows.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from statistics import median
from typing import NamedTuple

from embeddings.dates import iso_date
from embeddings.documents import Fact, Place
from embeddings.readers.composing import BETWEEN, Piece, check_length, composed, row_line
from embeddings.readers.content import FIELDS, Columns, FileContent, content_with
from embeddings.readers.mapped_columns import TEXT, mapping_of, text_of_row

# A column of longer texts holds prose: names, addresses and remarks are shorter, paragraphs longer.
PROSE_CHARACTERS = 200
# The names of columns are among so many rows at the top, below lines of a title.
HEADER_ROWS = 10
# The name of a column is shorter.
NAME_CHARACTERS = 80
# Words of prose are shorter on average than this; codes and data are not.
_WORD_CHARACTERS = 20
# So many rows tell what a column holds.
_JUDGED_ROWS = 1000

# A row of a table: its number as its program shows it, counted from 1, and its cells.
Row = tuple[int, Sequence[str]]

# Where the title of a table of documents stands.
ABOVE = "above the names of the columns"

_COLUMNS = {
    "title": "title subject headline heading subjectline betreff titel titre titulo título titolo asunto objet oggetto",
    "author": "author authors from sender byline by creator writer autor auteur verfasser absender autore fromname",
    "published": (
        "date published publicationdate pubdate publisheddate datepublished publishedat created createdat timestamp"
        " datetime sent sentdate datesent datum fecha data dateofpublication creationdate day"
    ),
    "publisher": "source publisher publication outlet newspaper site sitename quelle fuente medium journal",
    "url": "url link sourceurl weburl permalink href uri articleurl",
    "language": "language lang sprache langue idioma",
}
_FIELD_OF = {column: name for name, columns in _COLUMNS.items() for column in columns.split()}
_FIGURE = re.compile(r"[\W\d_]*")
_NUMERIC_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2((?:1[5-9]|20)\d{2})(?:\D.{0,20})?")
_MONTHS = 12


class _Columns(NamedTuple):
    """What is known of a table's columns: their names, which hold prose, and dates in figures as ISO 8601.

    `mapping` is what is said that some of them state, by their names.
    """

    header: Sequence[str]
    prose: Sequence[int]
    dates: Mapping[str, str]
    mapping: Mapping[str, str]


def table_contents(
    rows: Sequence[Row], *, name: str = "", member: str = "", facts: Sequence[Fact] = (), columns: Columns = ()
) -> list[FileContent]:
    """Return the documents of a table; `name` is that of its sheet, and `facts` are what is stated of its file.

    `columns` is what is said beside the file of its columns: each row of a table that has one of them is a document.

    Raises LimitReached if its text is too long.
    """
    at = _mapped_header_at(rows, columns) if columns else None
    at = header_at(rows) if at is None else at
    if at is not None:
        below = rows[at + 1 :]
        # A row may have more cells than columns have names.
        more = [""] * (max((len(cells) for _, cells in below), default=0) - len(rows[at][1]))
        header = [cell.strip() or f"column {number}" for number, cell in enumerate([*rows[at][1], *more], 1)]
        prose, mapping = prose_columns(header, below), mapping_of(columns, header)
        if prose or mapping:
            of_table = _Columns(header, prose, _dates(header, below, mapping), mapping)
            title = " ".join(filter(None, (row_line(cells).strip() for _, cells in rows[:at])))
            stated = [*facts, Fact("table", title, ABOVE)] if title else facts
            contents = (_row_content(row, of_table, (name, member), stated) for row in below)
            return [content for content in contents if content.text]
    text, places = _rows_text(rows, name)
    return [content_with(text, facts, places, member=member)] if text else []


def _rows_text(rows: Sequence[Row], name: str) -> tuple[str, list[Place]]:
    """Return the text of a table's rows and their places, within that of its sheet if it has a name.

    It is that of embeddings.readers.composing, which takes twice as long over thousands of rows. Raises LimitReached.
    """
    lines: list[str] = []
    places: list[Place] = []
    start = 0
    for number, cells in rows:
        if line := row_line(cells).strip():
            end = start + len(line)
            lines.append(line)
            places.append(Place("row", str(number), start, end))
            start = end + len(BETWEEN)
    text = BETWEEN.join(lines)
    check_length(len(text))
    return text, [Place("sheet", name, 0, len(text)), *places] if name and text else places


def header_at(rows: Sequence[Row]) -> int | None:
    """Return which of the rows names the columns; None if none does.

    It is the first with two cells or more, of which all are words, short and different.
    """
    for at, (_, cells) in enumerate(rows[:HEADER_ROWS]):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) > 1:
            are_names = all(len(cell) <= NAME_CHARACTERS and not _FIGURE.fullmatch(cell) for cell in filled)
            return at if are_names and len(set(filled)) == len(filled) else None
    return None


def _mapped_header_at(rows: Sequence[Row], columns: Columns) -> int | None:
    """Return which of the rows at the top holds the name of a column of which something is said."""
    return next((at for at, (_, cells) in enumerate(rows[:HEADER_ROWS]) if mapping_of(columns, cells)), None)


def prose_columns(header: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """Return the columns that hold prose."""
    judged = [cells for _, cells in rows[:_JUDGED_ROWS] if any(cells)]
    columns = []
    for column in range(len(header)):
        texts = [cells[column] if column < len(cells) else "" for cells in judged]
        if texts and median(map(len, texts)) > PROSE_CHARACTERS and are_words("".join(texts[:20])):
            columns.append(column)
    return columns


@lru_cache(maxsize=1024)
def field_name(column: str) -> str:
    """Return the name of the fact that a column of a name states, the column's own where it is no field."""
    return _FIELD_OF.get(re.sub(r"[\W_]", "", column.casefold()), " ".join(column.split()))


def fact_of(
    column: str,
    value: str,
    dates: Mapping[str, str] | None = None,
    origin: str = "column",
    mapping: Mapping[str, str] | None = None,
) -> Fact:
    """Return what a cell states; a date that is none stays a fact of its column's name.

    `mapping` is what is said that columns state, by their names.
    """
    name = (mapping or {}).get(column) or field_name(column)
    text = " ".join(value.split())
    if name == "published":
        day = iso_date(text) or (dates or {}).get(text)
        name, text = (name, day) if day else (" ".join(column.split()), text)
        name = "date" if name in FIELDS and not day else name
    return Fact(name, text, f"{origin} {column}")


def are_words(text: str) -> bool:
    """Whether a text is words and no codes or data."""
    spaces = sum(map(str.isspace, text))
    # Chinese and Japanese have no spaces.
    return spaces * _WORD_CHARACTERS > len(text) or 2 * sum(char.isascii() for char in text) < len(text)


def _row_content(row: Row, columns: _Columns, names: tuple[str, str], stated: Sequence[Fact]) -> FileContent:
    """Return the document that a row is; `names` are those of the sheet and of the member of the whole table."""
    number, cells = row
    sheet, member = names
    named = [(column, cell.strip()) for column, cell in zip(columns.header, cells, strict=False)]
    mapping, prose = columns.mapping, [columns.header[at] for at in columns.prose]
    paragraphs = text_of_row(named, mapping, prose)
    texts = [name for name, field in mapping.items() if field == TEXT] or prose
    # What is said of a column wins over what the name of another tells.
    facts = [
        fact_of(column, value, columns.dates, mapping=mapping)
        for column, value in sorted(named, key=lambda pair: pair[0] not in mapping)
        if value and column not in texts
    ]
    opens = [("sheet", sheet)] if sheet else []
    text, places = composed([Piece("", (*opens, ("row", str(number)))), *map(Piece, paragraphs)])
    # What the file states holds for a row that states nothing else.
    of_file = [fact for fact in stated if fact.name not in {"title", "published"}]
    return content_with(text, [*facts, *of_file], places, member=f"{member} row {number}".strip())


def _dates(header: Sequence[str], rows: Sequence[Row], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the dates in figures of the date columns as ISO 8601, where a column shows which figure is the month."""
    dates: dict[str, str] = {}
    for column, name in enumerate(header):
        if (mapping.get(name) or field_name(name)) != "published":
            continue
        values = [cells[column] for _, cells in rows if column < len(cells)]
        texts = {" ".join(value.split()) for value in values}
        matches = {text: match for text in texts if (match := _NUMERIC_DATE.fullmatch(text))}
        firsts = max((int(match[1]) for match in matches.values()), default=0)
        seconds = max((int(match[3]) for match in matches.values()), default=0)
        if (firsts > _MONTHS) != (seconds > _MONTHS):
            for text, match in matches.items():
                day, month = (match[1], match[3]) if firsts > _MONTHS else (match[3], match[1])
                try:
                    dates[text] = date(int(match[4]), int(month), int(day)).isoformat()
                except ValueError:
                    continue
    return dates
