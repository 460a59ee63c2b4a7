"""Clippings: excerpts that a user keeps in notebooks, each with a note and tags, in an order that the user chooses.

A clipping holds its words and what cited them then, so that it says what was quoted even if the source goes. Who shows
one follows its reference again (qa.kept.following).
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from qa.answers import Excerpt, cited_fields
from qa.errors import ClippingError, InvalidReference, KeptFileError
from qa.kept.fields import LONGEST_TAG, checked_name, checked_note, checked_tags, checked_text
from qa.kept.files import damaged, reading, writing
from qa.references import parse_reference

NOTEBOOK = "Clippings"

_COLUMNS = "id, notebook, position, reference, quoted, note, tags, created"
_QUOTED, _TAGS = 4, 6


class Clipping(NamedTuple):
    """Words that were kept: `number` names the clipping, `position` is its place in its notebook, from 1 on.

    `text` are the words, which are those of the `reference`. `place` and `document` are what cited them when they were
    kept: "p. 12", and the fields of qa.answers.cited_fields. `created` is when that was, in UTC (ISO 8601).
    Users have tens of thousands, and a tuple is made in a quarter of the time that a frozen dataclass takes.
    """

    number: int
    notebook: str
    position: int
    reference: str
    text: str
    place: str
    document: dict[str, Any]
    note: str = ""
    tags: tuple[str, ...] = ()
    created: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the clipping as JSON values."""
        return {
            "number": self.number,
            "notebook": self.notebook,
            "position": self.position,
            "reference": self.reference,
            "text": self.text,
            "place": self.place,
            "document": self.document,
            "note": self.note,
            "tags": list(self.tags),
            "created": self.created,
        }


@dataclass(frozen=True, slots=True)
class Words:
    """Words that can be kept, as they come from an excerpt or from an export; see Clipping."""

    reference: str
    text: str
    place: str
    document: dict[str, Any]
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def written(self) -> str:
        """The words and what cites them as JSON."""
        return json.dumps({"text": self.text, "place": self.place, "document": self.document})


def keep(
    file: Path, excerpt: Excerpt, notebook: str = NOTEBOOK, *, note: str = "", tags: Sequence[str] = ()
) -> Clipping:
    """Keep an excerpt at the end of a notebook, and return the clipping.

    One that the notebook has already stays where it is; a note or tags that are given here replace its own.
    Raises ClippingError for a name, note or tags that cannot be kept, and KeptFileError.
    """
    words = Words(excerpt.reference, excerpt.text, excerpt.place, cited_fields(excerpt.document))
    with writing(file) as connection:
        number, is_new = _put(connection, words, notebook, note, tags)
        if not is_new and (note or tags):
            _update(connection, number, note=note or None, tags=tags or None)
        return _one(connection, number, file)


def _put(
    connection: sqlite3.Connection, words: Words, notebook: str, note: str, tags: Sequence[str]
) -> tuple[int, bool]:
    """Put words at the end of a notebook that lacks them; return the number of the clipping, and whether it is new."""
    name = checked_name(notebook)
    known = connection.execute(
        "SELECT id FROM clippings WHERE notebook = ? AND reference = ?", (name, words.reference)
    ).fetchone()
    if known:
        return int(known[0]), False
    kept = (words.written, checked_note(note), json.dumps(checked_tags(tags)), words.created)
    values = (name, words.reference, *kept)
    cursor = connection.execute(
        "INSERT INTO clippings (notebook, position, reference, quoted, note, tags, created) SELECT "
        "?1, 1 + coalesce(max(position), 0), ?2, ?3, ?4, ?5, ?6 FROM clippings WHERE notebook = ?1",
        values,
    )
    return int(cursor.lastrowid or 0), True


