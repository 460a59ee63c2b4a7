r"""The files that an RTF file embeds: its \\objdata, by [MS-OLEDS] 2.2.5, as figures of two for each byte."""

import re
from collections.abc import Iterator

from embeddings.readers.embedded_objects import file_in, packaged
from embeddings.readers.sniffing import OLE

_DATA = re.compile(rb"\\objdata\b\s?([0-9a-fA-F\s]+)")
_EMBEDDED = 2
# A name in an object is no longer.
_LONGEST_NAME = 1_000


def embedded_files(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files that are embedded, each with its name, None for a broken one; pictures are no files."""
    for number, match in enumerate(_DATA.finditer(data), start=1):
        figures = b"".join(match[1].split())
        name, file = _file(bytes.fromhex(figures[: len(figures) // 2 * 2].decode("ascii")))
        if file != b"":
            yield name or f"object {number}", file


def _file(stored: bytes) -> tuple[str, bytes | None]:
    """Return the name and the bytes of the file in an object, which may be empty for none."""
    if int.from_bytes(stored[4:8], "little") != _EMBEDDED:
        return "", b""
    at = 8
    names = []
    for _ in range(3):
        length = int.from_bytes(stored[at : at + 4], "little")
        if length > _LONGEST_NAME:
            return "", None
        names.append(stored[at + 4 : at + 4 + length].rstrip(b"\0"))
        at += 4 + length
    native = stored[at + 4 : at + 4 + int.from_bytes(stored[at : at + 4], "little")]
    if names[0] == b"Package":
        return packaged(stored[at : at + 4] + native)
    return file_in(native) if native.startswith(OLE) else ("", b"")
