"""The files of a generation, as a rebuild compares them with those of the sources.

They are kept in columns, and what they are looked up by is made of whole columns: an archive has a million of them, of
which a rebuild finds nearly all as they were.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from math import inf
from operator import add
from typing import NamedTuple

from embeddings.index.catalogue import Catalogue
from embeddings.index.file_columns import FileColumns
from embeddings.readers.content import Refused


class Reason(NamedTuple):
    """Why a file could not be read, and the limit in seconds where it took too long."""

    text: str
    limit: float = inf


@dataclass(frozen=True)
class IndexedFiles:
    """The files of a generation: those its documents were read from, and those it could not read.

    A file is named by its place in `files`. `unreadable` maps the path and what a file is known by to the reason,
    `refused` what it is known by to what inside it could not be read. A file is known by the sha256 of its bytes with
    the digest of what is said of it.
    """

    files: FileColumns = field(default_factory=FileColumns)
    unreadable: dict[tuple[str, str], Reason] = field(default_factory=dict)
    refused: dict[str, tuple[Refused, ...]] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The place of each file by its id."""
        return dict(zip(self.files.ids, count(), strict=False))

    @cached_property
    def by_path(self) -> dict[str, int]:
        """The place of each file by its path."""
        return dict(zip(self.files.paths, count(), strict=False))

    @cached_property
    def by_first(self) -> dict[int, int]:
        """The place of each file by the number of its first document."""
        return dict(zip(self.files.firsts, count(), strict=False))

    @cached_property
    def _by_content(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, known_by in enumerate(map(add, self.files.sha256s, self.files.sidecars)):
            places.setdefault(known_by, []).append(place)
        return places

    def numbers(self, place: int) -> range:
        """Return the numbers of the documents of a file."""
        return range(self.files.firsts[place], self.files.ends[place])

    def of_content(self, known_by: str, suffix: str) -> list[int]:
        """Return the files that are known by the same and have the same suffix, since that helps to choose the reader.

        They are in the order of the archive.
        """
        places = self._by_content.get(known_by, [])
        return [place for place in places if suffix_of(self.files.paths[place]) == suffix]


def indexed_files(
    catalogue: Catalogue, unreadable: Iterable[Mapping[str, str]], file_seconds: float = 0
) -> IndexedFiles:
    """Return the files of a generation, given its catalogue and its entries of what could not be read.

    A file that was not read within a limit counts as not read yet if the limit is now higher, or none, which is 0.
    """
    indexed = IndexedFiles(catalogue.file_columns())
    for entry in unreadable:
        limit = float(entry.get("seconds", "inf"))
        known_by = entry.get("sha256", "") + entry.get("sidecar", "")
        if "member" in entry:
            refused = indexed.refused.get(known_by, ())
            # The same bytes may be there as two files.
            if all(entry["member"] != other.member for other in refused):
                indexed.refused[known_by] = (*refused, Refused(entry["member"], entry["reason"]))
        elif "sha256" in entry and (limit == inf or 0 < file_seconds <= limit):
            indexed.unreadable[entry["path"], known_by] = Reason(entry["reason"], limit)
    return indexed


def suffix_of(path: str) -> str:
    """Return what pathlib calls the suffix, in small letters; to make a Path of each of a million takes long."""
    name = path.rpartition(os.sep)[2]
    start = name.rfind(".")
    return name[start:].lower() if 0 < start < len(name) - 1 else ""
