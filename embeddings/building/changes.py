"""What has changed since a generation was built: the files found now against the documents it holds.

Files are compared by the sha256 of their bytes, never by name or time: a file that was touched is the same, and one
that was moved is the same under another name. Size and time of modification are not looked at; a hash costs little
beside what it saves.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG
from typing import Any

from embeddings.errors import UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.index.catalogue import Catalogue
from embeddings.readers.registry import MAX_FILE_BYTES, READERS, read

# Told how many of how many are done; may raise to stop.
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class File:
    """A file found under the sources, and what is known of it.

    `number` is its document's in the generation before, `reason` why it cannot be read; both are None for a file that
    has to be read. `sha256` is that of its bytes, where they were read to be compared.
    """

    path: Path
    id: str
    number: int | None = None
    reason: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a rebuild finds changed, by the ids of documents; renamed are pairs of the id before and the id now.

    A file that cannot be read is in none of these: a report names it with the reason.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self.added or self.changed or self.renamed or self.removed)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as JSON values."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "renamed": [list(pair) for pair in self.renamed],
            "removed": list(self.removed),
            "unchanged": self.unchanged,
        }


@dataclass(frozen=True, slots=True)
class Known:
    """The documents of a generation by their files' contents, and the files it could not read.

    `documents` maps (sha256, suffix) to pairs of number and id, `ids` an id to its file's path and sha256,
    `unreadable` (path, sha256) to the reason. A suffix counts, since it chooses the reader.
    """

    documents: dict[tuple[str, str], list[tuple[int, str]]] = field(default_factory=dict)
    ids: dict[str, tuple[str, str]] = field(default_factory=dict)
    unreadable: dict[tuple[str, str], str] = field(default_factory=dict)


def known_from(catalogue: Catalogue, unreadable: Sequence[Mapping[str, str]]) -> Known:
    """Return what a generation knows of its files."""
    known = Known(unreadable={(one["path"], one["sha256"]): one["reason"] for one in unreadable if "sha256" in one})
    for number, document_id, path, sha256 in catalogue.hashes():
        known.documents.setdefault((sha256, Path(path).suffix.lower()), []).append((number, document_id))
        known.ids[document_id] = (path, sha256)
    return known


def look_up(found: Sequence[tuple[Path, str]], known: Known, told: Told) -> list[File]:
    """Return the files with what is known of each, reading every one to hash it."""
    looked_up = []
    for number, (path, document_id) in enumerate(found):
        looked_up.append(_look_up(path, document_id, known))
        told(number + 1, len(found))
    return looked_up


def _look_up(path: Path, document_id: str, known: Known) -> File:
    sha256 = _sha256(path)
    if sha256 is None:
        return File(path, document_id, reason=_refused(path, document_id))
    same = known.documents.get((sha256, path.suffix.lower()), [])
    numbers = {one_id: number for number, one_id in same}
    number = numbers.get(document_id, same[0][0] if same else None)
    return File(path, document_id, number, known.unreadable.get((path_text(path), sha256)), sha256)


def _sha256(path: Path) -> str | None:
    """Return the sha256 of a file's bytes; None for one that its reader will refuse unread."""
    try:
        found = path.stat()
        if path.suffix.lower() not in READERS or not S_ISREG(found.st_mode) or found.st_size > MAX_FILE_BYTES:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _refused(path: Path, document_id: str) -> str | None:
    """Return why a file is refused unread; None if it can be read after all."""
    try:
        read(path, document_id)
    except UnreadableFile as error:
        return error.reason
    return None


def compare(files: Sequence[File], known: Known, unreadable: set[str]) -> Changes:
    """Return what differs between the files found, but for those of the `unreadable` ids, and the documents known."""
    names = {number: one_id for same in known.documents.values() for number, one_id in same}
    read = [file for file in files if file.id not in unreadable and file.reason is None]
    gone = known.ids.keys() - {file.id for file in read}
    added, changed, renamed, unchanged = [], [], [], 0
    for file in read:
        before = names.get(file.number) if file.number is not None else None
        if before == file.id:
            moved = known.ids[file.id][0] != path_text(file.path)
            renamed += [(file.id, file.id)] * moved
            unchanged += not moved
        elif before in gone:
            gone.discard(before)
            renamed.append((before, file.id))
        elif file.id in known.ids:
            changed.append(file.id)
        else:
            added.append(file.id)
    return Changes(tuple(added), tuple(changed), tuple(renamed), tuple(sorted(gone)), unchanged)
