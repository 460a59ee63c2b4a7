"""The members of a 7z archive, where py7zr is installed."""

import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import Any

from embeddings.readers.content import Limits, NotRead
from embeddings.readers.unpacking import MOST_MEMBER_BYTES, Member, check_size, over_limit

NOT_INSTALLED = "is a 7z archive, which py7zr reads: pip install py7zr, or unpack it"
PASSWORD = "needs a password; unpack it, and put the files themselves into the archive"  # noqa: S105  # it is none


def seven_zip_members(data: bytes, limits: Limits) -> Iterator[Member]:
    """Yield the members of an archive.

    Raises NotRead if py7zr is not installed, if the archive needs a password or is a bomb, LimitReached if it would
    unpack to more than the limits.
    """
    try:
        py7zr: Any = import_module("py7zr")
        factory: Any = import_module("py7zr.io").BytesIOFactory
    except ImportError as error:
        raise NotRead(NOT_INSTALLED) from error
    limit = limits.megabytes * 1_000_000
    try:
        archive = py7zr.SevenZipFile(io.BytesIO(data))
    except py7zr.exceptions.PasswordRequired as error:
        raise NotRead(PASSWORD) from error
    with archive:
        if archive.needs_password():
            raise NotRead(PASSWORD)
        entries = [entry for entry in archive.list() if not entry.is_directory]
        size = sum(entry.uncompressed for entry in entries)
        if size > limit:
            raise over_limit(limit)
        check_size(size, len(data))
        # What follows in a solid archive can only be reached through what stands before it.
        unpacked = factory(MOST_MEMBER_BYTES)
        archive.extractall(factory=unpacked)
        met: Counter[str] = Counter()
        for entry in entries:
            # py7zr numbers the second and later ones of a name: "a.txt", "a.txt_0", "a.txt_1".
            earlier = met[entry.filename]
            kept = f"{entry.filename}_{earlier - 1}" if earlier else entry.filename
            met[entry.filename] += 1
            yield Member(entry.filename, partial(_data, unpacked, kept))


def _data(unpacked: Any, name: str) -> bytes:
    stream = unpacked.get(name)
    stream.seek(0)
    return bytes(stream.read())
