"""Reading every byte of an index, to say whether it is what was written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import IndexDamaged, IndexFormatError
from embeddings.files.checks import check_strongly, damaged
from embeddings.generations.store import (
    GENERATIONS,
    MANIFEST,
    Manifest,
    Pointer,
    current_pointer,
    manifest_bytes,
    parse_manifest,
    read_manifest,
)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read of an index, and what of it is damaged, in words; nothing damaged is an empty tuple.

    `answers` is whether the current generation is undamaged: then only the one before cannot be gone back to.
    """

    generations: tuple[str, ...]
    files: int
    bytes: int
    damaged: tuple[str, ...]
    answers: bool = True


def verify(index: Path, progress: Callable[[str, int, int], None] | None = None) -> Verified:
    """Read every file of every generation that is kept; `progress("verifying", done, total)` counts bytes.

    Raises IndexMissing, IndexFormatError, or IndexDamaged where not even the manifest of the current one can be read.
    """
    read_manifest(index)
    pointer = current_pointer(index)
    manifests, found = _manifests(index, pointer)
    total = sum(int(facts["bytes"]) for manifest in manifests.values() for facts in manifest.files.values())
    files, done, answers = 0, 0, True
    for folder, manifest in manifests.items():
        own = [str(damaged(path, "was not written by loccit")) for path in _strays(folder, manifest)]
        for name, facts in manifest.files.items():
            try:
                check_strongly(folder / name, facts)
            except IndexDamaged as error:
                own.append(str(error))
            files, done = files + 1, done + int(facts["bytes"])
            if progress:
                progress("verifying", done, total)
        found += own
        answers = answers and not (own and folder.name == pointer.generation)
    return Verified(tuple(folder.name for folder in manifests), files, total, tuple(found), answers)


def _manifests(index: Path, pointer: Pointer) -> tuple[dict[Path, Manifest], list[str]]:
    """Return the folders and manifests of what is kept, newest first, and what is wrong where one cannot be read."""
    manifests, found = {}, []
    for name in sorted(pointer.kept, reverse=True):
        folder = index / GENERATIONS / name
        try:
            manifests[folder] = parse_manifest(index, manifest_bytes(folder, pointer))
        except (IndexDamaged, IndexFormatError) as error:
            found.append(str(error))
        except ValueError:
            found.append(str(damaged(folder / MANIFEST, "is not what loccit wrote")))
    return manifests, found


def _strays(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the files in a generation's folder that its manifest does not name."""
    named = {folder / name for name in manifest.files} | {folder / MANIFEST}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path not in named)
