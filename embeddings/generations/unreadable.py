"""What could not be read when a generation was built: the first in its manifest, all in a file where they are many.

An entry has the path and the reason, and what else the next rebuild needs. Where there are more than the manifest
names, its last entry stands for the file: its path below the index folder, and `count`, how many the file names.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from embeddings.files.disk import NewFile
from embeddings.generations.layout import GENERATIONS, UNREADABLE

# So many are named in a manifest, a report and on a screen; each takes about 200 bytes.
LISTED = 50

Entry = dict[str, str]


def write_unreadable(folder: Path, generation: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries for the manifest of a generation; write all into its folder if they are too many for it."""
    remaining = iter(entries)
    first = list(islice(remaining, LISTED + 1))
    if len(first) <= LISTED:
        return first
    count = 0
    with NewFile(folder / UNREADABLE) as file:
        for entry in chain(first, remaining):
            file.write(json.dumps(entry).encode() + b"\n")
            count += 1
    path = f"{GENERATIONS}/{generation}/{UNREADABLE}"
    return [
        *first[:LISTED],
        {"path": path, "reason": f"names all {count:,} that could not be read", "count": str(count)},
    ]


def read_unreadable(folder: Path, entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield all entries of a generation, given its folder, whose files must have been checked, and its manifest's."""
    if not entries or "count" not in entries[-1]:
        yield from entries
        return
    with (folder / UNREADABLE).open("rb") as file:
        for line in file:
            yield json.loads(line)


def count_unreadable(entries: Sequence[Mapping[str, str]]) -> int:
    """Return how many could not be read, given the entries of a manifest."""
    return int(entries[-1].get("count", len(entries))) if entries else 0


def file_of_unreadable(index: Path, entries: Sequence[Mapping[str, str]]) -> Path | None:
    """Return the file that names all that could not be read, None where the entries of the manifest name all."""
    return index / entries[-1]["path"] if entries and "count" in entries[-1] else None
