"""What the model makes of passages: kept by what it read, so that no passage is embedded twice.

A passage has one vector and, for each kind in RUNS, a run of rows. Both can be taken over from the generation before,
or from INDEX/embedded.journal, to which a rebuild appends whatever it embeds: one that was stopped, or killed, has
embedded nothing in vain. The journal goes when the rebuild is published.
"""

import hashlib
import json
import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers, Vectors
from embeddings.documents import Document, Passage, Span
from embeddings.files import disk
from embeddings.files.checks import of_run
from embeddings.index.word_vectors import signs
from embeddings.models.encoder import Encoder
from embeddings.text.words import content_words

JOURNAL = "embedded.journal"
# The kinds of rows that a passage has a run of, and the numbers they are made of. Half precision moves a cosine by
# less than 0.001, which changes no ranking that was measured.
# The words of a passage are those of its title, then of its sentences; word_counts has how many each of these has.
RUNS: dict[str, Any] = {
    "sentences": np.dtype(np.float16),
    "words": np.dtype(np.uint8),
    "word_counts": np.dtype(np.int32),
}
KEY_BYTES = 32

Keys = NDArray[np.void]

_MARK = b"LOCE"
_HEAD = struct.Struct("<4s32s")
_SHAPE = struct.Struct("<II")
_CHECK = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the model makes of one passage: its vector, shape (dimension,), and a run of each kind in RUNS."""

    passage: Vectors
    runs: Mapping[str, NDArray[Any]]


def embedded_text(document: Document, passage: Passage) -> tuple[str, list[Span]]:
    """Return what the model reads of a passage, and where its sentences stand in that.

    The title goes before the passage, so that a passage is found by what its document is about; not where the
    passage begins with the title itself.
    """
    text = document.text[passage.start : passage.end]
    prefix = f"{document.title}\n" if document.title and not text.startswith(document.title) else ""
    shift = len(prefix) - passage.start
    return prefix + text, [(own.start + shift, own.end + shift) for own in passage.sentences]


def key(text: str, spans: Sequence[Span]) -> bytes:
    """Return the sha256 of what the model reads of a passage; the same model makes the same of the same key."""
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    for places in (spans, _words(text)):
        whole.update(b"\0" + np.asarray(places, "<i8").tobytes())
    return whole.digest()


def _words(text: str) -> list[Span]:
    return [word.span for word in content_words(text)]


def embed(encoder: Encoder, texts: Sequence[tuple[str, list[Span]]]) -> list[Embedded]:
    """Have a model read passages, each given as `embedded_text` returns it."""
    spans, words = [own for _, own in texts], [_words(text) for text, _ in texts]
    encoded = encoder.encode_passages([text for text, _ in texts], spans, words)
    of_sentences, of_words = _split(encoded.sentences, spans), _split(encoded.words, words)
    made = []
    for number, passage in enumerate(encoded.passages):
        # A word that the model does not read so far has no vector, and is none.
        read = np.any(of_words[number] != 0, axis=1)
        runs = {
            "sentences": of_sentences[number].astype(RUNS["sentences"]),
            "words": signs(of_words[number][read]),
            "word_counts": _word_counts(spans[number], words[number], read)[:, np.newaxis],
        }
        made.append(Embedded(passage, runs))
    return made


def _split(vectors: Vectors, spans: Sequence[Sequence[Span]]) -> list[Vectors]:
    """Return the vectors of each text's spans, given those of all."""
    return np.split(vectors, np.cumsum([len(own) for own in spans])[:-1])


def _word_counts(sentences: Sequence[Span], words: Sequence[Span], read: NDArray[np.bool_]) -> Numbers:
    """Return how many of the words that were read stand before the first sentence, and in each: (1 + sentences,)."""
    starts = np.asarray([start for start, _ in words], np.int64)[read]
    owners = np.searchsorted([start for start, _ in sentences], starts, side="right")
    return np.bincount(owners, minlength=1 + len(sentences))


def as_keys(data: bytes | NDArray[np.uint8]) -> Keys:
    """Return keys that stand one after another as an array of shape (keys,) that can be compared and sorted."""
    return np.frombuffer(data, np.dtype((np.void, KEY_BYTES)))


class Lookup:
    """Finds the row of a key."""

    def __init__(self, keys: Keys) -> None:
        self._order = np.argsort(_numbers(keys), kind="stable")
        self._sorted = _numbers(keys)[self._order]
        self._keys = keys

    def rows(self, keys: Keys) -> Numbers:
        """Return the row of each key, -1 for one that is not there; shape (len(keys),)."""
        found = np.full(len(keys), -1, np.int64)
        if not len(self._keys) or not len(keys):
            return found
        # The first 8 bytes of a sha256 are as good as unique; the whole is compared to be sure.
        places = np.minimum(np.searchsorted(self._sorted, _numbers(keys)), len(self._sorted) - 1)
        rows = self._order[places]
        same = self._keys[rows] == keys
        found[same] = rows[same]
        return found


