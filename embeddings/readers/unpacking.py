"""Packed bytes are unpacked piece by piece, and counted."""

import bz2
import gzip
import io
import lzma
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
        pieces = _gunzipped(data) if data.startswith(b"\x1f\x8b") else _decompressed(data)
        return cls(pieces, len(data), limits.megabytes * 1_000_000)

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


def _gunzipped(data: bytes) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        while piece := packed.read(PIECE_BYTES):
            yield piece


def _decompressed(data: bytes) -> Iterator[bytes]:
    """Yield what bzip2 or xz has packed, in one stream or several."""
    while data:
        stream = bz2.BZ2Decompressor() if data.startswith(b"BZh") else lzma.LZMADecompressor(memlimit=MOST_XZ_MEMORY)
        slices = _slices(data)
        while not stream.eof:
            packed = next(slices, b"") if stream.needs_input else b""
            if stream.needs_input and not packed:
                raise EOFError("it is cut off")
            yield stream.decompress(packed, PIECE_BYTES)
        data = (stream.unused_data + b"".join(slices)).lstrip(b"\0")
        if data and not data.startswith((b"BZh", b"\xfd7zXZ")):
            return
