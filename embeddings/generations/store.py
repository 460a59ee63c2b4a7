"""The current generation, opened to be read.

Opening reads and checks what Tantivy parses, and maps all else into memory. The catalogue and the numbers that say
where rows begin are checked when they are first used, and what every question reads whole by the first question. A file
that is read in pieces is checked piece by piece: each text by its sha256, each run of rows by its checksum.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from embeddings.errors import IndexDamaged, NoGeneration
from embeddings.files import runs
from embeddings.files.checks import check_file, check_size, damaged, first_use_check, rebuild_advice
from embeddings.files.runs import Runs
from embeddings.generations.layout import (
    GENERATIONS,
    KEYS,
    LEXICAL,
    LEXICAL_DOCUMENTS,
    PASSAGES,
    REPRINTS,
    RUNS,
    SENTENCE_TERMS,
    TANTIVY_LOCK,
    UNREADABLE,
)
from embeddings.generations.manifest import Manifest, manifest_of
from embeddings.generations.pointer import Pointer, current_pointer, read_current
from embeddings.index import catalogue, reprints, sentence_terms
from embeddings.index.catalogue import Catalogue
from embeddings.index.lexical import LexicalIndex
from embeddings.index.reprints import Reprints
from embeddings.index.sentence_terms import SentenceTerms
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.vectors import FaissIndex, VectorIndex, flat_header
from embeddings.index.word_vectors import WordVectors

# Read whole by every question, so checked by the first.
_SCANNED = (
    PASSAGES,
    f"{SENTENCE_TERMS}/{sentence_terms.HASHES}",
    *(f"{REPRINTS}/{name}" for name in reprints.FILES),
)
# Read piece by piece, and checked so; keys and what could not be read are for the next rebuild, which checks all.
_IN_PIECES = (catalogue.TEXTS, *(f"{name}/{runs.ROWS}" for name in (catalogue.PLACES, *RUNS)), KEYS, UNREADABLE)
# Parsed when it is opened, so checked before.
_PARSED = (f"{LEXICAL}/", f"{LEXICAL_DOCUMENTS}/")


@dataclass(frozen=True, slots=True)
class Generation:
    """One opened, immutable build of the index."""

    manifest: Manifest
    folder: Path
    lexical: LexicalIndex
    lexical_documents: LexicalIndex
    _catalogue: Catalogue
    _runs: dict[str, Runs]
    _passages: VectorIndex
    _sentence_terms: SentenceTerms
    _reprints: Reprints
    # Raises IndexDamaged, as all below do at first use, where the catalogue or what says where rows begin was changed.
    check_places: Callable[[], None]
    _check_scanned: Callable[[], None]

    @property
    def id(self) -> str:
        """The generation's id: when it was built, and a few random digits."""
        return self.manifest.generation

    @property
    def catalogue(self) -> Catalogue:
        """The documents. Raises IndexDamaged at first use if a file was changed that says where things are."""
        self.check_places()
        return self._catalogue

    @property
    def runs(self) -> dict[str, Runs]:
        """The rows of each passage, by the names in RUNS. Raises IndexDamaged as `catalogue`."""
        self.check_places()
        return self._runs

    @property
    def passages(self) -> VectorIndex:
        """The vectors of passages. Raises IndexDamaged at first use if the file was changed."""
        self._check_scanned()
        return self._passages

    @property
    def sentence_terms(self) -> SentenceTerms:
        """The terms of each sentence. Raises IndexDamaged at first use if a file was changed."""
        self.check_places()
        self._check_scanned()
        return self._sentence_terms

    @property
    def reprints(self) -> Reprints:
        """What stands in several places. Raises IndexDamaged at first use if a file was changed."""
        self._check_scanned()
        return self._reprints

    @property
    def words(self) -> WordVectors:
        """The signs of the vectors of each passage's words."""
        return WordVectors(self.runs["words"], self.runs["word_counts"])

    @property
    def sentences(self) -> SentenceVectors:
        """The vectors of each passage's sentences."""
        return SentenceVectors(self.runs["sentences"])


def open_generation(index: Path) -> Generation:
    """Open the current generation after checking what Tantivy parses; the rest is checked when it is first read.

    Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    return read_current(index, _open)


def open_kept(index: Path, generation: str) -> Generation:
    """Open a generation that is kept beside the current one, as `open_generation` does the current one.

    Raises NoGeneration where it is not kept any more, and what `open_generation` raises.
    """
    pointer = current_pointer(index)
    if generation not in pointer.kept:
        raise NoGeneration(f"{index} keeps no generation {generation!r}; it keeps {', '.join(pointer.newest_first)}.")
    folder = index / GENERATIONS / generation
    try:
        return _open(index, folder, pointer)
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{folder} cannot be read ({error}); {rebuild_advice(index)}") from error


def _open(index: Path, folder: Path, pointer: Pointer) -> Generation:
    return open_sealed(folder, manifest_of(index, folder, pointer))


def open_sealed(folder: Path, manifest: Manifest) -> Generation:
    """Open a generation that is written whole, current or not yet, given what its manifest says.

    Raises IndexDamaged.
    """
    for name, digest in manifest.files.items():
        check_size(folder / name, digest)
    for name, digest in manifest.files.items():
        if name.startswith(_PARSED):
            check_file(folder / name, digest)
    places = [name for name in manifest.files if not name.startswith(_PARSED) and name not in _SCANNED + _IN_PIECES]
    return Generation(
        manifest=manifest,
        folder=folder,
        lexical=_open_lexical(folder / LEXICAL),
        lexical_documents=_open_lexical(folder / LEXICAL_DOCUMENTS),
        _catalogue=Catalogue(folder, manifest.passages, manifest.sentences),
        _runs=_open_runs(folder, manifest),
        _passages=_open_passages(folder / PASSAGES, manifest),
        _sentence_terms=SentenceTerms(folder / SENTENCE_TERMS, manifest.sentences),
        _reprints=Reprints(folder / REPRINTS, manifest.sentences, manifest.documents),
        check_places=first_use_check(folder, places, manifest.files),
        _check_scanned=first_use_check(folder, _SCANNED, manifest.files),
    )


def _open_runs(folder: Path, manifest: Manifest) -> dict[str, Runs]:
    return {
        name: Runs(folder / name, RUNS[name], shape["width"], manifest.passages, shape["rows"])
        for name, shape in manifest.runs.items()
    }


def _open_passages(path: Path, manifest: Manifest) -> FaissIndex:
    """Open the vectors of passages once the file begins as it must, so that FAISS reads no damaged length."""
    header = flat_header(manifest.dimension, manifest.passages)
    with path.open("rb") as file:
        if file.read(len(header)) != header:
            raise damaged(path, "was changed after it was written")
    return FaissIndex.open(path)


def _open_lexical(folder: Path) -> LexicalIndex:
    """Open a BM25 index; through a folder of links where its lock cannot be taken, as in another user's index."""
    if os.access(folder / TANTIVY_LOCK, os.W_OK):
        return LexicalIndex(folder)
    with TemporaryDirectory(prefix="loccit-") as links:
        for path in folder.iterdir():
            if path.name != TANTIVY_LOCK:
                (Path(links) / path.name).symlink_to(path.resolve())
        # An opened index has its files mapped into memory and asks for no path any more.
        return LexicalIndex(Path(links))
