"""The members of a ZIP archive."""

import io
import re
import stat
import struct
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from embeddings.readers.content import LimitReached, Limits, NotRead
from embeddings.readers.decoding import encoding_of
from embeddings.readers.office_package import LOCKED
from embeddings.readers.unpacking import MOST_MEMBER_BYTES, PIECE_BYTES, TOO_LARGE, Member, check_size, over_limit

PASSWORD = "needs a password; unpack it, and put the file itself into the archive"  # noqa: S105  # it is none

_IS_ENCRYPTED, _IS_UTF_8 = 1, 0x800
_UNICODE_PATH = 0x7075
_DOS = "cp437"
# The letters of Western Europe as DOS wrote them; others of its signs stand in no names.
_WESTERN = re.compile(rb"[\x00-\xa5\xe1]*")
_CYRILLIC = re.compile(rb"[\x00-\xaf\xe0-\xf1]*")
# The head of a member without its name.
_HEAD_BYTES = 30
# Packages whose members mean nothing by themselves, by the beginnings of the names of members; the first that is there.
_PACKAGES = (
    ("visio/", "is a drawing of Visio; export it as PDF"),
    ("FixedDoc", "is an XPS document; print it to a PDF"),
    ("[Content_Types].xml", "is an Office package of a kind that is not read; save it as PDF or DOCX"),
)
# A type of media is no longer (RFC 6838, 4.2).
_MIMETYPE_BYTES = 255
# By what a package names itself in its member "mimetype"; the first that stands in it.
_MIMETYPES = (
    ("opendocument", "is an OpenDocument file of a kind that is not read; save it as PDF or ODT"),
    ("sun.xml", "is a document of OpenOffice 1; save it as PDF or ODT"),
    ("hwp", "is a document of Hangul (HWPX); save it as DOCX or PDF"),
    ("", "is a package of a program that loccit does not know; export it as PDF"),
)
_APPLE_PREVIEW = "QuickLook/Preview.pdf"
# A locked document of Apple's has a member that proves its password, or packs its text as no archive does.
_APPLE_LOCKS = {".iwpv2", ".iwph"}
_APPLE_TEXTS = {"index.xml", "index.apxl"}
# The ways of packing that Python reads.
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_APPLE_HISTORY = "buildVersionHistory.plist"
_APPLE = "is a document of Apple's Pages, Numbers or Keynote; export it as PDF or in an Office format"


def zip_members(data: bytes, limits: Limits) -> Iterator[Member]:
    """Yield the members of an archive.

    Raises NotRead if it is broken, a bomb, or a package of a kind that is not read, LimitReached if it would unpack to
    more than the limits.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        entries = packed.infolist()
        if len(entries) > limits.members:
            raise LimitReached(f"holds more than {limits.members:,} files; unpack it, or set LOCCIT_FILE_MEMBERS")
        _check_overlaps(entries)
        taken = 0
        _refuse_unknown(packed)
        read = [entry for entry in _of_package(entries) if not entry.is_dir()]
        for entry, name in zip(read, _names(read), strict=True):
            reason = _reason(entry)
            taken += 0 if reason else entry.file_size
            if taken > limits.megabytes * 1_000_000:
                raise over_limit(limits.megabytes * 1_000_000)
            yield Member(name, reason=reason) if reason else _read(packed, entry, name)


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
    pieces = []
    try:
        with packed.open(entry) as member:
            while piece := member.read(PIECE_BYTES):
                pieces.append(piece)
    except (NotImplementedError, RuntimeError) as error:
        return Member(name, reason=f"is packed in a way that is not read ({error}); unpack it")
    except Exception as error:  # whatever is broken in one member, the others are read
        return Member(name, reason=f"is broken in the archive ({error}); pack it anew")
    return Member(name, partial(b"".join, pieces))


def _reason(entry: zipfile.ZipInfo) -> str:
    """Return why a member cannot be read, "" where it can be."""
    if entry.flag_bits & _IS_ENCRYPTED:
        return PASSWORD
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, which is not followed; pack the file itself"
    if entry.file_size > MOST_MEMBER_BYTES:
        return TOO_LARGE
    try:
        check_size(entry.file_size, entry.compress_size)
    except NotRead as error:
        return str(error)
    return ""


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the names of members; of those that state no encoding, what is no UTF-8 is in one for all of them."""
    unstated = [entry.filename.encode("cp437", "replace") for entry in entries if not _states_name(entry)]
    foreign = b"\n".join(name for name in unstated if not _is_utf_8(name) and not _WESTERN.fullmatch(name))
    # A few names are too short to tell the letters of DOS in Russia from those of China.
    encoding = "cp866" if _CYRILLIC.fullmatch(foreign) else encoding_of(foreign)
    return [_name(entry, encoding) for entry in entries]


