"""The files that the documents of an archive were read from, in columns, as an archive may have a million of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from embeddings.documents import INSIDE

# Of each document.
COLUMNS = "id, path, sha256, sidecar, member"


class IndexedFile(NamedTuple):
    """A file: the numbers of its documents, `first` to `end`, exclusive, its own id, and the digest of its sidecar."""

    first: int
    end: int
    id: str
    path: str
    sha256: str
    sidecar: str


class FileColumns(NamedTuple):
    """Files in the order of the archive, in columns; see IndexedFile."""

    firsts: Sequence[int] = ()
    ends: Sequence[int] = ()
    ids: Sequence[str] = ()
    paths: Sequence[str] = ()
    sha256s: Sequence[str] = ()
    sidecars: Sequence[str] = ()


def columns_of(rows: Sequence[tuple[Any, ...]]) -> FileColumns:
    """Return the files of documents given by their COLUMNS, in the order of the archive."""
    ids, paths, sha256s, sidecars, members = map(list, zip(*rows, strict=True))
    inside = [number for number, member in enumerate(members) if member]
    for number in inside:
        ids[number] = ids[number][: -len(INSIDE + members[number])]
    firsts = list(range(len(ids)))
    if inside:
        # The documents of a file stand one behind another.
        firsts = [number for number in firsts if not number or paths[number] != paths[number - 1]]
        ids, paths, sha256s, sidecars = ([one[n] for n in firsts] for one in (ids, paths, sha256s, sidecars))
    return FileColumns(firsts, [*firsts[1:], len(members)], ids, paths, sha256s, sidecars)
