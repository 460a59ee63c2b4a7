"""The current generation, opened to be read.

Opening maps or opens all files and parses nothing: it takes as long for any archive. What every question reads
whole, and what BM25 reads of, is checked before the first; the catalogue and the numbers that say where rows begin,
when they are first used. A file that is read in pieces is checked piece by piece: each text by its sha256, each run of
rows by its checksum.
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

from embeddings.errors import IndexDamaged, NoGeneration
from embeddings.files import runs
from embeddings.files.checks import check_once, check_size, first_use_check, rebuild_advice
from embeddings.generations.layout import (
    CODES,
    GENERATIONS,
    KEYS,
    LEXICAL,
    LEXICAL_DOCUMENTS,
    PASSAGES,
    REPRINTS,
    RUNS,
    SEGMENTS,
    SENTENCE_KEYS,
    SENTENCE_TERMS,
    UNREADABLE,
)
from embeddings.generations.manifest import Manifest, manifest_of
from embeddings.generations.pointer import Pointer, current_pointer, is_of_this_process, read_current
from embeddings.generations.segment import OpenedVectors, Segment, Segments
from embeddings.index import segment_catalogue, sentence_terms
from embeddings.index.catalogue import Catalogue
from embeddings.index.coarse import RECHECKED
from embeddings.index.lexical import LexicalIndex
from embeddings.index.order import Order
from embeddings.index.parted import PartedRuns, PartedTerms, SentenceKeys
from embeddings.index.reprints import Reprints
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.vectors import VectorIndex
from embeddings.index.word_vectors import WordVectors

# Of a segment: read whole by every question, so checked by the first.
_SCANNED = {PASSAGES, CODES, SENTENCE_KEYS, f"{SENTENCE_TERMS}/{sentence_terms.HASHES}"}
# Read piece by piece, and checked so; keys and what could not be read are for the next rebuild, which checks all.
_IN_PIECES = {segment_catalogue.TEXTS, *(f"{name}/{runs.ROWS}" for name in (segment_catalogue.PLACES, *RUNS)), KEYS}
_LEXICAL = (f"{LEXICAL}/", f"{LEXICAL_DOCUMENTS}/")


class Generation:
    """One opened, immutable build of the index."""

    def __init__(self, folder: Path, manifest: Manifest, rechecked: int = RECHECKED) -> None:
        """Open a generation that is written whole, given what its manifest says. Raises IndexDamaged."""
        for name, digest in manifest.files.items():
            check_size(folder / name, digest)
        self.folder, self.manifest, self._rechecked = folder, manifest, rechecked
        self._segments = Segments.open(folder, manifest)
        self._vectors = OpenedVectors(folder, manifest)
        self._reprints = Reprints(folder / REPRINTS, manifest.documents, self._segments.sentence_keys)
        names: dict[str, list[str]] = {"places": [], "scanned": [], "lexical": [], "pieces": []}
        for name in manifest.files:
            names[_checked_with(name)].append(name)
        self._in_pieces = names.pop("pieces")
        checks = {which: first_use_check(folder, files, manifest.files) for which, files in names.items()}
        # Raises IndexDamaged, as all below do at first use, where what says where things stand was changed.
        self.check_places: Callable[[], None] = checks["places"]
        self._check_scanned, self._check_lexical = checks["scanned"], checks["lexical"]

    def check_files(self) -> None:
        """Raise IndexDamaged unless all files are as they were written; each is read once by a process, and a day."""
        for check in (self.check_places, self._check_scanned, self._check_lexical):
            check()
        for name in self._in_pieces:
            check_once(self.folder / name, self.manifest.files[name])

    @property
    def id(self) -> str:
        """The generation's id: when it was built, and a few random digits."""
        return self.manifest.generation

    @property
    def segments(self) -> "list[Segment]":
        """The segments, by their numbers. Raises IndexDamaged as `catalogue`."""
        self.check_places()
        return list(self._segments.parts)

    @property
    def order(self) -> Order:
        """Where documents, passages and sentences stand. Raises IndexDamaged as `catalogue`."""
        self.check_places()
        return self._segments.order

    @property
    def lexical(self) -> LexicalIndex:
        """BM25 over passages. Raises IndexDamaged at first use if a file of it was changed."""
        self.check_places()
        self._check_lexical()
        return self._segments.lexical

    @property
    def lexical_documents(self) -> LexicalIndex:
        """BM25 over documents. Raises IndexDamaged at first use if a file of either was changed."""
        self.check_places()
        self._check_lexical()
        return self._segments.lexical_documents

    @property
    def catalogue(self) -> Catalogue:
        """The documents. Raises IndexDamaged at first use if a file was changed that says where things are."""
        self.check_places()
        return self._segments.catalogue

    @property
    def runs(self) -> dict[str, PartedRuns]:
        """The rows of each passage, by the names in RUNS. Raises IndexDamaged as `catalogue`."""
        self.check_places()
        return self._segments.runs

    @property
    def passages(self) -> VectorIndex:
        """The vectors of passages. Raises IndexDamaged at first use if a file was changed."""
        self.check_places()
        self._check_scanned()
        return self._index

    @cached_property
    def _index(self) -> VectorIndex:
        return self._vectors.index(self._segments.order, self._rechecked)

    @property
    def sentence_terms(self) -> PartedTerms:
        """The terms of each sentence. Raises IndexDamaged at first use if a file was changed."""
        self.check_places()
        self._check_scanned()
        return self._segments.sentence_terms

    @property
    def sentence_keys(self) -> SentenceKeys:
        """The key of each sentence. Raises IndexDamaged at first use if a file was changed."""
        self.check_places()
        self._check_scanned()
        return self._segments.sentence_keys

    @property
    def reprints(self) -> Reprints:
        """What stands in several places. Raises IndexDamaged at first use if a file was changed."""
        self.check_places()
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


def _checked_with(name: str) -> str:
    """Return with which files a file of a generation is checked; "pieces" are checked each when it is read."""
    parts = PurePosixPath(name).parts
    if parts[0] != SEGMENTS:
        return "scanned" if parts[0] == REPRINTS else "pieces" if name == UNREADABLE else "places"
    in_segment = "/".join(parts[2:])
    if in_segment.startswith(_LEXICAL):
        return "lexical"
    return "scanned" if in_segment in _SCANNED else "pieces" if in_segment in _IN_PIECES else "places"


def open_generation(index: Path, rechecked: int = RECHECKED) -> Generation:
    """Open the current generation; what is read of it is checked when it is first read.

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
        if is_of_this_process(error):
            raise
        raise IndexDamaged(f"{folder} cannot be read ({error}); {rebuild_advice(index)}") from error


def _open(index: Path, folder: Path, pointer: Pointer, rechecked: int = RECHECKED) -> Generation:
    return open_sealed(folder, manifest_of(index, folder, pointer), rechecked)


def open_sealed(folder: Path, manifest: Manifest, rechecked: int = RECHECKED) -> Generation:
    """Open a generation that is written whole, current or not yet, given what its manifest says.

    Raises IndexDamaged.
    """
    return Generation(folder, manifest, rechecked)
