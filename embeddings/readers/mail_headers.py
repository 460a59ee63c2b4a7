"""The head of a mail: decoded words, names, a day.

The headers are read as text, not by the standard library's newer policy, whose parser of addresses raises on broken
heads and takes time that grows with the square of their length.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from datetime import date
from email.message import Message
from email.utils import getaddresses, parsedate_tz
from quopri import decodestring

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.decoding import decode_stated

MAIL_HEADER = "mail header"
# A header of so many characters holds hundreds of addresses; the rest of a longer one is left out.
HEADER_CHARACTERS = 10_000

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]*)\?=")
# Archives of mailing lists hide addresses: "bo at example.org (Bo Ek)".
_HIDDEN_ADDRESS = re.compile(r"\S{1,80} at \S{1,80}\s+\((?P<name>[^()]{1,200})\)")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?)")
_ID = re.compile(r"<[^<>\s]{1,900}>")
# The names of facts beside those of a document's own fields, by header.
_MORE_FACTS = (("to", "To"), ("cc", "Cc"), ("bcc", "Bcc"), ("reply to", "Reply-To"), ("sent", "Date"))
_IDS = (("message id", "Message-ID"), ("in reply to", "In-Reply-To"), ("references", "References"))


def header_facts(message: Message) -> list[Fact]:
    """Return what the head of a mail states: subject, sender and day first, then addressees and the ids of a thread."""
    charset = next(filter(None, (part.get_content_charset() for part in message.walk())), None)
    author = people(_raw(message, "From", charset) or _raw(message, "Sender", charset))
    stated = [
        ("title", header_text(_raw(message, "Subject", charset))),
        ("author", author),
        ("published", day(_raw(message, "Date", charset)) or ""),
        *((name, header_text(_raw(message, header, charset))) for name, header in _MORE_FACTS),
        *((name, " ".join(_ID.findall(_raw(message, header, charset)))) for name, header in _IDS),
    ]
    return [Fact(name, value, MAIL_HEADER) for name, value in stated if value]


def header_text(raw: str) -> str:
    """Return a header as it is shown: encoded words decoded, on a line."""
    parts = [_plain(part) if isinstance(part, str) else decode_stated(*part) for part in _words(raw)]
    return " ".join("".join(parts).split())


def file_name(part: Message) -> str:
    """Return the name of an attached file, "" where none is stated."""
    # Of bytes beyond ASCII, Python's own reading of a part keeps nothing.
    head = Message()
    for header in ("Content-Disposition", "Content-Type"):
        head[header] = _raw(part, header, None)
    try:
        return header_text(head.get_filename() or "")
    except (ValueError, LookupError, TypeError):
        return ""


def day(stated: str) -> str | None:
    """Return the day of a date as mails or feeds write it, in its own time zone, as ISO 8601; None if it is none."""
    if written := iso_date(stated[:HEADER_CHARACTERS]):
        return written
    try:
        parts = parsedate_tz(stated[:HEADER_CHARACTERS])
        return date(*parts[:3]).isoformat() if parts else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def people(raw: str) -> str:
    """Return the names of those who sent a mail; the address of one who gives no name."""
    try:
        pairs = getaddresses([raw]) if "@" in raw or "<" in raw else []
    except (ValueError, IndexError, TypeError, RecursionError):
        pairs = []
    if hidden := _HIDDEN_ADDRESS.fullmatch(raw.strip()):
        return header_text(hidden["name"])
    names = [header_text(name).strip("\"' ") or address for name, address in pairs]
    return ", ".join(name for name in names if name) or header_text(raw)


def _raw(message: Message, name: str, charset: str | None) -> str:
    """Return a header unfolded, with the bytes beyond ASCII decoded that stand in it against the rules."""
    for header, value in message.raw_items():
        if header.lower() == name.lower():
            text = " ".join(str(value)[:HEADER_CHARACTERS].splitlines())
            return _decoded_halves(text, charset)
    return ""


def _decoded_halves(text: str, charset: str | None) -> str:
    if text.isascii():
        return text
    return decode_stated(text.encode("utf-8", "surrogateescape"), charset)


def _words(raw: str) -> Iterator[str | tuple[bytes, str]]:
    """Yield what stands between encoded words, and the bytes of these with their charset.

    A character may be parted between two words, so that the bytes of neighbours are joined.
    """
    text = _BETWEEN.sub("", raw)
    end, data, charset = 0, b"", ""
    for match in _ENCODED.finditer(text):
        # "utf-8*en" states a language too.
        name = match[1].partition("*")[0].lower()
        if data and (match.start() > end or name != charset):
            yield data, charset
            data = b""
        if match.start() > end:
            yield text[end : match.start()]
        data, charset, end = data + _bytes(match[2], match[3]), name, match.end()
    if data:
        yield data, charset
    yield text[end:]


def _bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("utf-8", "replace")
    if encoding in "qQ":
        return decodestring(data, header=True)
    try:
        return b64decode(data + b"=" * (-len(data) % 4))
    except (NotBase64, ValueError):
        return b""


def _plain(text: str) -> str:
    return "".join(char for char in text if char >= " " or char.isspace())
