"""The current generation, opened to be read.

Opening reads and checks what Tantivy parses then, and maps all else into memory: it takes as long for any archive. What
Tantivy reads of terms for questions is checked before the first, and so is what every question reads whole; the
catalogue and the numbers that say where rows begin, when they are first used. A file that is read in pieces is checked
piece by piece: each text by its sha256, each run of rows by its checksum.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from embeddings.errors import IndexDamaged, NoGeneration
from embeddings.files import runs
from embeddings.files.checks import check_end, check_file, check_size, damaged, first_use_check, rebuild_advice
from embeddings.files.runs import Runs
from embeddings.generations.layout import (
    CODES,
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
from embeddings.index.coarse import RECHECKED, CoarseIndex
from embeddings.index.lexical import LexicalIndex
from embeddings.index.reprints import Reprints
from embeddings.index.sentence_terms import SentenceTerms
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.vectors import FaissIndex, VectorIndex, flat_header
from embeddings.index.word_vectors import WordVectors

# Read whole by every question, so checked by the first.
_SCANNED = (
    PASSAGES,
    CODES,
    f"{SENTENCE_TERMS}/{sentence_terms.HASHES}",
    *(f"{REPRINTS}/{name}" for name in reprints.FILES),
)
# Read piece by piece, and checked so; keys and what could not be read are for the next rebuild, which checks all.
_IN_PIECES = (catalogue.TEXTS, *(f"{name}/{runs.ROWS}" for name in (catalogue.PLACES, *RUNS)), KEYS, UNREADABLE)
# Parsed when it is opened, so checked before: of terms and where they stand, which grow with the archive, the end.
_PARSED = (f"{LEXICAL}/", f"{LEXICAL_DOCUMENTS}/")
_PARSED_AT_THE_END = (".idx", ".term")


@dataclass(frozen=True, slots=True)
class Generation:
    """One opened, immutable build of the index."""

    manifest: Manifest
    folder: Path
    _lexical: LexicalIndex
    _lexical_documents: LexicalIndex
    _catalogue: Catalogue
    _runs: dict[str, Runs]
    _passages: VectorIndex
    _sentence_terms: SentenceTerms
    _reprints: Reprints
    # Raises IndexDamaged, as all below do at first use, where the catalogue or what says where rows begin was changed.
    check_places: Callable[[], None]
    _check_scanned: Callable[[], None]
    _check_lexical: Callable[[], None]

    @property
    def id(self) -> str:
        """The generation's id: when it was built, and a few random digits."""
        return self.manifest.generation

    @property
    def lexical(self) -> LexicalIndex:
        """BM25 over passages. Raises IndexDamaged at first use if a file of it was changed."""
        self._check_lexical()
        return self._lexical

    @property
    def lexical_documents(self) -> LexicalIndex:
        """BM25 over documents. Raises IndexDamaged at first use if a file of either was changed."""
        self._check_lexical()
        return self._lexical_documents

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


def open_generation(index: Path, rechecked: int = RECHECKED) -> Generation:
    """Open the current generation after checking what Tantivy parses then; the rest is checked when it is first read.

    Where the search is approximate, `rechecked` times as many passages as are asked for are compared exactly.

    Raises IndexMissing, IndexFormatError or IndexDamaged.
    """
    return read_current(index, partial(_open, rechecked=rechecked))


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


def _open(index: Path, folder: Path, pointer: Pointer, rechecked: int = RECHECKED) -> Generation:
    return open_sealed(folder, manifest_of(index, folder, pointer), rechecked)


def open_sealed(folder: Path, manifest: Manifest, rechecked: int = RECHECKED) -> Generation:
    """Open a generation that is written whole, current or not yet, given what its manifest says.

    Raises IndexDamaged.
    """
    for name, digest in manifest.files.items():
        check_size(folder / name, digest)
    parsed = [name for name in manifest.files if name.startswith(_PARSED)]
    for name in parsed:
        check = check_end if name.endswith(_PARSED_AT_THE_END) else check_file
        check(folder / name, manifest.files[name])
    lexical = [name for name in parsed if name.endswith(_PARSED_AT_THE_END)]
    scanned = [name for name in _SCANNED if name in manifest.files]
    places = [name for name in manifest.files if name not in {*parsed, *_SCANNED, *_IN_PIECES}]
    return Generation(
        manifest=manifest,
        folder=folder,
        _lexical=_open_lexical(folder / LEXICAL),
        _lexical_documents=_open_lexical(folder / LEXICAL_DOCUMENTS),
        _catalogue=Catalogue(folder, manifest.passages, manifest.sentences),
        _runs=_open_runs(folder, manifest),
        _passages=_open_passages(folder, manifest, rechecked),
        _sentence_terms=SentenceTerms(folder / SENTENCE_TERMS, manifest.sentences),
        _reprints=Reprints(folder / REPRINTS, manifest.sentences, manifest.documents),
        check_places=first_use_check(folder, places, manifest.files),
        _check_scanned=first_use_check(folder, scanned, manifest.files),
        _check_lexical=first_use_check(folder, lexical, manifest.files),
    )


def _open_runs(folder: Path, manifest: Manifest) -> dict[str, Runs]:
    return {
        name: Runs(folder / name, RUNS[name], shape["width"], manifest.passages, shape["rows"])
        for name, shape in manifest.runs.items()
    }


def _open_passages(folder: Path, manifest: Manifest, rechecked: int) -> VectorIndex:
    """Open the vectors of passages once the file begins as it must, so that FAISS reads no damaged length."""
    path = folder / PASSAGES
    if manifest.search == "approximate":
        return CoarseIndex(path, folder / CODES, manifest.dimension, manifest.passages, rechecked)
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
