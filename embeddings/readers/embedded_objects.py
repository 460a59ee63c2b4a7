"""The files that Office files embed as objects, such as a sheet in a report or a letter in a sheet.

A file of today stands in an object as one stream, one of old Office as its streams, any other within a package that
also has its name ([MS-OLEDS] 2.3.6). Word keeps the storages of its objects in a pool ([MS-DOC] 2.1.4), Excel among its
streams ([MS-XLS] 2.1.7.3); PowerPoint, and all since 2007, keep each object as a file of its own.
"""

import io
import re
from collections.abc import Iterator
from pathlib import PureWindowsPath
from typing import Any

from embeddings.readers.compound_files import of_streams
from embeddings.readers.content import EMPTY, File, FileContents, Refused

BROKEN_INSIDE = "is broken within the Office file; open that in its program and save the object as a file"

_POOL = "ObjectPool"
_OF_EXCEL = re.compile(r"MBD[0-9A-F]{8}")
# What `embedded_files` calls an object without a name.
_UNNAMED = re.compile(r"object \d+")
_SEVERAL = 2
_FILE, _PACKAGE = "Package", "\x01Ole10Native"
# The streams of a file of each old kind; the first must be there.
_OLD = (("Workbook",), ("Book",), ("WordDocument", "0Table", "1Table"), ("PowerPoint Document", "Current User"))
_OF_FILE = 2


def read_embedded(file: File, found: Iterator[tuple[str, bytes | None]]) -> list[FileContents]:
    """Return what the files hold that a file embeds, given as by `embedded_files`. Raises LimitReached.

    Of several without a name that hold no text, as charts and formulas are, one line tells how many they are.
    """
    contents = [
        FileContents((), (Refused(name, BROKEN_INSIDE),)) if data is None else file.read_member(name, data)
        for name, data in found
    ]
    empty = [each for each in contents if _is_empty_object(each)]
    if len(empty) < _SEVERAL:
        return contents
    said = FileContents((), (Refused(f"{len(empty)} objects", "hold no text"),))
    return [*(each for each in contents if not _is_empty_object(each)), said]


def _is_empty_object(contents: FileContents) -> bool:
    refused = contents.refused
    is_empty = not contents.documents and all(each.reason == EMPTY for each in refused)
    return is_empty and bool(refused) and _UNNAMED.fullmatch(refused[0].member) is not None


def embedded_files(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Yield the files that a Word or Excel file before 2007 embeds, each with its name, None for a broken one.

    Drawings are no files.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        paths = [path for path in compound.listdir() if path[1:]]
        storages = [f"{_POOL}/{path[1]}/" for path in paths if path[0] == _POOL and path[2:]]
        storages += [f"{path[0]}/" for path in paths if _OF_EXCEL.fullmatch(path[0])]
        for number, storage in enumerate(dict.fromkeys(storages), start=1):
            name: str
            file: bytes | None
            try:
                name, file = _file(compound, storage)
            except Exception:  # whatever is broken in one, the others and the text are read
                name, file = "", None
            if file != b"":
                yield name or f"object {number}", file


def file_in(data: bytes) -> tuple[str, bytes | None]:
    """Return the name and the bytes of the file in an object that is a file of its own, as `embedded_files` does.

    The name may be empty, as the bytes are where it holds none.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as compound:
            is_old = any(compound.exists(names[0]) for names in _OLD)
            return ("", data) if is_old else _file(compound, "")
    except Exception:  # as above
        return "", None


def _file(compound: Any, storage: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file in a storage, given as the beginning of paths; empty for none."""
    if compound.exists(storage + _FILE):
        return "", compound.openstream(storage + _FILE).read()
    if compound.exists(storage + _PACKAGE):
        return packaged(compound.openstream(storage + _PACKAGE).read())
    for names in _OLD:
        if compound.exists(storage + names[0]):
            paths = {name: storage + name for name in names}
            return "", of_streams({n: compound.openstream(p).read() for n, p in paths.items() if compound.exists(p)})
    return "", b""


def packaged(data: bytes) -> tuple[str, bytes]:
    """Return the name and the bytes of a file in a package: its label, paths and bytes, one after the other."""
    if int.from_bytes(data[4:6], "little") != _OF_FILE:
        return "", b""
    label, _, rest = data[6:].partition(b"\0")
    rest = rest.partition(b"\0")[2]
    after = 8 + int.from_bytes(rest[4:8], "little")
    length = int.from_bytes(rest[after : after + 4], "little")
    return PureWindowsPath(_label(label)).name, rest[after + 4 : after + 4 + length]


def _label(label: bytes) -> str:
    """Return the name in a package: newer programs write UTF-8, others the letters of their machine."""
    try:
        return label.decode("utf-8")
    except UnicodeDecodeError:
        return label.decode("cp1252", "replace")
