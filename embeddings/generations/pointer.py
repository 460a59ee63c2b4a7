"""CURRENT: the small file that names the current generation and the one before it."""

import errno
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.files import disk
from embeddings.files.checks import rebuild_advice
from embeddings.generations.layout import CURRENT, GENERATIONS

_ID = re.compile(r"[A-Za-z0-9_.-]+")

# This process, or the system, has too many files open, or no memory.
_OF_THIS_PROCESS = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: the current generation and the one before it, each with the sha256 of its manifest.

    `number` and `before_number` count the generations of the index in the order in which they were published, since
    clocks may go back. An older loccit wrote none.
    """

    generation: str
    manifest_sha256: str
    before: str | None
    before_sha256: str | None
    number: int | None = None
    before_number: int | None = None

    @property
    def numbers(self) -> dict[str, int]:
        """The generations that are kept, each with its number; without numbers in CURRENT, by their ids."""
        numbers = {self.before: self.before_number} if self.before else {}
        numbers[self.generation] = self.number
        if None not in numbers.values():
            return {generation: int(number or 0) for generation, number in numbers.items()}
        return {generation: number for number, generation in enumerate(sorted(numbers), 1)}

    @property
    def newest_first(self) -> list[str]:
        """The generations that are kept, the one that was published last first."""
        return sorted(self.numbers, key=lambda generation: -self.numbers[generation])

    @property
    def kept(self) -> dict[str, str | None]:
        """The generations that are kept, each with the sha256 of its manifest; None where CURRENT has no sha256."""
        before = {self.before: self.before_sha256} if self.before else {}
        return {**before, self.generation: self.manifest_sha256}


def current_pointer(index: Path) -> Pointer:
    """Return what CURRENT says. Raises IndexMissing or IndexDamaged."""
    path = index / CURRENT
    try:
        content = json.loads(path.read_text("utf-8"))
        current = str(content["generation"]), str(content["manifest_sha256"])
        numbers = (None if content.get(name) is None else int(content[name]) for name in ("number", "before_number"))
        pointer = Pointer(*current, content.get("before"), content.get("before_sha256"), *numbers)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"There is no index in {index}; build one with: qa rebuild SOURCE... --index {index}"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} is not what loccit wrote; {rebuild_advice(index)}") from error
    if not _ID.fullmatch(pointer.generation) or not _ID.fullmatch(str(pointer.before or pointer.generation)):
        raise IndexDamaged(f"{path} is not what loccit wrote; {rebuild_advice(index)}")
    return pointer


def write_pointer(index: Path, pointer: Pointer) -> None:
    """Replace CURRENT in one step, so that readers see the old pointer or the new one."""
    disk.replace(index / CURRENT, json.dumps(asdict(pointer)).encode())


def make_current(
    index: Path, generation: str, manifest_sha256: str, pointer: Pointer | None, before: str | None
) -> None:
    """Make a generation the current one, given what CURRENT says so far; one that is not kept yet gets the next number.

    `before` is the generation to keep beside it, one of those that are kept; None keeps none.
    """
    numbers = pointer.numbers if pointer else {}
    number = numbers.get(generation, max(numbers.values(), default=0) + 1)
    before_sha256 = pointer.kept[before] if pointer and before else None
    before_number = numbers[before] if before else None
    write_pointer(index, Pointer(generation, manifest_sha256, before, before_sha256, number, before_number))


def current_generation(index: Path) -> str:
    """Return the id of the current generation; cheap enough to ask before every question.

    Raises IndexMissing or IndexDamaged.
    """
    return current_pointer(index).generation


def kept_generations(index: Path) -> set[str]:
    """Return the ids of the current generation and, if there is one, of the generation before it.

    Raises IndexMissing or IndexDamaged.
    """
    return set(current_pointer(index).kept)


def is_of_this_process(error: Exception) -> bool:
    """Whether an error tells of this process and says nothing of the file that could not be opened."""
    return isinstance(error, OSError) and error.errno in _OF_THIS_PROCESS


def read_current(index: Path, read: Callable[[Path, Path, Pointer], _Result]) -> _Result:
    """Return `read(index, folder, pointer)` for the folder of the current generation.

    A rebuild may remove that folder meanwhile; then the new generation is read. Raises IndexMissing, IndexDamaged, and
    what `read` raises of IndexFormatError, PermissionError, and OSError where this process may open no more files.
    """
    pointer = current_pointer(index)
    folder = index / GENERATIONS / pointer.generation
    try:
        return read(index, folder, pointer)
    except (IndexDamaged, OSError, ValueError) as error:
        if current_pointer(index) != pointer:
            return read_current(index, read)
        if isinstance(error, IndexDamaged | PermissionError) or is_of_this_process(error):
            raise
        raise IndexDamaged(f"{folder} cannot be read ({error}); {rebuild_advice(index)}") from error