def clippings(
    file: Path, notebook: str | None = None, tag: str | None = None, *, first: int = 0, most: int = -1
) -> list[Clipping]:
    """Return what was kept, by notebook and in its order; all of it, or that of a notebook or with a tag.

    `first` are passed over and at most `most` returned; -1 is no limit. Raises ClippingError where there is no such
    notebook, and KeptFileError.
    """
    with reading(file) as connection:
        where, values = _where(notebook, tag)
        _check_notebook(connection, notebook)
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM clippings {where} ORDER BY notebook, position LIMIT ? OFFSET ?",  # noqa: S608
            (*values, most, first),
        )
        return _clippings(rows.fetchall(), file)


def count(file: Path, notebook: str | None = None, tag: str | None = None) -> int:
    """Return how many clippings `clippings` would return, if there is such a notebook. Raises KeptFileError."""
    with reading(file) as connection:
        where, values = _where(notebook, tag)
        return int(connection.execute(f"SELECT count(*) FROM clippings {where}", values).fetchone()[0])  # noqa: S608


def notebooks(file: Path) -> list[tuple[str, int]]:
    """Return the notebooks by name, each with how many clippings it has. Raises KeptFileError."""
    with reading(file) as connection:
        rows = connection.execute("SELECT notebook, count(*) FROM clippings GROUP BY notebook ORDER BY notebook")
        return [(str(name), int(number)) for name, number in rows]


def used_tags(file: Path) -> list[tuple[str, int]]:
    """Return the tags by name, each with how many clippings have it. Raises KeptFileError."""
    with reading(file) as connection:
        rows = connection.execute(
            "SELECT value, count(*) FROM clippings, json_each(clippings.tags) GROUP BY value ORDER BY value"
        )
        return [(str(tag), int(number)) for tag, number in rows]


