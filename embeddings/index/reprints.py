"""What stands in more than one place: sentences in the same words, and documents that are reprints of others.

Two sentences are the same if they are the same words once case, quotation marks, white space and punctuation are set
aside; figures keep their points, signs and units, and a question is not a statement. One that cannot be understood by
itself, because it is short or opens with a pronoun, counts together with the sentence before it. A document is a
reprint of another if nearly all that the shorter one says stands in the longer one, sentence by sentence, and makes up
half of that at least.

No likeness is estimated: each sentence has a 64-bit hash, and equal ones are found by sorting. So a paragraph is found
inside a longer piece however that is cut into passages, and "will attend" is never "will not attend".
"""

import re
import unicodedata
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Numbers
from embeddings.documents import Document, Passage
from embeddings.files.runs import RowsWriter, npy_header, open_rows, write_numbers
from embeddings.text.splitting import is_heading

KEYS, REPEATED, PLACES, ORIGINS, RANKS = "keys.npy", "repeated.npy", "places.npy", "origins.npy", "ranks.npy"
FILES = (KEYS, REPEATED, PLACES, ORIGINS, RANKS)

# A shorter sentence, such as "He declined to comment", stands in stories that have nothing else in common.
SAYS_ENOUGH_WORDS = 8
# "Nearly all" of the shorter document, and how much of the longer one that must be. Copies are cut at the end; a
# roundup of many stories is no reprint of one. Both are shares of the terms, counted once a sentence.
SHORTER_SHARE, LONGER_SHARE = 0.8, 0.5
# Looked at for each document: those with which it has most in common among the first and the last to say the same.
MOST_COMPARED = 8

Keys = NDArray[np.uint64]

_HEADING = np.uint64(1)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TOKEN = re.compile(
    # A figure with its sign, points and commas; a word; and signs that change what a sentence says.
    r"(?<!\w)[-\u2212+\u00b1]?\.?\d+(?:[.,:/]\d+)*|[^\W_]+|[?%\u2030\u00b0<=>\u2264\u2265~\u00d7\u00f7$\u00a2-\u00a5\u20a0-\u20c0]"
)
_LEANS_BACK = re.compile(
    r"(?:(?:but|and|yet|so|still|then|nor|when|while|if|as|although|instead) )?"
    r"(?:he|she|it|they|his|her|their|its|this|that|these|those|such|both|neither)\b"
)


def normalised(sentence: str) -> str:
    """Return the words of a sentence as they are compared: in small letters, with one space between."""
    text = _INVISIBLE.sub("", sentence)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u2212", "-")
    return " ".join(_TOKEN.findall(text.casefold()))


def keys(document: Document, passages: list[Passage]) -> Keys:
    """Return a hash for each sentence of a document; equal ones are the same sentence.

    The lowest bit is set for what is no sentence: a heading, or what has no words.
    """
    found: list[int] = []
    before = 0
    for passage in passages:
        for own in passage.sentences:
            sentence = document.text[own.start : own.end]
            words = normalised(sentence)
            heading = not words or is_heading(sentence)
            key = _hash(words, before if not heading and _leans_back(words) else 0)
            found.append(key | 1 if heading else key & ~1)
            before = before if heading else key
    return np.array(found, np.uint64)


def leans_back(sentence: str) -> bool:
    """Whether a sentence cannot be understood, or told from others in the same words, without the one before it."""
    return _leans_back(normalised(sentence))


def _leans_back(words: str) -> bool:
    return words.count(" ") + 1 < SAYS_ENOUGH_WORDS or bool(_LEANS_BACK.match(words))


def _hash(words: str, before: int) -> int:
    said = words.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(said, digest_size=8, salt=before.to_bytes(8, "little")).digest(), "little")


def _header(count: int) -> bytes:
    return npy_header(count, np.uint64, None)


