"""The files that are embedded in a Word file before 2007, such as a sheet in a report.

Each stands in a storage of its own ([MS-DOC] 2.1.4): a file of today as one stream, one of old Office as its streams,
any other within a package that also has its name ([MS-OLEDS] 2.3.6).
"""

import io
from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import Any

from embeddings.readers.compound_files import of_streams

_POOL = "ObjectPool"
_FILE, _PACKAGE = "Package", "\x01Ole10Native"
# The streams of a file of each old kind; the first must be there.
_OLD = (("Workbook",), ("Book",), ("WordDocument", "0Table", "1Table"), ("PowerPoint Document", "Current User"))
_OF_FILE = 2


def embedded_files(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files that a Word file embeds, each with its name, None for a broken one; drawings are no files."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        storages = dict.fromkeys(path[1] for path in compound.listdir() if path[0] == _POOL and path[2:])
        for number, storage in enumerate(storages, start=1):
            name: str
            file: bytes | None
            try:
                name, file = _file(compound, f"{_POOL}/{storage}")
            except Exception:  # whatever is broken in one, the others and the text are read
                name, file = "", None
            if file != b"":
                yield name or f"object {number}", file


def _file(compound: Any, storage: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in a storage, both empty where it holds none."""
    if compound.exists(f"{storage}/{_FILE}"):
        return "", compound.openstream(f"{storage}/{_FILE}").read()
    if compound.exists(f"{storage}/{_PACKAGE}"):
        return _packaged(compound.openstream(f"{storage}/{_PACKAGE}").read())
    for names in _OLD:
        if compound.exists(f"{storage}/{names[0]}"):
            paths = {name: f"{storage}/{name}" for name in names}
            return "", of_streams({n: compound.openstream(p).read() for n, p in paths.items() if compound.exists(p)})
    return "", b""


def _packaged(data: bytes) -> tuple[str, bytes]:
    """Return the name and the bytes of a file in a package: its label, paths and bytes, one after the other."""
    if int.from_bytes(data[4:6], "little") != _OF_FILE:
        return "", b""
    label, _, rest = data[6:].partition(b"\0")
    rest = rest.partition(b"\0")[2]
    after = 8 + int.from_bytes(rest[4:8], "little")
    length = int.from_bytes(rest[after : after + 4], "little")
    return PureWindowsPath(label.decode("cp1252", "replace")).name, rest[after + 4 : after + 4 + length]
