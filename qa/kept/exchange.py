"""Clippings as JSON, to be kept elsewhere, handed to another user, and brought back."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from embeddings.dates import iso_date
from qa.errors import ClippingError, InvalidReference
from qa.kept.clippings import Clipping, Words, move
from qa.kept.fields import checked_name, checked_note, checked_tags
from qa.kept.files import reading, writing
from qa.references import parse_reference


class _Cited(BaseModel):
    """What cites a document, as qa.answers.cited_fields has it."""

    model_config = ConfigDict(strict=True)
    id: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: Annotated[str | None, AfterValidator(lambda stated: iso_date(stated) if stated else None)] = None
    url: str | None = None
    path: str = ""
    sha256: str = ""


class _Written(BaseModel):
    """A clipping as `to_json` writes it; other fields are passed over."""

    model_config = ConfigDict(strict=True)
    notebook: str
    reference: str = Field(max_length=1_000)
    text: str
    document: _Cited
    place: str = ""
    note: str = ""
    tags: list[str] = []
    created: str = Field(default="", max_length=100)


@dataclass(frozen=True, slots=True)
class _New:
    """What is to be kept: words, the notebook that they go into, a note and tags, as they are kept."""

    words: Words
    notebook: str
    note: str
    tags: str


def to_json(clippings: Sequence[Clipping]) -> str:
    """Return clippings as JSON that `from_json` reads, each on a line of its own."""
    # Indenting is not done by the quick encoder: it took six times as long.
    lines = ",\n".join(json.dumps(clipping.to_dict()) for clipping in clippings)
    return f'{{"clippings": [\n{lines}\n]}}\n'


def from_json(file: Path, written: str, name: str) -> tuple[int, int]:
    """Keep what an export holds, each at the end of its notebook; return how many came, and how many were there before.

    `written` is the JSON, `name` that of its file for messages. All are kept, or none. Those that are there stay as
    they are. Raises ClippingError with the clipping that cannot be kept, and KeptFileError.
    """
    try:
        values = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise ClippingError(
            f"{name} is not JSON ({error}); give what qa clippings export --format json wrote."
        ) from error
    listed = values.get("clippings") if isinstance(values, dict) else None
    if not isinstance(listed, list):
        raise ClippingError(f'{name} has no list "clippings"; give what qa clippings export --format json wrote.')
    return import_clippings(file, listed, name)


def import_clippings(file: Path, values: Sequence[Any], name: str) -> tuple[int, int]:
    """Keep clippings given as JSON values; takes, returns and raises as `from_json`."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    new = [_new(value, now, f"{name}, clipping {number}") for number, value in enumerate(values, 1)]
    with writing(file) as connection:
        came = _put_all(connection, new)
    return came, len(new) - came


def bring_back(file: Path, value: Any, position: int) -> Clipping:
    """Keep one clipping, given as JSON values, at a place in its notebook. Raises ClippingError and KeptFileError."""
    import_clippings(file, [value], "The page")
    new = _new(value, "", "The page")
    known = (new.notebook, new.words.reference)
    with reading(file) as connection:
        row = connection.execute("SELECT id FROM clippings WHERE notebook = ? AND reference = ?", known).fetchone()
    return move(file, row[0], position)


def _put_all(connection: sqlite3.Connection, new: Sequence[_New]) -> int:
    """Put words at the end of the notebooks that lack them, in their order; return how many came."""
    known = set(connection.execute("SELECT notebook, reference FROM clippings"))
    last = dict(connection.execute("SELECT notebook, max(position) FROM clippings GROUP BY notebook").fetchall())
    rows = []
    for one in new:
        key = (one.notebook, one.words.reference)
        if key not in known:
            known.add(key)
            last[one.notebook] = last.get(one.notebook, 0) + 1
            kept = (one.words.written, one.note, one.tags, one.words.created)
            rows.append((one.notebook, last[one.notebook], one.words.reference, *kept))
    connection.executemany(
        "INSERT INTO clippings (notebook, position, reference, quoted, note, tags, created) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    return len(rows)


def _new(value: Any, now: str, place: str) -> _New:
    """Return what is to be kept of a clipping whose words are those of its reference. Raises ClippingError."""
    if not isinstance(value, dict):
        raise ClippingError(f"{place}: it is no object with the fields of a clipping. Nothing of it was kept.")
    try:
        clipping = _Written.model_validate(value)
        reference = parse_reference(clipping.reference)
        notebook, note = checked_name(clipping.notebook), checked_note(clipping.note)
        tags = _written_tags(tuple(clipping.tags))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        message = first["msg"][:1].lower() + first["msg"][1:]
        raise ClippingError(f"{place}: {field or 'it'} is wrong: {message}. Nothing of it was kept.") from error
    except (InvalidReference, ClippingError) as error:
        raise ClippingError(f"{place}: {error} Nothing of it was kept.") from error
    if not reference.is_of(clipping.text):
        raise ClippingError(f"{place}: its words are not those of its reference. Nothing of it was kept.")
    # All its fields are texts, and model_dump takes ten times as long.
    document = vars(clipping.document).copy()
    words = Words(str(reference), clipping.text, clipping.place, document, clipping.created or now)
    return _New(words, notebook, note, tags)


# Many clippings have the same tags.
@lru_cache(maxsize=256)
def _written_tags(tags: tuple[str, ...]) -> str:
    return json.dumps(checked_tags(tags))
