"""Tags and stars that a user gives to documents; a search can be narrowed to the documents that have them.

A mark belongs to a document's id. Where the archive has that id no longer, since the file was moved, it belongs to the
document with the same text.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from embeddings.documents import Document
from embeddings.index.selection import folded
from qa.errors import FilterError, KeptFileError
from qa.kept.fields import checked_tags
from qa.kept.files import damaged, file_of, reading, writing
from qa.question.filters import Filters
from qa.settings import load_settings

# Tags that an error lists.
LISTED_TAGS = 20

# Gives the id that each document has now, of its id before and the sha256 of its text; None for one that has gone:
# Archive.present, or embeddings.index.presence.
Present = Callable[[Sequence[tuple[str, str]]], list[str | None]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a user gave a document; `document` is its id and `title` its title when that was given."""

    document: str
    text_sha256: str
    title: str
    starred: bool = False
    tags: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the mark as JSON values."""
        return {"document": self.document, "title": self.title, "starred": self.starred, "tags": list(self.tags)}


def mark(
    file: Path,
    document: Document,
    present: Present,
    *,
    starred: bool | None = None,
    tags: Sequence[str] | None = None,
) -> Mark:
    """Give a document a star or tags, or take them away; None leaves either as it is. Returns what it has then.

    Raises ClippingError for tags that cannot be kept, and KeptFileError.
    """
    with writing(file) as connection:
        known = _mark_of(connection, document, present, file)
        marked = replace(
            _unmarked(document),
            starred=known.starred if starred is None else starred,
            tags=known.tags if tags is None else tuple(checked_tags(tags)),
        )
        connection.execute("DELETE FROM marks WHERE document IN (?, ?)", (known.document, document.id))
        if marked.starred or marked.tags:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            tags_written = json.dumps(marked.tags)
            values = (marked.document, marked.text_sha256, marked.title, int(marked.starred), tags_written, now)
            connection.execute("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?)", values)
        return marked


def mark_of(file: Path, document: Document, present: Present) -> Mark:
    """Return what a user gave a document, which may be nothing. Raises KeptFileError."""
    with reading(file) as connection:
        return _mark_of(connection, document, present, file)


def marks(file: Path, tags: Sequence[str] = (), *, starred: bool = False) -> list[Mark]:
    """Return what documents were given, by their titles: all, or those with one of some tags, or with a star.

    Tags are the same whatever their capitals and accents. Raises KeptFileError.
    """
    with reading(file) as connection:
        every = [_mark(row, file) for row in connection.execute(f"{_SELECT} ORDER BY title, document")]
    return _having(every, tags, starred=starred)


def given_tags(file: Path) -> list[str]:
    """Return the tags that a user has given documents, in alphabetical order. Raises KeptFileError."""
    with reading(file) as connection:
        rows = connection.execute("SELECT DISTINCT value FROM marks, json_each(marks.tags) ORDER BY value")
        return [str(row[0]) for row in rows]


def _having(every: Sequence[Mark], tags: Sequence[str], *, starred: bool) -> list[Mark]:
    wanted = {folded(tag) for tag in tags}
    with_tags = [one for one in every if not wanted or wanted & {folded(tag) for tag in one.tags}]
    return [one for one in with_tags if one.starred or not starred]


def counted_tags(given: Sequence[Mark]) -> list[tuple[str, int]]:
    """Return the tags of marks in alphabetical order, each with how many documents have it."""
    return sorted(Counter(tag for one in given for tag in one.tags).items())


def narrowed(filters: Filters, file: Path, present: Present) -> Filters:
    """Return filters with the documents that have their tags and star looked up in a user's file.

    Raises FilterError for a tag that the user has given no document, and for stars where there are none; KeptFileError.
    """
    every = marks(file)
    for tag in filters.tags:
        if not any(folded(tag) == folded(known) for one in every for known in one.tags):
            raise FilterError(_unknown_tag(tag, every))
    if filters.starred and not any(one.starred for one in every):
        raise FilterError("You have given no document a star yet. Take the filter out.")
    found = _having(every, filters.tags, starred=filters.starred)
    now = present([(one.document, one.text_sha256) for one in found])
    return replace(filters, marked=tuple(document for document in now if document is not None))


def narrowed_for_this_user(filters: Filters, index: Path, present: Present) -> Filters:
    """Return filters as `narrowed` does, for the user of this machine and the archive of an index."""
    return narrowed(filters, file_of(settings=load_settings(index=index)), present)


def _unknown_tag(tag: str, every: Sequence[Mark]) -> str:
    known = [repr(one) for one, _ in counted_tags(every)]
    if not known:
        return f"You have given no document the tag {tag!r}; none has a tag yet. Take the filter out."
    more = f" and {len(known) - LISTED_TAGS:,} more" if len(known) > LISTED_TAGS else ""
    return f"You have given no document the tag {tag!r}; your tags are {', '.join(known[:LISTED_TAGS])}{more}."


_SELECT = "SELECT document, text_sha256, title, starred, tags FROM marks"


def _mark_of(connection: sqlite3.Connection, document: Document, present: Present, file: Path) -> Mark:
    own = connection.execute(f"{_SELECT} WHERE document = ?", (document.id,)).fetchone()
    if own:
        return _mark(own, file)
    for row in connection.execute(f"{_SELECT} WHERE text_sha256 = ?", (document.text_sha256,)).fetchall():
        known = _mark(row, file)
        # Of two documents with one text, a mark belongs to the one that it was given to.
        if present([(known.document, known.text_sha256)]) != [known.document]:
            return known
    return _unmarked(document)


def _unmarked(document: Document) -> Mark:
    return Mark(document.id, document.text_sha256, document.title or document.id)


def _mark(row: tuple[Any, ...], file: Path) -> Mark:
    document, text_sha256, title, starred, tags = row
    try:
        return Mark(document, text_sha256, title, bool(starred), tuple(json.loads(tags)))
    except (ValueError, TypeError) as error:
        raise KeptFileError(damaged(file)) from error
