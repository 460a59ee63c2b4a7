"""Bytes -> text, for all readers.

Line ends become line feeds, as in a text file that Python opens, and a byte order mark is removed. Nothing else
changes.
"""

import codecs
from pathlib import Path

from embeddings.errors import UnreadableFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(path: Path, data: bytes) -> str:
    """Decode a file's bytes: by their byte order mark, else as UTF-8, else as Windows-1252.

    Raises UnreadableFile if they are not text in any of these.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if encoding is None and b"\0" in data:
        raise UnreadableFile(path, "is not text (it holds zero bytes)")
    for candidate in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            return _line_feeds(data.decode(candidate))
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(path, "is not text in UTF-8, UTF-16 or Windows-1252; save it as UTF-8")


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
