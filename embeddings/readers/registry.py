"""Files become documents, each read by the reader of its format.

A file's suffix and its content choose the reader: a function from decoded text to FileContent.
"""

import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from stat import S_ISREG

from embeddings.documents import Document
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.readers import html, markdown, plain_text
from embeddings.readers.content import FileContent, NotReadWhole
from embeddings.readers.decoding import decode

# A book of 1,000 pages is about 3 MB of text; a larger file than this is data, not a document.
MAX_FILE_BYTES = 50_000_000

FormatReader = Callable[[str], FileContent]
# Makes of a file's path and bytes what it holds.
Parse = Callable[[Path, bytes], FileContent]

READERS: dict[str, FormatReader] = {
    ".txt": plain_text.read,
    ".text": plain_text.read,
    "": plain_text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
}

# (?>...) and *+ match comments without backtracking, which would take for ever where there are many.
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def content_of(path: Path, data: bytes) -> FileContent:
    """Return what a file holds, given its bytes; its path chooses the reader, and is not looked at.

    Raises UnreadableFile if its suffix has no reader, it is not text or holds none, or if its reader fails or would
    leave some of it out.
    """
    reader = _reader_of(path)
    text = decode(path, data)
    try:
        content = _reader_for(text, reader)(text)
    except NotReadWhole as error:
        raise UnreadableFile(path, str(error)) from error
    except Exception as error:
        # Whatever a parser stumbles over, the other files of an archive are read.
        reason = f"its reader failed ({type(error).__name__}: {error}); save it anew, or as plain text"
        raise UnreadableFile(path, reason) from error
    if not content.text.strip():
        raise UnreadableFile(path, "holds no text")
    return content


def read(path: Path, document_id: str, parse: Parse = content_of) -> Document:
    """Read a file; `parse` does what `content_of` does, maybe in another process (embeddings.readers.worker).

    Raises UnreadableFile as `content_of`, if it is no plain file or larger than MAX_FILE_BYTES, and ReadFailed if the
    operating system cannot read it.
    """
    _reader_of(path)
    data = _bytes(path)
    stated = asdict(parse(path, data))
    del stated["left_out"]
    return Document(
        id=document_id,
        path=path_text(path),
        sha256=hashlib.sha256(data).hexdigest(),
        **{name: _mended(value) for name, value in stated.items() if value is not None},
    )


def _reader_of(path: Path) -> FormatReader:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        suffixes = " ".join(sorted(suffix for suffix in READERS if suffix))
        raise UnreadableFile(path, f"no reader for {path.suffix} files; loccit reads {suffixes}")
    return reader


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            # Reading a pipe could wait for ever.
            raise UnreadableFile(path, "is no plain file but a pipe, a device or the like")
        if status.st_size > MAX_FILE_BYTES:
            # Rounded up, so that it is more than the limit.
            size, limit = math.ceil(status.st_size / 100_000) / 10, MAX_FILE_BYTES // 1_000_000
            raise UnreadableFile(path, f"is {size:g} MB; the limit is {limit} MB, so split it")
        return path.read_bytes()
    except OSError as error:
        raise ReadFailed.of(path, error) from error


def _mended(text: str) -> str:
    r"""Join or replace halves of characters, such as YAML's "\ud800", which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _reader_for(text: str, reader: FormatReader) -> FormatReader:
    """Return the reader for a text, given the one of its file's suffix.

    A web page is read as HTML whatever its suffix, and a .html file without any tag as plain text.
    """
    if reader is not html.read and _HTML_START.match(text):
        return html.read
    if reader is html.read and not re.search(r"<[a-zA-Z!/]", text):
        return plain_text.read
    return reader
