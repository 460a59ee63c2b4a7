"""What has changed since the previous generation was built: the files of the sources against its documents.

Files are compared by the sha256 of their bytes, never by name or time. A file that was touched is the same, and one
that was moved is the same under another name. Size and time of modification are not looked at: a hash costs little
beside what it saves.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from stat import S_ISREG
from typing import Any

from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.progress import Progress
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.readers.content import Refused
from embeddings.readers.registry import MAX_FILE_BYTES, read
from embeddings.readers.stated import Stated


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file under the sources, with what the previous generation knows of it.

    `numbers` are those of its documents there and `reason` why it cannot be read; both are None for a file that has to
    be read. `refused` is what inside it could not be read. `limit` is in seconds, where it is the reason. `sha256` is
    that of its bytes, None where they were not read. `failure` is there if the operating system could not read the
    file. Where its documents stay all the same, `not_seen_since` says when the last generation that saw them was built,
    and there is neither a reason nor a failure. `stated` is what is said of it beside it.
    """

    path: Path
    id: str
    numbers: range | None = None
    refused: tuple[Refused, ...] = ()
    reason: str | None = None
    sha256: str | None = None
    failure: ReadFailed | None = None
    not_seen_since: str | None = None
    limit: float = inf
    stated: Stated = field(default_factory=Stated)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a rebuild finds changed, by the ids of files; `renamed` has pairs of the id before and the id now.

    A file that cannot be read is in none of these: a report names it with the reason. `unseen` are those of the others
    that stay as they are although the operating system cannot read them now.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    unseen: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self.added or self.changed or self.renamed or self.removed)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as JSON values; `unseen` only where there are any."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "renamed": [list(pair) for pair in self.renamed],
            "removed": list(self.removed),
            "unchanged": self.unchanged,
            **({"unseen": list(self.unseen)} if self.unseen else {}),
        }


def look_up(
    files: Sequence[tuple[Path, str]],
    indexed: IndexedFiles,
    report_progress: Progress,
    stated_of: Callable[[Path], Stated] = lambda _: Stated(),
) -> list[SourceFile]:
    """Return each file, given with its id, with what is known of it. Every file is read to be hashed.

    `stated_of` returns what is said of a file beside it.
    """
    looked_up = []
    for number, (path, document_id) in enumerate(files):
        looked_up.append(_look_up(path, document_id, indexed, stated_of(path)))
        report_progress("comparing", number + 1, len(files))
    return looked_up


def _look_up(path: Path, document_id: str, indexed: IndexedFiles, stated: Stated) -> SourceFile:
    sha256 = _sha256(path)
    if sha256 is None:
        error = _refusal(path, document_id)
        failure = error if isinstance(error, ReadFailed) else None
        return SourceFile(path, document_id, reason=error.reason if error else None, failure=failure)
    known_by = sha256 + stated.digest
    same_content = indexed.of_content(known_by, path.suffix.lower())
    place = indexed.by_id.get(document_id)
    if place not in same_content:
        place = same_content[0] if same_content else None
    numbers = None if place is None else indexed.numbers(place)
    reason = indexed.unreadable.get((path_text(path), known_by))
    if reason:
        return SourceFile(
            path, document_id, numbers, reason=reason.text, sha256=sha256, limit=reason.limit, stated=stated
        )
    return SourceFile(path, document_id, numbers, indexed.refused.get(known_by, ()), sha256=sha256, stated=stated)


def _sha256(path: Path) -> str | None:
    """Return the sha256 of a file's bytes; None for a file that its reader refuses unread."""
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode) or status.st_size > MAX_FILE_BYTES:
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _refusal(path: Path, document_id: str) -> UnreadableFile | None:
    """Return why the reader refuses a file; None if it can be read after all."""
    try:
        read(path, document_id)
    except UnreadableFile as error:
        return error
    return None


def compare(files: Sequence[SourceFile], indexed: IndexedFiles, unreadable: set[str]) -> Changes:
    """Return how the files differ from those of the previous generation.

    A file counts as not there if its id is in `unreadable` or the reason is known why it cannot be read.
    """
    ids, paths, by_first, by_id = indexed.files.ids, indexed.files.paths, indexed.by_first, indexed.by_id
    readable = [file for file in files if file.reason is None and file.id not in unreadable]
    gone = by_id.keys() - {file.id for file in readable}
    added, changed, renamed, unchanged = [], [], [], 0
    for file in readable:
        place = by_first.get(file.numbers.start) if file.numbers is not None else None
        id_before = None if place is None else ids[place]
        if place is not None and id_before == file.id:
            if paths[place] == path_text(file.path):
                unchanged += 1
            else:
                renamed.append((file.id, file.id))
        elif id_before is not None and id_before in gone:
            gone.discard(id_before)
            renamed.append((id_before, file.id))
        elif file.id in by_id:
            changed.append(file.id)
        else:
            added.append(file.id)
    unseen = tuple(file.id for file in readable if file.not_seen_since)
    return Changes(tuple(added), tuple(changed), tuple(renamed), tuple(sorted(gone)), unchanged, unseen)
