"""ZIP, TAR and 7z archives, and files packed by gzip, bzip2 or xz: each member is read as a file of its own.

Nothing is written to a disk, and no more is unpacked than the limits allow.
"""

import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from embeddings.readers.content import File, FileContent, FileContents, LimitReached, NotRead, NotReadWhole, Refused
from embeddings.readers.seven_zip import seven_zip_members
from embeddings.readers.unpacking import MOST_MEMBER_BYTES, TOO_LARGE, Member, Unpacked
from embeddings.readers.zip_members import zip_members

_ZIP, _SEVEN_ZIP = b"PK", b"7z\xbc\xaf\x27\x1c"
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_PACKED_TAR = re.compile(r"\.(?:tgz|tbz2?|txz|tar\.[a-z0-9]+)\Z", re.IGNORECASE)
# What systems and programs leave among the files of people, as Word leaves "~$report.docx".
_CLUTTER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
_NOT_FOLLOWED = "is a link, a device or the like, which is not followed; pack the file itself"


def read(file: File) -> FileContents:
    """Read the members of an archive; folders, hidden files and the clutter of systems are passed over.

    Raises NotRead if it is broken, needs a password or is a bomb, LimitReached if it holds more than is read of a file.
    """
    documents: list[FileContent] = []
    refused: list[Refused] = []
    try:
        for number, member in enumerate(_members(file), start=1):
            if number > file.limits.members:
                raise LimitReached(
                    f"holds more than {file.limits.members:,} files; unpack it, or set LOCCIT_FILE_MEMBERS"
                )
            if _is_clutter(member.name):
                continue
            if member.reason:
                refused.append(Refused(member.name, member.reason))
                continue
            contents = file.read_member(member.name, member.data())
            documents += contents.documents
            refused += contents.refused
    except NotReadWhole:
        raise
    except Exception as error:  # whatever unpacks it stumbles over
        if not documents and not refused:
            raise NotRead(f"is a broken archive ({error}); pack it anew, or unpack it") from error
        refused.append(Refused("the rest", f"the archive is broken from there on ({error}); pack it anew"))
    return FileContents(tuple(documents), tuple(refused))


def _members(file: File) -> Iterator[Member]:
    if file.data.startswith(_ZIP):
        return zip_members(file.data, file.limits)
    if file.data.startswith(_SEVEN_ZIP):
        return seven_zip_members(file.data, file.limits)
    if not file.data.startswith(_PACKED):
        return _tar_members(Unpacked.of_bytes(file.data))
    unpacked = Unpacked.of_packed(file.data, file.limits)
    is_tar = unpacked.peek(262)[257:] == b"ustar" or _PACKED_TAR.search(file.name)
    return _tar_members(unpacked) if is_tar else _only_member(file.name, unpacked)


def _only_member(name: str, unpacked: Unpacked) -> Iterator[Member]:
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix else f"{name}, unpacked"
    yield Member(stem, unpacked.rest)


def _tar_members(unpacked: Unpacked) -> Iterator[Member]:
    try:
        # A stream: it is read once, from the start to the end, and holds no more than a member.
        with tarfile.open(fileobj=io.BufferedReader(unpacked), mode="r|", errors="replace") as packed:
            for entry in packed:
                # What tarfile passes over it would look for in vain for ever.
                if packed.offset > unpacked.limit + tarfile.RECORDSIZE:
                    raise tarfile.ReadError(f"{entry.name} is cut off")
                if entry.isreg() and entry.size <= MOST_MEMBER_BYTES:
                    data = packed.extractfile(entry)
                    yield Member(entry.name, data.read if data else bytes)
                elif not entry.isdir():
                    yield Member(entry.name, reason=TOO_LARGE if entry.isreg() else _NOT_FOLLOWED)
    except tarfile.TarError as error:
        raise tarfile.ReadError(str(error) or "it is cut off") from error


def _is_clutter(name: str) -> bool:
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}]
    return not parts or any(part in _CLUTTER or part.startswith((".", "~$")) for part in parts)
