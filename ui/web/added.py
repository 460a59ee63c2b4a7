"""Files added on the archive page: where they are kept, under which names, and what is refused."""

import filecmp
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from embeddings.readers.formats import SUFFIXES, suffixes
from qa.errors import SettingError

# In bytes of UTF-8: file systems take no more than 255, and a number may have to be added.
LONGEST_NAME = 200
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\:*?\"<>|]+")


def keep(uploaded: Path, name: str, uploads: Path, folder: Path) -> Path:
    """Move an uploaded file into the folder of added files and return its path; nothing there is overwritten.

    `uploads` is where the server puts what is uploaded. Raises SettingError for a file from anywhere else, for one
    whose suffix has no reader, for one that is there already, and where the folder cannot be written to.
    """
    source = uploaded.resolve()
    if not source.is_relative_to(uploads.resolve()) or not source.is_file():
        raise SettingError("The file was not uploaded here; drop it on the page again.")
    file_name = fit_name(name)
    if Path(file_name).suffix.lower() not in SUFFIXES:
        raise SettingError(f"{file_name}: such files cannot be read; loccit reads {' '.join(suffixes())}")
    make_folder(folder)
    with _written_to(folder):
        target = _free_path(folder, file_name, source)
        shutil.move(source, target)
    return target


def make_folder(folder: Path) -> None:
    """Make the folder of added files if it is not there. Raises SettingError where that cannot be done."""
    with _written_to(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _written_to(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SettingError(
            f"{folder} cannot be written to ({(error.strerror or str(error)).lower()}); make room there, or set "
            "LOCCIT_ADDED to another folder."
        ) from error


@contextmanager
def adding(uploaded: Path, name: str, uploads: Path, folder: Path) -> Iterator[Path]:
    """Keep an uploaded file as `keep` does, and give its path; where what follows fails, nothing of it stays."""
    is_new_folder, kept = not folder.exists(), None
    try:
        kept = keep(uploaded, name, uploads, folder)
        yield kept
    except BaseException:
        if kept:
            kept.unlink(missing_ok=True)
        if is_new_folder:
            with suppress(OSError):
                folder.rmdir()
        raise


def fit_name(name: str) -> str:
    """Return a file's name as it can be stored: no folder, no hidden file, no control character, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNFIT.sub("_", last).strip(" .") or "document"
    stem, suffix = Path(clean).stem, Path(clean).suffix
    room = max(LONGEST_NAME - len(suffix.encode()), 1)
    return stem.encode()[:room].decode(errors="ignore") + suffix


def _free_path(folder: Path, name: str, source: Path) -> Path:
    """Return a path in a folder that no file has yet; the name gets a number where one has it.

    Raises SettingError where one that has it holds the bytes of the source: a second copy would be cited beside it.
    """
    stem, suffix = Path(name).stem, Path(name).suffix
    for number in range(1, 10_000):
        path = folder / (name if number == 1 else f"{stem} ({number}){suffix}")
        if not path.exists():
            return path
        if path.is_file() and filecmp.cmp(path, source, shallow=False):
            raise SettingError(f"{name}: the same file is there already, as {path.name}; it was not added again.")
    raise SettingError(f"{name}: too many files are called so; give it another name.")


def remove(path: Path, folder: Path) -> None:
    """Delete a file that was added. Raises SettingError for one that is not in the folder of added files."""
    target = path.resolve()
    if not target.is_relative_to(folder.resolve()) or not target.is_file():
        raise SettingError("Only files that were added on this page can be deleted on it.")
    with _written_to(folder):
        target.unlink()
