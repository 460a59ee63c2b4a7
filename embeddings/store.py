"""The index folder: immutable generations, one of which is current.

    INDEX/
      CURRENT                 JSON: the current generation's id and the sha256 of its manifest
      rebuild.lock            held by the one rebuild that may run
      building-ID/            a generation on its way; left behind only by a crash
      generations/ID/
        manifest.json         format, model, splitting, counts, sources, checksum of every other file
        catalogue.sqlite      documents, passages, sentences
        passages.faiss        a vector a passage
        sentences.npy         a vector a sentence, in half precision
        sentence_terms/       the terms of each sentence
        lexical/              BM25 over passages
        lexical_documents/    BM25 over whole documents

A generation is published by replacing CURRENT, which is one atomic rename: readers see the old one or the new
one, whole. The one before stays, for those who are still reading it.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from embeddings.catalogue import Catalogue
from embeddings.errors import IndexDamaged, IndexFormatError, IndexMissing, RebuildRunning
from embeddings.lexical import LexicalIndex
from embeddings.sentence_terms import SentenceTerms
from embeddings.vectors import FaissIndex, VectorIndex, open_sentences

FORMAT = 1
LOCK_SECONDS = 0.5

CATALOGUE = "catalogue.sqlite"
PASSAGES = "passages.faiss"
SENTENCES = "sentences.npy"
SENTENCE_TERMS = "sentence_terms"
LEXICAL = "lexical"
LEXICAL_DOCUMENTS = "lexical_documents"
MANIFEST = "manifest.json"
# Tantivy takes this lock whenever it opens an index, though nothing but a rebuild ever writes to one.
_TANTIVY_LOCK = ".tantivy-meta.lock"

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself. `files` maps each file to its size in bytes and its sha256."""

    generation: str
    created: str
    model: str
    model_fingerprint: str
    dimension: int
    passage_words: int
    documents: int
    passages: int
    sentences: int
    sources: list[str]
    unreadable: list[dict[str, str]]
    format: int = FORMAT
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generation:
    """One opened, immutable build of the index."""

    manifest: Manifest
    catalogue: Catalogue
    lexical: LexicalIndex
    lexical_documents: LexicalIndex
    passages: VectorIndex
    sentence_terms: SentenceTerms
    sentences: Any  # float16, shape (sentences, dimension), mapped into memory

    @property
    def id(self) -> str:
        """The generation's id: when it was built, and a few random digits."""
        return self.manifest.generation


def current_generation(index: Path) -> str:
    """Return the id of the current generation; cheap enough to ask before every question.

    Raises IndexMissing or IndexDamaged.
    """
    return _current(index)["generation"]


def _current(index: Path) -> dict[str, str]:
    pointer = index / "CURRENT"
    try:
        said = json.loads(pointer.read_text("utf-8"))
        return {"generation": str(said["generation"]), "manifest_sha256": str(said["manifest_sha256"])}
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"There is no index in {index}; build one with: qa rebuild SOURCE... --index {index}"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{pointer} is not what loccit wrote; {_again(index)}") from error


def _again(index: Path) -> str:
    return f"build the index again with: qa rebuild SOURCE... --index {index}"


def open_generation(index: Path) -> Generation:
    """Open the current generation after checking every file's size and sha256.

    Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    manifest = _of_current(index, _checked_manifest)
    folder = index / "generations" / manifest.generation
    return Generation(
        manifest=manifest,
        catalogue=Catalogue(folder / CATALOGUE),
        lexical=_open_lexical(folder / LEXICAL),
        lexical_documents=_open_lexical(folder / LEXICAL_DOCUMENTS),
        passages=FaissIndex.open(folder / PASSAGES),
        sentence_terms=SentenceTerms(folder / SENTENCE_TERMS),
        sentences=open_sentences(folder / SENTENCES),
    )


def _open_lexical(folder: Path) -> LexicalIndex:
    """Open the BM25 index; through a folder of links where its lock cannot be taken, as in another user's index."""
    if os.access(folder / _TANTIVY_LOCK, os.W_OK):
        return LexicalIndex(folder)
    with TemporaryDirectory(prefix="loccit-") as links:
        for path in folder.iterdir():
            if path.name != _TANTIVY_LOCK:
                (Path(links) / path.name).symlink_to(path.resolve())
        # An opened index has its files mapped into memory and asks for no path any more.
        return LexicalIndex(Path(links))


