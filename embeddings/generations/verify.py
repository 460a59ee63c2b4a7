"""Reading every byte of an index, to find what is not as it was written."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import IndexDamaged, IndexFormatError
from embeddings.files.checks import check_strongly, damaged
from embeddings.generations.layout import GENERATIONS, MANIFEST
from embeddings.generations.manifest import Manifest, manifest_of, read_manifest
from embeddings.generations.pointer import Pointer, current_pointer


@dataclass(frozen=True, slots=True)
class Verified:
    """What was read of an index, and a message for each damage.

    `answers` is whether the current generation is undamaged. If so, any damage is of the generation before, and only
    going back to it is not possible. `lacking` has a message for each generation that a search engine should hold whole
    and does not (qa.upkeep.engines).
    """

    generations: tuple[str, ...]
    files: int
    bytes: int
    damaged: tuple[str, ...]
    answers: bool = True
    lacking: tuple[str, ...] = ()


def verify(index: Path, progress: Callable[[str, int, int], None] | None = None) -> Verified:
    """Read every file of every generation that is kept; `progress("verifying", done, total)` counts bytes.

    Raises IndexMissing, IndexFormatError, or IndexDamaged where not even the manifest of the current one can be read.
    """
    read_manifest(index)
    pointer = current_pointer(index)
    manifests, messages = _manifests(index, pointer)
    total = sum(int(digest["bytes"]) for manifest in manifests.values() for digest in manifest.files.values())
    files, done, answers = 0, 0, True
    for folder, manifest in manifests.items():
        of_generation = [str(damaged(path, "was not written by loccit")) for path in _strays(folder, manifest)]
        for name, digest in manifest.files.items():
            try:
                check_strongly(folder / name, digest)
            except IndexDamaged as error:
                of_generation.append(str(error))
            files, done = files + 1, done + int(digest["bytes"])
            if progress:
                progress("verifying", done, total)
        messages += of_generation
        answers = answers and not (of_generation and folder.name == pointer.generation)
    return Verified(tuple(folder.name for folder in manifests), files, total, tuple(messages), answers)


def _manifests(index: Path, pointer: Pointer) -> tuple[dict[Path, Manifest], list[str]]:
    """Return the manifests of the kept generations by folder, newest first, and a message for each unreadable one."""
    manifests, messages = {}, []
    for name in pointer.newest_first:
        folder = index / GENERATIONS / name
        try:
            manifests[folder] = manifest_of(index, folder, pointer)
        except (IndexDamaged, IndexFormatError) as error:
            messages.append(str(error))
        except ValueError:
            messages.append(str(damaged(folder / MANIFEST, "is not what loccit wrote")))
    return manifests, messages


def _strays(folder: Path, manifest: Manifest) -> list[Path]:
    """Return the files in a generation's folder that its manifest does not name."""
    expected = {folder / name for name in manifest.files} | {folder / MANIFEST}
    return sorted(path for path in folder.rglob("*") if path.is_file() and path not in expected)