def change(
    file: Path,
    number: int,
    *,
    notebook: str | None = None,
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> Clipping:
    """Give a clipping another note or other tags, or put it at the end of another notebook; None leaves each as it is.

    Raises ClippingError where there is no such clipping, or the other notebook has its words; KeptFileError.
    """
    with writing(file) as connection:
        clipping = _one(connection, number, file)
        _update(connection, number, note=note, tags=tags)
        name = clipping.notebook if notebook is None else checked_name(notebook)
        if name != clipping.notebook:
            known = "SELECT 1 FROM clippings WHERE notebook = ? AND reference = ?"
            if connection.execute(known, (name, clipping.reference)).fetchone():
                raise ClippingError(f"The notebook {name!r} has these words already; remove one of the two.")
            _close_gap(connection, clipping)
            connection.execute(
                "UPDATE clippings SET notebook = ?1, position = (SELECT 1 + coalesce(max(position), 0) "
                "FROM clippings WHERE notebook = ?1) WHERE id = ?2",
                (name, number),
            )
        return _one(connection, number, file)


def move(file: Path, number: int, position: int) -> Clipping:
    """Give a clipping another place in its notebook, from 1 on; a place past the end is the last.

    Raises ClippingError where there is no such clipping or place, and KeptFileError.
    """
    if position < 1:
        raise ClippingError(f"There is no place {position} in a notebook; the first is 1.")
    with writing(file) as connection:
        clipping = _one(connection, number, file)
        _close_gap(connection, clipping)
        others = "SELECT count(*) FROM clippings WHERE notebook = ? AND id != ?"
        (last,) = connection.execute(others, (clipping.notebook, number)).fetchone()
        place = min(position, last + 1)
        connection.execute(
            "UPDATE clippings SET position = position + 1 WHERE notebook = ? AND position >= ?",
            (clipping.notebook, place),
        )
        connection.execute("UPDATE clippings SET position = ? WHERE id = ?", (place, number))
        return _one(connection, number, file)


def remove(file: Path, numbers: Sequence[int]) -> list[Clipping]:
    """Remove clippings, all or none, and return them. Raises ClippingError for an unknown one, and KeptFileError."""
    with writing(file) as connection:
        removed = []
        for number in dict.fromkeys(numbers):
            clipping = _one(connection, number, file)
            connection.execute("DELETE FROM clippings WHERE id = ?", (number,))
            connection.execute(
                "UPDATE clippings SET position = position - 1 WHERE notebook = ? AND position > ?",
                (clipping.notebook, clipping.position),
            )
            removed.append(clipping)
        return removed


def _update(
    connection: sqlite3.Connection, number: int, *, note: str | None = None, tags: Sequence[str] | None = None
) -> None:
    if note is not None:
        connection.execute("UPDATE clippings SET note = ? WHERE id = ?", (checked_note(note), number))
    if tags is not None:
        connection.execute("UPDATE clippings SET tags = ? WHERE id = ?", (json.dumps(checked_tags(tags)), number))


def _close_gap(connection: sqlite3.Connection, clipping: Clipping) -> None:
    """Have what follows a clipping in its notebook move up; the clipping itself keeps its number as its place."""
    connection.execute(
        "UPDATE clippings SET position = position - 1 WHERE notebook = ? AND position > ? AND id != ?",
        (clipping.notebook, clipping.position, clipping.number),
    )
    connection.execute("UPDATE clippings SET position = 0 WHERE id = ?", (clipping.number,))


def _check_notebook(connection: sqlite3.Connection, notebook: str | None) -> None:
    known = "SELECT 1 FROM clippings WHERE notebook = ?"
    if notebook is None or connection.execute(known, (checked_name(notebook),)).fetchone():
        return
    names = [row[0] for row in connection.execute("SELECT DISTINCT notebook FROM clippings ORDER BY notebook LIMIT 20")]
    there = f"there are {', '.join(names)}" if names else "nothing has been kept yet"
    raise ClippingError(f"There is no notebook {notebook!r}; {there}.")


def _where(notebook: str | None, tag: str | None) -> tuple[str, list[str]]:
    conditions = {
        "notebook = ?": None if notebook is None else checked_name(notebook),
        "EXISTS (SELECT 1 FROM json_each(clippings.tags) WHERE value = ?)": tag
        and checked_text("tag", tag, LONGEST_TAG),
    }
    given = {condition: value for condition, value in conditions.items() if value is not None}
    return (f"WHERE {' AND '.join(given)}" if given else ""), list(given.values())


def _one(connection: sqlite3.Connection, number: int, file: Path) -> Clipping:
    # SQLite knows no larger numbers.
    known = abs(number) < 2**63
    query = f"SELECT {_COLUMNS} FROM clippings WHERE id = ?"  # noqa: S608
    row = connection.execute(query, (number,)).fetchone() if known else None
    if row is None:
        raise ClippingError(f"There is no clipping {number}; it may have been removed.")
    return _clippings([row], file)[0]


def _clippings(rows: Sequence[tuple[Any, ...]], file: Path) -> list[Clipping]:
    """Return the clippings of rows. Raises KeptFileError where the words of one are not those of its reference."""
    try:
        # To read the JSON of all rows at once takes half the time.
        of_rows = zip(rows, _read_all(rows, _QUOTED), _read_all(rows, _TAGS), strict=True)
        return [_clipping(row, said, tags, file) for row, said, tags in of_rows]
    except (ValueError, KeyError, TypeError, InvalidReference) as error:
        raise KeptFileError(damaged(file)) from error


def _read_all(rows: Sequence[tuple[Any, ...]], column: int) -> list[Any]:
    values: list[Any] = json.loads(f"[{','.join(row[column] for row in rows)}]")
    return values


def _clipping(row: tuple[Any, ...], said: dict[str, Any], tags: list[str], file: Path) -> Clipping:
    number, notebook, position, reference, _, note, _, created = row
    text, place, document = said["text"], said["place"], said["document"]
    if not parse_reference(reference).is_of(text):
        raise KeptFileError(damaged(file))
    return Clipping(number, notebook, position, reference, text, place, document, note, tuple(tags), created)