def read_manifest(index: Path) -> Manifest:
    """Read the current generation's manifest without opening or checking the rest.

    Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    return _of_current(index, _read_manifest)


def _of_current(index: Path, read: Callable[[Path, Path, dict[str, str]], _Found]) -> _Found:
    """Read something of the current generation; of the new one, if a rebuild swept it away meanwhile."""
    current = _current(index)
    try:
        return read(index, index / "generations" / current["generation"], current)
    except IndexDamaged:
        if _current(index) == current:
            raise
        return _of_current(index, read)


def _checked_manifest(index: Path, folder: Path, current: dict[str, str]) -> Manifest:
    manifest = _read_manifest(index, folder, current)
    _check_files(index, folder, manifest)
    return manifest


def _read_manifest(index: Path, folder: Path, current: dict[str, str]) -> Manifest:
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IndexDamaged(f"{path} is missing; {_again(index)}") from error
    if hashlib.sha256(data).hexdigest() != current["manifest_sha256"]:
        raise IndexDamaged(f"{path} was changed after it was written; {_again(index)}")
    said = json.loads(data)
    if said.get("format") != FORMAT:
        raise IndexFormatError(
            f"The index in {index} has format {said.get('format')}; this loccit reads format {FORMAT}; {_again(index)}"
        )
    return Manifest(**said)


def _check_files(index: Path, folder: Path, manifest: Manifest) -> None:
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise IndexDamaged(f"{path} is missing; {_again(index)}")
        size = path.stat().st_size
        if size != expected["bytes"]:
            raise IndexDamaged(f"{path} has {size} bytes where {expected['bytes']} were written; {_again(index)}")
    for name, expected in manifest.files.items():
        if _sha256(folder / name) != expected["sha256"]:
            raise IndexDamaged(f"{folder / name} was changed after it was written; {_again(index)}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def building(index: Path, generation: str) -> Iterator[Path]:
    """Hold the index folder for one rebuild and give the folder to write the new generation into.

    What was written is removed unless `publish` moved it. Raises RebuildRunning if another rebuild runs.
    """
    index.mkdir(parents=True, exist_ok=True)
    lock = FileLock(index / "rebuild.lock")
    try:
        # Whoever asks is_building holds the lock for a moment.
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise RebuildRunning(f"Another rebuild of {index} is running; try again when it has finished.") from error
    try:
        for abandoned in index.glob("building-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        folder = index / f"building-{generation}"
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(index / f"building-{generation}", ignore_errors=True)
        lock.release()


def is_building(index: Path) -> bool:
    """Whether a rebuild holds the index folder at this moment."""
    if not (index / "rebuild.lock").exists():
        return False
    lock = FileLock(index / "rebuild.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except PermissionError:
        # Another user's index: a rebuild has a folder on its way, which only a crash would leave behind.
        return any(index.glob("building-*"))
    lock.release()
    return False


def publish(index: Path, folder: Path, manifest: Manifest) -> None:
    """Seal a written generation with its checksums and make it the current one."""
    _settle(folder)
    files = {
        path.relative_to(folder).as_posix(): {"bytes": path.stat().st_size, "sha256": _sha256(path)}
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    sealed = asdict(manifest) | {"files": files}
    # What UTF-8 cannot hold, such as a file name that is none, is escaped as JSON escapes it.
    data = json.dumps(sealed, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace")
    (folder / MANIFEST).write_bytes(data)
    generations = index / "generations"
    generations.mkdir(exist_ok=True)
    before = _current_or_none(index)
    folder.rename(generations / manifest.generation)
    pointer = {"generation": manifest.generation, "manifest_sha256": hashlib.sha256(data).hexdigest()}
    _replace(index / "CURRENT", json.dumps(pointer))
    _sweep(generations, keep={manifest.generation, before})


def _settle(folder: Path) -> None:
    """Leave the files as they will stay: opening adds none, and who may read the folder may read all in it."""
    for leftover in folder.rglob(".tantivy-*.lock"):
        leftover.unlink()
    for opened in folder.rglob("meta.json"):
        opened.with_name(_TANTIVY_LOCK).touch()
    for path in folder.rglob("*"):
        if path.is_file():
            # Tantivy gives some of its files to their owner only.
            path.chmod(folder.stat().st_mode & 0o666)


def _current_or_none(index: Path) -> str | None:
    try:
        return current_generation(index)
    except (IndexMissing, IndexDamaged):
        return None


def _replace(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut."""
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _sweep(generations: Path, keep: set[str | None]) -> None:
    """Remove all generations but some. On Windows, files that are open stay until next time."""
    for old in [path for path in generations.iterdir() if path.name not in keep]:
        with contextlib.suppress(OSError):
            shutil.rmtree(old)
