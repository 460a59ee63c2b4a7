"""Permanent references: short strings that name words of a document, whatever becomes of the index.

A reference says nothing that can be read. It holds the beginnings of four hashes, of the source's bytes, of the
document's text, of its id and of the words, and where in the text these stand. So words are known again wherever they
stand, and no others are ever taken for them.

    qa1 8wq0n3zk…    the mark with the version, then Crockford's base32 of the bytes below

    4 bytes  sha256 of the source          2 bytes  the rolling hash of the words, with which they are looked for
    8 bytes  sha256 of the text            4 bytes  the start
    4 bytes  sha256 of the document's id   3 bytes  the number of characters
    7 bytes  sha256 of the words           3 bytes  CRC-32 of all before, so that a mistyped reference is refused

    D. Crockford, "Base 32", 2002: digits and letters without i, l, o and u, which are misread.
"""

import hashlib
import struct
import zlib
from base64 import b32encode
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Document, Span
from qa.errors import InvalidReference

MARK, VERSION = "qa", 1
# Words that were not cited are taken for them once in 2**72 tries, since both their hashes must be equal. Those of the
# source and the id only say which document is looked at first: one in 2**32 is mistaken for it, and lacks the words.
SOURCE_BYTES, TEXT_BYTES, DOCUMENT_BYTES, WORDS_BYTES, ROLLING_BYTES = 4, 8, 4, 7, 2
_PACKED = struct.Struct(f">{SOURCE_BYTES}s{TEXT_BYTES}s{DOCUMENT_BYTES}s{WORDS_BYTES}sHI3s3s")

_RFC, _CROCKFORD = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghjkmnpqrstvwxyz"
# Letters of a body: five bits each, without any left over, so that bytes are written in one way only.
_LETTERS = _PACKED.size * 8 // 5
_TO_CROCKFORD = bytes.maketrans(_RFC, _CROCKFORD)
# The digits of numbers to the base of 32 as Python reads them: a hundred times as fast as base64.b32decode.
_TO_DIGITS = bytes.maketrans(_CROCKFORD, b"0123456789abcdefghijklmnopqrstuv")
# Any odd number has an inverse modulo 2**64; this is the golden ratio's, as Knuth multiplies with. The upper bits, on
# which all others bear, are kept.
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 2**64)
_SHIFT = 64 - 8 * ROLLING_BYTES
# Characters of a text that are looked through at once: 2 MB for each of the arrays.
LOOKED_THROUGH = 2**18
# Places of equal rolling hash that are compared: by chance there are so many in a text of 65 million characters. Else a
# made-up reference to very many equal letters would have each of a text's compared.
MOST_TRIED = 1000

# Characters of what is no reference that an error quotes.
QUOTED = 80

Codes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference holds: beginnings of sha256, in hex, and [start, end) of the document's text.

    `source` is of the source's bytes, `text` of the canonical text, `document` of the id, `words` of the words.
    `rolling` is the rolling hash of the words. `written` is how it was written, in its own letters; empty where it was
    made and not read.
    """

    source: str
    text: str
    document: str
    words: str
    rolling: int
    start: int
    end: int
    written: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        """Write the reference: 59 small letters and digits, the first three of which say what it is."""
        if self.written:
            return self.written
        hashes = map(bytes.fromhex, (self.source, self.text, self.document, self.words))
        length = self.length.to_bytes(3)
        packed = _PACKED.pack(*hashes, self.rolling, self.start, length, b"")[:-3]
        return f"{MARK}{VERSION}{_encoded(packed + _check(packed))}"

    @property
    def length(self) -> int:
        """How many characters the words have."""
        return self.end - self.start

    def is_of(self, words: str) -> bool:
        """Whether the reference was made of just these words."""
        return bool(words) and len(words) == self.length and _sha256(words, WORDS_BYTES) == self.words

    def stands_at(self, text: str, start: int) -> bool:
        """Whether the words stand at a place of a text."""
        return start >= 0 and self.is_of(text[start : start + self.length])

    def names(self, document: Document, start: int, end: int) -> bool:
        """Whether it is the reference to [start, end) of a document as it is, so that none need be made."""
        return (
            (self.start, self.end) == (start, end)
            and document.text_sha256.startswith(self.text)
            and f"{document.sha256:0<64}".startswith(self.source)
            and id_digest(document.id) == self.document
        )

    def place_in(self, text: str) -> Span | None:
        """Return where the words stand in a text, the place nearest to the one cited; linear in the text's length."""
        if not self.length:
            return None
        starts = _rolling_places(text, self.length, self.rolling)
        nearest_first = sorted(starts, key=lambda start: abs(start - self.start))[:MOST_TRIED]
        start = next((start for start in nearest_first if self.stands_at(text, start)), None)
        return None if start is None else (start, start + self.length)


