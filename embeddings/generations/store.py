"""The index folder: immutable generations, one of which is current.

    INDEX/
      CURRENT                 JSON: the current generation's id, the sha256 of its manifest, the id before
      sources.json            the files and folders that a rebuild follows
      rebuild.lock            held by the one rebuild that may run, and naming it
      embedded.journal        what a rebuild that was stopped has embedded
      building-ID/            a generation on its way; left behind only by a crash
      generations/ID/
        manifest.json         format, model, counts, sources, size and checksums of every other file
        catalogue.sqlite      what the sources state of each document
        texts.utf8            the canonical texts
        passage_documents.npy the document of each passage
        places/               where the sentences of each passage stand
        keys.npy              the sha256 of what the model read of each passage
        passages.faiss        a vector a passage
        sentences/            a vector a sentence, in half precision
        words/                the signs of a vector a word: for each passage those of its title, then of its sentences
        word_counts/          how many words the title and each sentence of a passage have
        sentence_terms/       the terms of each sentence
        reprints/             which sentences stand in several places, and which documents are reprints of which
        lexical/              BM25 over passages
        lexical_documents/    BM25 over whole documents

Opening a generation reads and checks what is small or would be parsed. What is read whole by every question is checked
by the first one, and what is read in pieces piece by piece: each text by its sha256, each run of rows by its checksum.
embeddings.generations.publishing writes all of this.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from embeddings.building.embedded import RUNS
from embeddings.errors import IndexDamaged, IndexFormatError, IndexMissing
from embeddings.files import lock, runs
from embeddings.files.checks import again, at_first_use, check_file, check_size, damaged
from embeddings.files.runs import Runs
from embeddings.index import catalogue, reprints, sentence_terms
from embeddings.index.catalogue import Catalogue
from embeddings.index.lexical import LexicalIndex
from embeddings.index.reprints import Reprints
from embeddings.index.sentence_terms import SentenceTerms
from embeddings.index.vectors import FaissIndex, VectorIndex, flat_header
from embeddings.index.word_vectors import WordVectors

FORMAT = 5

CURRENT = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
KEYS = "keys.npy"
PASSAGES = "passages.faiss"
SENTENCE_TERMS = "sentence_terms"
REPRINTS = "reprints"
LEXICAL = "lexical"
LEXICAL_DOCUMENTS = "lexical_documents"
# Tantivy takes this lock whenever it opens an index, though nothing but a rebuild ever writes to one.
TANTIVY_LOCK = ".tantivy-meta.lock"

# Read whole by every question, so checked by the first.
_SCANNED = (
    PASSAGES,
    f"{SENTENCE_TERMS}/{sentence_terms.HASHES}",
    *(f"{REPRINTS}/{name}" for name in reprints.FILES),
)
# Read piece by piece, and checked so; the keys are for the next rebuild, which checks all.
_IN_PIECES = (catalogue.TEXTS, *(f"{name}/{runs.ROWS}" for name in (catalogue.PLACES, *RUNS)), KEYS)

_ID = re.compile(r"[A-Za-z0-9_.-]+")

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: the current generation and the one that was before, each with the sha256 of its manifest."""

    generation: str
    manifest_sha256: str
    before: str | None
    before_sha256: str | None

    @property
    def kept(self) -> dict[str, str | None]:
        """The generations that are kept, each with the sha256 of its manifest; None where it was not noted."""
        before = {self.before: self.before_sha256} if self.before else {}
        return {**before, self.generation: self.manifest_sha256}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    `runs` has for each kind of rows their number and width; `recipe` is a hash of all that made passages of files, and
    `vectors` the version of what made vectors of passages. `files` maps each file to its size in bytes and checksums.
    """

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
    runs: dict[str, dict[str, int]] = field(default_factory=dict)
    recipe: str = ""
    vectors: int = 0
    format: int = FORMAT
    files: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Generation:
    """One opened, immutable build of the index."""

    manifest: Manifest
    folder: Path
    catalogue: Catalogue
    lexical: LexicalIndex
    lexical_documents: LexicalIndex
    runs: dict[str, Runs]
    _passages: VectorIndex
    _sentence_terms: SentenceTerms
    _reprints: Reprints
    _check: Callable[[], None]

    @property
    def id(self) -> str:
        """The generation's id: when it was built, and a few random digits."""
        return self.manifest.generation

    @property
    def passages(self) -> VectorIndex:
        """The vectors of passages. Raises IndexDamaged at first use if the file was changed."""
        self._check()
        return self._passages

    @property
    def sentence_terms(self) -> SentenceTerms:
        """The terms of each sentence. Raises IndexDamaged at first use if the file was changed."""
        self._check()
        return self._sentence_terms

    @property
    def reprints(self) -> Reprints:
        """What stands in several places. Raises IndexDamaged at first use if a file was changed."""
        self._check()
        return self._reprints

    @property
    def words(self) -> WordVectors:
        """The signs of the vectors of each passage's words."""
        return WordVectors(self.runs["words"], self.runs["word_counts"])

    @property
    def sentences(self) -> Runs:
        """The vectors of each passage's sentences, float16 of shape (sentences, dimension)."""
        return self.runs["sentences"]


def current_generation(index: Path) -> str:
    """Return the id of the current generation; cheap enough to ask before every question.

    Raises IndexMissing or IndexDamaged.
    """
    return current_pointer(index).generation


