"""Reading every byte of an index, to say whether it is what was written."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from embeddings.checks import check_strongly, damaged
from embeddings.errors import IndexDamaged
from embeddings.publishing import generations
from embeddings.store import GENERATIONS, MANIFEST, Manifest, current_pointer, parse_manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read of an index, and what of it is damaged, in words; nothing damaged is an empty tuple."""

    generations: tuple[str, ...]
    files: int
    bytes: int
    damaged: tuple[str, ...]


def verify(index: Path, progress: Callable[[str, int, int], None] | None = None) -> Verified:
    """Read every file of every generation that is kept; `progress("verifying", done, total)` counts bytes.

    Raises IndexMissing, IndexFormatError, or IndexDamaged where not even the manifest of the current one can be read.
    """
    read_manifest(index)
    manifests = dict(_manifests(index))
    total = sum(int(facts["bytes"]) for manifest in manifests.values() for facts in manifest.files.values())
    found, files, done = [], 0, 0
    for folder, manifest in manifests.items():
        found += [str(damaged(path, "was not written by loccit")) for path in _strays(folder, manifest)]
        for name, facts in manifest.files.items():
            try:
                check_strongly(folder / name, facts)
            except IndexDamaged as error:
                found.append(str(error))
            files, done = files + 1, done + int(facts["bytes"])
            if progress:
                progress("verifying", done, total)
    return Verified(tuple(folder.name for folder in manifests), files, total, tuple(found))


def _manifests(index: Path) -> Iterator[tuple[Path, Manifest]]:
    current = current_pointer(index)
    for one in generations(index):
        folder = index / GENERATIONS / one.generation
        data = (folder / MANIFEST).read_bytes()
        if one.current and hashlib.sha256(data).hexdigest() != current.manifest_sha256:
            raise damaged(folder / MANIFEST, "was changed after it was written")
        yield folder, parse_manifest(index, data)


def _strays(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the files in a generation's folder that its manifest does not name."""
    named = {folder / name for name in manifest.files} | {folder / MANIFEST}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path not in named)