def reference_to(document: Document, start: int, end: int) -> Reference:
    """Return the reference to [start, end) of a document's text."""
    words = document.text[start:end]
    return Reference(
        source=f"{document.sha256:0<64}"[: 2 * SOURCE_BYTES],
        text=document.text_sha256[: 2 * TEXT_BYTES],
        document=id_digest(document.id),
        words=_sha256(words, WORDS_BYTES),
        rolling=_rolling(words),
        start=start,
        end=end,
    )


@lru_cache(maxsize=1024)
def id_digest(document_id: str) -> str:
    """Return what a reference holds of a document's id."""
    return _sha256(document_id, DOCUMENT_BYTES)


# What is kept is read more than once: when its words are checked, and when they are followed.
@lru_cache(maxsize=2**14)
def parse_reference(written: str) -> Reference:
    """Return what a written reference holds; capitals, spaces around it and misread letters do not matter.

    Raises InvalidReference where it is mistyped, cut short, of a newer version, or no reference at all.
    """
    text = written.strip().lower()
    shortened = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    if not text.startswith(MARK) or not text[len(MARK) : len(MARK) + 1].isdecimal():
        raise InvalidReference(
            f"{shortened!r} is no reference: one begins with {MARK}{VERSION}. Copy it whole from a citation."
        )
    version, body = text[len(MARK)], text[len(MARK) + 1 :]
    if version != str(VERSION):
        raise InvalidReference(
            f"{shortened!r} is a reference of version {version}; this loccit reads version {VERSION}. Update loccit."
        )
    letters = body.replace("o", "0").replace("i", "1").replace("l", "1")
    reference = _unpacked(_decoded(letters), f"{MARK}{VERSION}{letters}")
    if reference is None:
        raise InvalidReference(
            f"{shortened!r} is mistyped or cut short: its last letters do not fit the others. "
            "Copy it whole from a citation."
        )
    return reference


def _unpacked(data: bytes, written: str) -> Reference | None:
    """Return the reference that bytes hold; None where they are not as many, or their check is wrong."""
    if len(data) != _PACKED.size or data[-3:] != _check(data[:-3]):
        return None
    source, text, document, words, rolling, start, length, _ = _PACKED.unpack(data)
    end = start + int.from_bytes(length)
    return Reference(source.hex(), text.hex(), document.hex(), words.hex(), rolling, start, end, written)


def _check(payload: bytes) -> bytes:
    return zlib.crc32(payload).to_bytes(4)[1:]


def _encoded(data: bytes) -> str:
    return b32encode(data).rstrip(b"=").translate(_TO_CROCKFORD).decode()


def _decoded(letters: str) -> bytes:
    """Return the bytes of letters in Crockford's base32; none where they are too few or many, or others."""
    read = letters.encode("ascii", "replace")
    if len(read) != _LETTERS or read.translate(None, delete=_CROCKFORD):
        return b""
    return int(read.translate(_TO_DIGITS), 32).to_bytes(_PACKED.size)


def _sha256(text: str, size: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: 2 * size]


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64) + np.uint64(1)


def _rolling(words: str) -> int:
    """Return a hash of words that `_rolling_places` can compare at every place of a text at once."""
    codes = _codes(words)
    # Modulo 2**64, as the sum of such numbers is.
    return int((codes * _powers_of_words(len(codes))).sum()) >> _SHIFT


@lru_cache(maxsize=256)
def _powers_of_words(length: int) -> Codes:
    """Return what each letter of words counts."""
    return _powers(_BASE, length)[::-1]


def _rolling_places(text: str, length: int, rolling: int) -> list[int]:
    """Return the starts of all stretches of a text that have a length and a rolling hash, in order."""
    starts: list[int] = []
    for first in range(0, len(text) - length + 1, LOOKED_THROUGH):
        codes = _codes(text[first : first + LOOKED_THROUGH + length - 1])
        # The sum of code[j] / base**j up to each place; the difference of two, times base**j, is a stretch's hash.
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * _powers(_INVERSE, len(codes)))])
        powers = _powers(_BASE, len(codes))[length - 1 :]
        hashes = (sums[length:] - sums[:-length]) * powers
        starts += (np.flatnonzero(hashes >> np.uint64(_SHIFT) == rolling) + first).tolist()
    return starts


def _powers(base: int, count: int) -> Codes:
    """Return base**0 to base**(count - 1), modulo 2**64."""
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors)
