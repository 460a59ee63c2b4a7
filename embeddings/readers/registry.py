"""Files become documents: one reader a format, chosen by suffix and content.

A reader is a function from a file's decoded text to a Reading. What a file may cost is limited here.
"""

import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from stat import S_ISREG

from embeddings.documents import Document
from embeddings.errors import UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.readers import html, markdown, plain_text
from embeddings.readers.content import Reading
from embeddings.readers.decoding import decode

# A book of 1,000 pages is about 3 MB of text; a file past this is data, not a document.
MAX_FILE_BYTES = 50_000_000

Reader = Callable[[str], Reading]

READERS: dict[str, Reader] = {
    ".txt": plain_text.read,
    ".text": plain_text.read,
    "": plain_text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
}

# Comments are matched once and for all, (?>...) and *+, else many of them take for ever.
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def read(path: Path, document_id: str) -> Document:
    """Read one file.

    Raises UnreadableFile with the reason: no reader for its suffix, no plain file, too large, not text, no text
    in it, or the operating system's own word.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(sorted(suffix for suffix in READERS if suffix))
        raise UnreadableFile(path, f"no reader for {path.suffix} files; loccit reads {known}")
    data = _bytes(path)
    text = decode(path, data)
    reading = _reader_for(text, reader)(text)
    if not reading.text.strip():
        raise UnreadableFile(path, "holds no text")
    return Document(
        id=document_id,
        path=path_text(path),
        sha256=hashlib.sha256(data).hexdigest(),
        **{name: _mended(said) for name, said in asdict(reading).items() if said is not None},
    )


def _bytes(path: Path) -> bytes:
    try:
        found = path.stat()
        if not S_ISREG(found.st_mode):
            # Reading a pipe could wait for ever.
            raise UnreadableFile(path, "is no plain file but a pipe, a device or the like")
        if found.st_size > MAX_FILE_BYTES:
            # Rounded up, so that it is more than the limit.
            size, limit = math.ceil(found.st_size / 100_000) / 10, MAX_FILE_BYTES // 1_000_000
            raise UnreadableFile(path, f"is {size:g} MB; the limit is {limit} MB, so split it")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, (error.strerror or str(error)).lower()) from error


def _mended(text: str) -> str:
    r"""Join or replace halves of characters, such as YAML's "\ud800", which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _reader_for(text: str, reader: Reader) -> Reader:
    """A web page saved as .txt is HTML all the same, and a .html file without any tag is plain text."""
    if reader is not html.read and _HTML_START.match(text):
        return html.read
    if reader is html.read and not re.search(r"<[a-zA-Z!/]", text):
        return plain_text.read
    return reader