def _name(entry: zipfile.ZipInfo, encoding: str) -> str:
    if _states_name(entry):
        return _stated_name(entry) or entry.filename
    name = entry.filename.encode("cp437", "replace")
    if _is_utf_8(name):
        return name.decode()
    return name.decode(_DOS if _WESTERN.fullmatch(name) else encoding, "replace")


def _states_name(entry: zipfile.ZipInfo) -> bool:
    """Whether a member says what its name is; another was read as what DOS wrote."""
    return bool(entry.flag_bits & _IS_UTF_8 or entry.filename.isascii() or _stated_name(entry))


def _stated_name(entry: zipfile.ZipInfo) -> str:
    """Return the name in UTF-8 that a program set beside that of DOS, "" without one (APPNOTE 4.6.9)."""
    at = 0
    while at + 4 <= len(entry.extra):
        kind, length = struct.unpack_from("<HH", entry.extra, at)
        if kind == _UNICODE_PATH:
            return entry.extra[at + 9 : at + 4 + length].decode("utf-8", "replace")
        at += 4 + length
    return ""


def _is_utf_8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeError:
        return False
    return True


def _check_overlaps(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Raise NotRead if two members are in the same bytes, as in bombs that unpack one kernel many times."""
    for entry, following in pairwise(sorted(entries, key=lambda entry: entry.header_offset)):
        if entry.header_offset + _HEAD_BYTES + entry.compress_size > following.header_offset:
            raise NotRead("holds members that overlap, as bombs do; unpack it to see what it is")


def _of_package(entries: Sequence[zipfile.ZipInfo]) -> Sequence[zipfile.ZipInfo]:
    """Return what is read of an archive: all of it, or the preview of a document of Apple's.

    Raises NotRead where such a document has none, or is locked.
    """
    names = [entry.filename for entry in entries]
    if _is_locked_apple(entries):
        raise NotRead(LOCKED)
    if any(name.endswith((".iwa", "index.apxl")) or name == "Index.zip" for name in names) or (
        "index.xml" in names and any(name.startswith("QuickLook/") for name in names)
    ):
        previews = [entry for entry in entries if entry.filename == _APPLE_PREVIEW]
        if not previews:
            raise NotRead(_APPLE)
        return previews
    return entries


def _is_locked_apple(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether an archive is a document of Apple's that is locked with a password."""
    names = {entry.filename for entry in entries}
    packed = {entry.compress_type for entry in entries if entry.filename in _APPLE_TEXTS}
    is_scrambled = any(kind not in _PACKINGS for kind in packed)
    return not names.isdisjoint(_APPLE_LOCKS) or (_APPLE_HISTORY in names and is_scrambled)


def _refuse_unknown(packed: zipfile.ZipFile) -> None:
    """Raise NotRead if an archive is a document of a kind that is not read."""
    names = packed.namelist()
    if "[Content_Types].xml" in names:
        raise NotRead(next(reason for mark, reason in _PACKAGES if any(name.startswith(mark) for name in names)))
    if "mimetype" in names and not packed.getinfo("mimetype").flag_bits & _IS_ENCRYPTED:
        mimetype = packed.open("mimetype").read(_MIMETYPE_BYTES).decode("latin-1")
        raise NotRead(next(reason for mark, reason in _MIMETYPES if mark in mimetype))
