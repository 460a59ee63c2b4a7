"""Packed bytes are unpacked piece by piece, and counted."""

import bz2
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from embeddings.readers.content import LimitReached, Limits, NotRead

# Read at a time.
PIECE_BYTES = 1 << 20
# Text packs to a tenth, tables to a fiftieth. What is larger than this and packs to less is a bomb.
HIGHEST_RATIO = 200
SMALLEST_BOMB_BYTES = 20_000_000
# A member is held in memory while it is read, as any file is.
MOST_MEMBER_BYTES = 250_000_000
TOO_LARGE = f"is larger than {MOST_MEMBER_BYTES // 1_000_000} MB; unpack and split it"
# Tapes are filled up with zeros.
_ZEROS = re.compile(rb"\0*")
# zlib's number of windows of gzip.
_OF_GZIP = 31
# A file may ask for 4 GB to be unpacked in; those that people write ask for 64 MB at most.
MOST_XZ_MEMORY = 256 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: its name, and what gives its bytes; or why it cannot be read."""

    name: str
    data: Callable[[], bytes] = field(default=bytes)
    reason: str = ""


class Unpacked(io.RawIOBase):
    """Unpacked bytes as a stream that is read once, of `limit` bytes at most.

    Reading raises NotRead at a bomb, LimitReached at the limit.
    """

    def __init__(self, pieces: Iterator[bytes], packed_size: int, limit: int) -> None:
        self.limit, self._pieces, self._packed_size = limit, pieces, packed_size
        self._waiting, self._count = b"", 0

    @classmethod
    def of_bytes(cls, data: bytes) -> "Unpacked":
        """Return what is not packed."""
        return cls(_slices(data), len(data), len(data))

    @classmethod
    def of_packed(cls, data: bytes, limits: Limits) -> "Unpacked":
        """Return what gzip, bzip2 or xz have packed."""
        return cls(_decompressed(data), len(data), limits.megabytes * 1_000_000)

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # what readers hand over
        """Fill a buffer as far as there is a piece; return how much of it."""
        waiting = self._waiting or self._next()
        size = min(len(buffer), len(waiting))
        buffer[:size] = waiting[:size]
        self._waiting = waiting[size:]
        return size

    def peek(self, size: int) -> bytes:
        """Return the first bytes without taking them."""
        while len(self._waiting) < size and (piece := self._next()):
            self._waiting += piece
        return self._waiting[:size]

    def rest(self) -> bytes:
        """Return all that is left."""
        pieces = [self._waiting]
        while piece := self._next():
            pieces.append(piece)
        self._waiting = b""
        return b"".join(pieces)

    def _next(self) -> bytes:
        piece = next((piece for piece in self._pieces if piece), b"")
        self._count += len(piece)
        check_size(self._count, self._packed_size)
        if self._count > self.limit:
            raise over_limit(self.limit)
        return piece


def check_size(size: int, packed_size: int) -> None:
    """Raise NotRead if so many bytes were packed into so few that they are a bomb."""
    if size > SMALLEST_BOMB_BYTES and size > HIGHEST_RATIO * packed_size:
        raise NotRead(f"unpacks to more than {HIGHEST_RATIO} times its size, as bombs do; unpack it to see what it is")


def over_limit(limit: int) -> LimitReached:
    """Return the error that says to how much a file unpacks."""
    return LimitReached(f"unpacks to more than {limit // 1_000_000:,} MB; unpack it, or set LOCCIT_FILE_UNPACKED_MB")


def _slices(data: bytes) -> Iterator[bytes]:
    for start in range(0, len(data), PIECE_BYTES):
        yield data[start : start + PIECE_BYTES]


class _Gzip:
    """A stream of gzip that is unpacked as bz2 and lzma unpack theirs."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(_OF_GZIP)

    @property
    def eof(self) -> bool:
        """Whether the end of the stream is reached."""
        return self._stream.eof

    @property
    def needs_input(self) -> bool:
        """Whether all that was given is unpacked."""
        return not self._stream.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was given and stands behind the stream."""
        return self._stream.unused_data

    def decompress(self, data: bytes, most: int) -> bytes:
        """Unpack so many bytes at most."""
        return self._stream.decompress(data or self._stream.unconsumed_tail, most)


def _decompressor(data: bytes, at: int) -> "_Gzip | bz2.BZ2Decompressor | lzma.LZMADecompressor | None":
    """Return what unpacks the stream that begins at a place, None if there is none."""
    mark = data[at : at + 6]
    if mark.startswith(b"\x1f\x8b"):
        return _Gzip()
    if mark.startswith(b"BZh"):
        return bz2.BZ2Decompressor()
    return lzma.LZMADecompressor(memlimit=MOST_XZ_MEMORY) if mark.startswith(b"\xfd7zXZ") else None


def _decompressed(data: bytes) -> Iterator[bytes]:
    """Yield what gzip, bzip2 or xz has packed, in one stream or several; what else stands behind is no part of it."""
    at = 0
    while stream := _decompressor(data, at):
        while not stream.eof:
            packed = data[at : at + PIECE_BYTES] if stream.needs_input else b""
            if stream.needs_input and not packed:
                raise EOFError("it is cut off")
            at += len(packed)
            yield stream.decompress(packed, PIECE_BYTES)
        at -= len(stream.unused_data)
        if zeros := _ZEROS.match(data, at):
            at = zeros.end()