class ReprintsWriter:
    """Writes the keys of sentences, document by document, into a folder, which is made."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._keys = RowsWriter(folder / KEYS, _header)

    def add(self, document: Document, passages: list[Passage]) -> None:
        """Append a document."""
        self._keys.append(keys(document, passages))

    def copy(self, folder: Path, first: int, last: int) -> None:
        """Append the sentences [first, last) of another generation's folder, which is known to be undamaged."""
        self._keys.copy(folder / KEYS, len(_header(0)) + first * 8, last - first, 8)

    def finish(self) -> None:
        """Write what is to be written at the end."""
        self._keys.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file as it is."""
        self._keys.__exit__(kind, error, at)


def write_origins(folder: Path, documents: Numbers, terms: Numbers, ranks: Numbers) -> None:
    """Write which of the sentences whose keys stand in a folder are repeated, and the origin of each document.

    `documents`, shape (sentences,), is the document of each sentence and `terms` the number of its terms; `ranks`,
    shape (documents,), numbers the documents from the one that would be the origin of all. All is worked out anew from
    all keys, so it does not matter which documents are new.
    """
    found: Keys = open_rows(folder / KEYS, _header(len(documents)), np.uint64, (len(documents),))
    order = np.argsort(found, kind="stable")
    ordered = found[order]
    same = ordered[1:] == ordered[:-1]
    repeated = np.concatenate([same, [False]]) | np.concatenate([[False], same])
    places = order[repeated]
    write_numbers(folder / REPEATED, ordered[repeated])
    write_numbers(folder / PLACES, places)
    counted = (found & _HEADING) == 0
    total = np.bincount(documents[counted], terms[counted], len(ranks)).astype(np.float64)
    said = places[counted[places]]
    write_numbers(folder / RANKS, ranks)
    write_numbers(folder / ORIGINS, origins(found[said], documents[said], terms[said], total, ranks))


def origins(repeated: Keys, documents: Numbers, terms: Numbers, total: NDArray[np.float64], ranks: Numbers) -> Numbers:
    """Return for each document the one that it is a reprint of, itself for an original; shape (documents,).

    `repeated`, `documents` and `terms` have one entry for each sentence that stands in more than one place; `total` is
    the number of terms of all sentences of each document. An origin is always an original.
    """
    found = np.arange(len(ranks))
    # Each sentence once a document, those of the same words together, the documents in the order of their ranks.
    order = np.lexsort((ranks[documents], repeated))
    repeated, documents, terms = repeated[order], documents[order], terms[order]
    again = np.concatenate([[False], (repeated[1:] == repeated[:-1]) & (documents[1:] == documents[:-1])])[: len(order)]
    total = total - np.bincount(documents[again], terms[again], len(ranks))
    repeated, documents, terms = repeated[~again], documents[~again], terms[~again]
    # Whoever says little that others say too is nobody's reprint.
    likely = np.bincount(documents, terms, len(ranks)) >= LONGER_SHARE * np.maximum(total, 1)
    kept = likely[documents]
    repeated, documents, terms = repeated[kept], documents[kept], terms[kept]
    said = _Said(repeated, documents, terms, total)
    # Those that say just the same have the same origin, whatever else stands between them.
    alike: dict[bytes, int] = {}
    for document, others in _compared(repeated, documents, terms, ranks):
        twin = alike.setdefault(said.digest(document), document)
        candidates = sorted({int(found[one]) for one in others}, key=ranks.__getitem__)
        same = (one for one in candidates if said.is_reprint(document, one))
        found[document] = found[twin] if twin != document else next(same, document)
    return found


def _compared(repeated: Keys, documents: Numbers, terms: Numbers, ranks: Numbers) -> list[tuple[int, list[int]]]:
    """Return documents, by their ranks, each with the documents before it to compare it with.

    These are the first to say a sentence that it says and the last before it. Their number grows with that of the
    sentences, not with its square.
    """
    if not len(repeated):
        return []
    starts = np.concatenate([[True], repeated[1:] != repeated[:-1]])
    first = np.maximum.accumulate(np.where(starts, np.arange(len(repeated)), 0))
    later = np.flatnonzero(~starts)
    pairs = np.stack([np.tile(documents[later], 2), np.concatenate([documents[first[later]], documents[later - 1]])])
    unique, inverse = np.unique(pairs, axis=1, return_inverse=True)
    common = np.bincount(inverse.reshape(-1), np.tile(terms[later], 2))
    found: dict[int, list[int]] = {}
    for pair in np.lexsort((ranks[unique[1]], -common, ranks[unique[0]])).tolist():
        others = found.setdefault(int(unique[0, pair]), [])
        if len(others) < MOST_COMPARED:
            others.append(int(unique[1, pair]))
    return list(found.items())


class _Said:
    """The repeated sentences of each document, to see how much two have in common."""

    def __init__(self, repeated: Keys, documents: Numbers, terms: Numbers, total: NDArray[np.float64]) -> None:
        order = np.lexsort((repeated, documents))
        self._keys, self._terms, self._total = repeated[order], terms[order], total
        self._firsts = np.searchsorted(documents[order], np.arange(len(total) + 1))

    def digest(self, document: int) -> bytes:
        """Return what is equal for documents of the same sentences, and for no others."""
        own = slice(self._firsts[document], self._firsts[document + 1])
        whole = self._terms[own].sum() == self._total[document]
        return blake2b(self._keys[own].tobytes() if whole else str(document).encode()).digest()

    def is_reprint(self, one: int, other: int) -> bool:
        """Whether nearly all of the shorter document stands in the longer one and makes up half of that at least."""
        shorter, longer = sorted((float(self._total[one]), float(self._total[other])))
        if shorter < LONGER_SHARE * longer:
            return False
        mine, its = (slice(self._firsts[which], self._firsts[which + 1]) for which in (one, other))
        _, places, _ = np.intersect1d(self._keys[mine], self._keys[its], assume_unique=True, return_indices=True)
        common = float(self._terms[mine][places].sum())
        return common > 0 and common >= SHORTER_SHARE * shorter and common >= LONGER_SHARE * longer


class Reprints:
    """The opened keys of so many sentences, with the origins and ranks of so many documents.

    `origins` has for each document the one that it is a reprint of, itself for an original; `ranks` has its place among
    all that could be the origin of a text. Both have the shape (documents,).
    """

    def __init__(self, folder: Path, sentences: int, documents: int) -> None:
        repeated = ((folder / PLACES).stat().st_size - len(_header(0))) // 8
        self._keys: Keys = open_rows(folder / KEYS, _header(sentences), np.uint64, (sentences,))
        self._repeated: Keys = open_rows(folder / REPEATED, _header(repeated), np.uint64, (repeated,))
        self._places = _open_numbers(folder / PLACES, repeated)
        self.origins = _open_numbers(folder / ORIGINS, documents)
        self.ranks = _open_numbers(folder / RANKS, documents)

    def of_one_origin(self, document: int) -> Numbers:
        """Return a document and all reprints of the same origin, in the order of the archive."""
        return np.asarray(np.flatnonzero(self.origins == self.origins[document]))

    def keys(self, sentences: Numbers) -> Keys:
        """Return the keys of sentences, shape (len(sentences),)."""
        return self._keys[sentences]

    def places(self, first: int, end: int) -> Numbers:
        """Return where the sentences [first, end) stand in the same words: the first of each such run, in order.

        They stand there themselves. A run may begin in one document and end in the next.
        """
        key = self._keys[first]
        begin, stop = np.searchsorted(self._repeated, key, "left"), np.searchsorted(self._repeated, key, "right")
        found = np.array(self._places[begin:stop]) if stop > begin else np.array([first], np.int64)
        for further in range(1, end - first):
            found = found[found + further < len(self._keys)]
            found = found[self._keys[found + further] == self._keys[first + further]]
        return found


def _open_numbers(path: Path, length: int) -> Numbers:
    found: Numbers = open_rows(path, npy_header(length, np.int64, None), np.int64, (length,))
    return found


def is_heading_key(found: Keys) -> NDArray[np.bool_]:
    """Return which keys are those of headings or of what has no words."""
    return np.asarray(found & _HEADING, np.bool_)


def ranks(last_days: Numbers) -> Numbers:
    """Return the place of each document among all that could be the origin of a text, from 0.

    Those published first come first. A date that names a month or a year counts by its last day, by which the document
    was surely published; one of unknown date, 0 here, comes after all others. Ties go by the order of the archive.
    """
    order = np.argsort(np.where(last_days > 0, last_days, np.iinfo(np.int64).max), kind="stable")
    found = np.empty(len(order), np.int64)
    found[order] = np.arange(len(order))
    return found
