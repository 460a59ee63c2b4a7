"""What a message of Outlook holds: its properties by their number, as text, bytes, numbers and times.

The streams are read by python-oxmsg. Its own reading of them is not used: it takes what is in a code page by a fixed
one, fails on one property that is broken, and passes over messages within messages and bodies that are RTF only.
"""

import codecs
import struct
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from embeddings.readers import rtf
from embeddings.readers.content import File, FileContents, NotReadWhole
from embeddings.readers.decoding import decode_stated, encoding_of

# What stands in a stream of properties before the first: in a file, in a message within it, in an attachment.
OF_FILE, OF_MESSAGE, OF_ATTACHMENT = 32, 24, 8
# A body unpacks to at most so many bytes.
MOST_RTF_BYTES = 50_000_000

_PROPERTY = struct.Struct("<HHI8s")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_HTML, _MESSAGE_CODE_PAGE, _INTERNET_CODE_PAGE = 0x1013, 0x3FFD, 0x3FDE
# Code pages that Python knows by another name than "cp" and their number.
_CODE_PAGES = {
    65001: "utf-8",
    65000: "utf-7",
    1200: "utf-16-le",
    20127: "ascii",
    20866: "koi8-r",
    21866: "koi8-u",
    20932: "euc_jp",
    51932: "euc_jp",
    51949: "euc_kr",
    50220: "iso2022_jp",
    50221: "iso2022_jp",
    50222: "iso2022_jp",
    54936: "gb18030",
    52936: "hz",
    **{28590 + number: f"iso8859-{number}" for number in range(1, 16)},
}
# What compressed RTF may refer to before its first word (MS-OXRTFCP 2.1.3.1).
_RTF_WORDS = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    + b"\r\n"
    + rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_PACKED, _UNPACKED = 0x75465A4C, 0x414C454D
_WINDOW = 4096


class Properties:
    """The properties of a message or of an attachment, by their numbers, given where its numbers begin."""

    def __init__(self, storage: Any, header: int) -> None:
        self._streams = {kept.name: bytes(kept.bytes_) for kept in storage.streams}
        data = self._streams.get("__properties_version1.0", b"")[header:]
        whole = data[: len(data) // _PROPERTY.size * _PROPERTY.size]
        self._values = {number: value for _, number, _, value in _PROPERTY.iter_unpack(whole)}

    def text(self, number: int) -> str:
        """Return a property that is text, "" without one."""
        if wide := self._stream(number, "001F"):
            return wide.decode("utf-16-le", "replace").strip("\0")
        narrow = self._stream(number, "001E").strip(b"\0")
        return decode_stated(narrow, self._code_page) if narrow else ""

    def html(self) -> str:
        """Return the body of a message as HTML, "" without one."""
        data = self.data(_HTML)
        encoding = _python_name(self.integer(_INTERNET_CODE_PAGE)) or self._code_page
        return decode_stated(data, encoding) if data else self.text(_HTML)

    def data(self, number: int) -> bytes:
        """Return a property that is bytes, b"" without one."""
        return self._stream(number, "0102")

    def integer(self, number: int) -> int:
        """Return a property that is a number, 0 without one."""
        return int.from_bytes(self._values.get(number, b"")[:4], "little")

    def time(self, number: int) -> datetime | None:
        """Return a property that is a time, None without one."""
        ticks = int.from_bytes(self._values.get(number, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    @cached_property
    def _code_page(self) -> str:
        """The encoding of what is not UTF-16: as stated, else the one in which all of it together reads best."""
        narrow = [data for name, data in self._streams.items() if name.endswith("001E")]
        return _python_name(self.integer(_MESSAGE_CODE_PAGE)) or encoding_of(b"\n".join(narrow))

    def _stream(self, number: int, kind: str) -> bytes:
        return self._streams.get(f"__substg1.0_{number:04X}{kind}", b"")


def _python_name(page: int) -> str | None:
    """Return Python's name of a code page, None where it knows none."""
    try:
        return codecs.lookup(_CODE_PAGES.get(page, f"cp{page}")).name
    except LookupError:
        return None


def rtf_text(packed: bytes) -> str:
    """Return the text of a body that is compressed RTF, "" of one that is broken."""
    try:
        documents = rtf.read(File("body.rtf", unpacked_rtf(packed), lambda *_: FileContents(()))).documents
    except NotReadWhole:
        return ""
    return "\n\n".join(document.text for document in documents)


def unpacked_rtf(data: bytes) -> bytes:
    """Return RTF that Outlook has compressed; b"" where it is broken from the start, else as far as it goes."""
    if len(data) < 16:  # noqa: PLR2004  # the length of the head
        return b""
    _, size, kind, _ = struct.unpack_from("<4I", data)
    if kind == _UNPACKED:
        return data[16:]
    if kind != _PACKED:
        return b""
    words = bytearray(_RTF_WORDS)
    at, most = 16, len(words) + min(size, MOST_RTF_BYTES)
    while at < len(data) and len(words) < most:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                words += data[at : at + 1]
                at += 1
            elif at + 1 < len(data) and _repeat(words, data[at] << 8 | data[at + 1]):
                at += 2
            else:
                return bytes(words[len(_RTF_WORDS) : most])
    return bytes(words[len(_RTF_WORDS) : most])


def _repeat(words: bytearray, reference: int) -> bool:
    """Add to the words so many of them as a reference says, from where it says; False at the end."""
    offset, length = reference >> 4, (reference & 15) + 2
    back = (len(words) - offset) % _WINDOW
    start = len(words) - (back or _WINDOW)
    if back == 0 or start < 0:
        return False
    for number in range(length):
        words.append(words[start + number])
    return True