def _numbers(keys: Keys) -> NDArray[np.uint64]:
    return np.ascontiguousarray(keys).view(np.uint8).reshape(-1, KEY_BYTES)[:, :8].copy().view("<u8")[:, 0]


class Journal:
    """What was embedded since the last generation was published, in a file that may end anywhere."""

    def __init__(self, index: Path, made_by: Mapping[str, Any]) -> None:
        """Open the journal to read it and to append to it; one made by another model is begun anew."""
        self._path = index / JOURNAL
        self._head = json.dumps(made_by, sort_keys=True).encode() + b"\n"
        self._dimension = int(made_by["dimension"])
        # By their numbers, in bytes and not in Python's objects: an archive may have a million passages.
        self._keys, self._places = bytearray(), array("q")
        end = self._scan()
        self._file = self._path.open("r+b" if end else "w+b", buffering=0)
        try:
            if end:
                self._file.truncate(end)
            else:
                self._write(self._head)
        except BaseException:
            self._file.close()
            raise

    def __len__(self) -> int:
        return len(self._places)

    def rows(self, wanted: Keys) -> Numbers:
        """Return the number under which each passage is kept, -1 for one that is not; shape (len(wanted),)."""
        return Lookup(as_keys(bytes(self._keys))).rows(wanted)

    def append(self, wanted: bytes, embedded: Embedded) -> None:
        """Keep what was made of a passage."""
        place = self._file.seek(0, 2)
        parts = [_HEAD.pack(_MARK, wanted)]
        for name, dtype in RUNS.items():
            run = np.ascontiguousarray(embedded.runs[name], dtype)
            parts += [_SHAPE.pack(*run.shape), run.tobytes()]
        parts.append(np.ascontiguousarray(embedded.passage, np.float32).tobytes())
        record = b"".join(parts)
        self._write(record + _CHECK.pack(of_run(record)))
        self._note(wanted, place)

    def _note(self, wanted: bytes, place: int) -> None:
        self._keys += wanted
        self._places.append(place)

    def _write(self, data: bytes) -> None:
        with disk.naming(self._path):
            disk.append(self._file, data)

    def get(self, number: int) -> Embedded:
        """Return what was made of a passage, by the number that `rows` gives; raises IndexError."""
        self._file.seek(self._places[number])
        read = self._read(self._file)
        if read is None:
            raise IndexError(f"{self._path} was changed while it was read")
        return read[1]

    def _scan(self) -> int:
        """Find the records; return the end of the last whole one, 0 if there is nothing that can be used."""
        if not self._path.is_file():
            return 0
        with self._path.open("rb") as file:
            if file.readline(len(self._head) + 1) != self._head:
                return 0
            end = file.tell()
            while record := self._read(file):
                self._note(record[0], end)
                end = file.tell()
        return end

    def _read(self, file: Any) -> tuple[bytes, Embedded] | None:
        """Read a record; None where there is none, or not all of it, or not as it was written."""
        parts = [file.read(_HEAD.size)]
        if len(parts[0]) < _HEAD.size or not parts[0].startswith(_MARK):
            return None
        runs = {}
        for name, dtype in RUNS.items():
            shape = file.read(_SHAPE.size)
            if len(shape) < _SHAPE.size:
                return None
            rows, width = _SHAPE.unpack(shape)
            # A length that is not what was written must not fill the memory: no read is longer than the file.
            data = file.read(min(rows * width * dtype.itemsize, self._path.stat().st_size))
            if len(data) < rows * width * dtype.itemsize:
                return None
            runs[name] = np.frombuffer(data, dtype).reshape(rows, width)
            parts += [shape, data]
        parts.append(file.read(self._dimension * 4))
        check = file.read(_CHECK.size)
        if check != _CHECK.pack(of_run(b"".join(parts))):
            return None
        return parts[0][4:], Embedded(np.frombuffer(parts[-1], np.float32), runs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file and leave it for the next rebuild."""
        self._file.close()


def ranges(rows: Numbers) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the longest stretches in which each row is one more than the one before, or all are -1."""
    if not len(rows):
        return
    breaks = np.flatnonzero((np.diff(rows) != 1) & ~((rows[1:] == -1) & (rows[:-1] == -1))) + 1
    # -1 before 0 looks like a stretch but is none.
    breaks = np.union1d(breaks, np.flatnonzero((rows[1:] == 0) & (rows[:-1] == -1)) + 1)
    edges = [0, *breaks.tolist(), len(rows)]
    yield from pairwise(edges)