def kept_generations(index: Path) -> set[str]:
    """Return the ids of the current generation and of the one that was current before it, if there was one.

    Raises IndexMissing or IndexDamaged.
    """
    return set(current_pointer(index).kept)


def current_pointer(index: Path) -> Pointer:
    """Return what CURRENT says. Raises IndexMissing or IndexDamaged."""
    pointer = index / CURRENT
    try:
        said = json.loads(pointer.read_text("utf-8"))
        current = str(said["generation"]), str(said["manifest_sha256"])
        found = Pointer(*current, said.get("before"), said.get("before_sha256"))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(
            f"There is no index in {index}; build one with: qa rebuild SOURCE... --index {index}"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{pointer} is not what loccit wrote; {again(index)}") from error
    if not _ID.fullmatch(found.generation) or not _ID.fullmatch(str(found.before or found.generation)):
        raise IndexDamaged(f"{pointer} is not what loccit wrote; {again(index)}")
    return found


def open_generation(index: Path) -> Generation:
    """Open the current generation after checking what can be checked in milliseconds.

    The rest is checked when it is first read. Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    return _of_current(index, _open)


def _open(index: Path, folder: Path, current: Pointer) -> Generation:
    manifest = _read_manifest(index, folder, current)
    for name, facts in manifest.files.items():
        check_size(folder / name, facts)
    for name, facts in manifest.files.items():
        if name not in _SCANNED and name not in _IN_PIECES:
            check_file(folder / name, facts)
    return Generation(
        manifest=manifest,
        folder=folder,
        catalogue=Catalogue(folder, manifest.passages, manifest.sentences),
        lexical=_open_lexical(folder / LEXICAL),
        lexical_documents=_open_lexical(folder / LEXICAL_DOCUMENTS),
        runs=_open_runs(folder, manifest),
        _passages=_open_passages(folder / PASSAGES, manifest),
        _sentence_terms=SentenceTerms(folder / SENTENCE_TERMS, manifest.sentences),
        _reprints=Reprints(folder / REPRINTS, manifest.sentences, manifest.documents),
        _check=at_first_use(folder, _SCANNED, manifest.files),
    )


def _open_runs(folder: Path, manifest: Manifest) -> dict[str, Runs]:
    return {
        name: Runs(folder / name, RUNS[name], of["width"], manifest.passages, of["rows"])
        for name, of in manifest.runs.items()
    }


def _open_passages(path: Path, manifest: Manifest) -> FaissIndex:
    """Open the vectors of passages, whose file begins as it must, so that FAISS reads no damaged length."""
    header = flat_header(manifest.dimension, manifest.passages)
    with path.open("rb") as file:
        if file.read(len(header)) != header:
            raise damaged(path, "was changed after it was written")
    return FaissIndex.open(path)


def _open_lexical(folder: Path) -> LexicalIndex:
    """Open the BM25 index; through a folder of links where its lock cannot be taken, as in another user's index."""
    if os.access(folder / TANTIVY_LOCK, os.W_OK):
        return LexicalIndex(folder)
    with TemporaryDirectory(prefix="loccit-") as links:
        for path in folder.iterdir():
            if path.name != TANTIVY_LOCK:
                (Path(links) / path.name).symlink_to(path.resolve())
        # An opened index has its files mapped into memory and asks for no path any more.
        return LexicalIndex(Path(links))


def read_manifest(index: Path) -> Manifest:
    """Read the current generation's manifest without opening or checking the rest.

    Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    return _of_current(index, _read_manifest)


def _of_current(index: Path, read: Callable[[Path, Path, Pointer], _Found]) -> _Found:
    """Read something of the current generation; of the new one, if a rebuild swept it away meanwhile."""
    current = current_pointer(index)
    folder = index / GENERATIONS / current.generation
    try:
        return read(index, folder, current)
    except (IndexDamaged, OSError, ValueError) as error:
        if current_pointer(index) != current:
            return _of_current(index, read)
        if isinstance(error, IndexDamaged | PermissionError):
            raise
        raise IndexDamaged(f"{folder} cannot be read ({error}); {again(index)}") from error


def _read_manifest(index: Path, folder: Path, current: Pointer) -> Manifest:
    return parse_manifest(index, manifest_bytes(folder, current))


def manifest_bytes(folder: Path, pointer: Pointer) -> bytes:
    """Return the manifest of a generation that is kept, as it was written. Raises IndexDamaged."""
    path, expected = folder / MANIFEST, pointer.kept[folder.name]
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise damaged(path, "is missing") from error
    if expected and hashlib.sha256(data).hexdigest() != expected:
        raise damaged(path, "was changed after it was written")
    return data


def parse_manifest(index: Path, data: bytes) -> Manifest:
    """Return the manifest that a file holds. Raises IndexFormatError for one of another format."""
    said = json.loads(data)
    found = said.get("format")
    if found == FORMAT:
        return Manifest(**said)
    message = f"The index in {index} has format {found}; this loccit reads format {FORMAT}"
    if isinstance(found, int) and found > FORMAT:
        raise IndexFormatError(f"{message}, so it was written by a newer one; update loccit, or {again(index)}")
    raise IndexFormatError(f"{message}; {again(index)}")


def is_building(index: Path) -> bool:
    """Whether a rebuild holds the index folder at this moment."""
    try:
        return lock.is_held(index)
    except PermissionError:
        # Another user's index: a rebuild has a folder on its way, which only a crash would leave behind.
        return any(index.glob("building-*"))
