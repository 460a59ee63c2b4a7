"""The files that a PowerPoint file before 2007 embeds: records of their own, mostly packed ([MS-PPT] 2.10.34)."""

import zlib
from collections.abc import Iterator

from embeddings.readers.embedded_objects import file_in
from embeddings.readers.powerpoint_binary import records, saved_places
from embeddings.readers.sniffing import OLE

_OBJECT = 4113
# A packed object has its length before it.
_LENGTH_BYTES = 4
# An object of a slide show is no larger; a bomb is.
MOST_BYTES = 250_000_000


def embedded_files(stream: bytes, user: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files that are embedded, each with its name, None for a broken one; macros and controls are no files.

    `stream` holds the records, `user` says which of them were saved last: those of earlier saves are none.
    """
    places, _ = saved_places(stream, int.from_bytes(user[16:20], "little"))
    number = 0
    for place in sorted(places.values()):
        record = next(records(stream, place, len(stream)), None)
        if record is None or record.kind != _OBJECT:
            continue
        number += 1
        data = _unpacked(stream[record.start : record.end], is_packed=record.instance == 1)
        name, file = ("", None) if data is None else file_in(data)
        if file != b"":
            yield name or f"object {number}", file


def _unpacked(data: bytes, *, is_packed: bool) -> bytes | None:
    """Return the bytes of an object; None for a broken one."""
    if is_packed:
        try:
            data = zlib.decompressobj().decompress(data[_LENGTH_BYTES:], MOST_BYTES)
        except zlib.error:
            return None
    return data if data.startswith(OLE) else None
