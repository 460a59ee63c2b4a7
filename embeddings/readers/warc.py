"""Web archives (WARC, ISO 28500): each saved page or document is a document by its address.

What a crawler asked, notes of its own, answers that are no success, and what pages are made of (pictures, styles,
scripts, data) are passed over, as is a document that it saved again unchanged. The format is so simple that a library
would bring no more than its dependencies.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.content import File, FileContent, FileContents, LimitReached, NotRead, Refused
from embeddings.readers.decoding import decode_stated
from embeddings.readers.unpacking import MOST_MEMBER_BYTES

_ORIGIN = "web archive"
_START = re.compile(rb"WARC/\d\.\d\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_HEADER = re.compile(rb"^([\w-]+):[ \t]*([^\r\n]*)", re.M)
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.I)
_OF_PAGES = re.compile(
    r"(?:image|audio|video|font)/|text/css|(?:text|application)/(?:x-)?(?:java|ecma)script|application/(?:\w+\+)?json"
    r"|application/(?:x-)?font|text/dns",
    re.I,
)
_PIECE = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_KINDS = frozenset(("response", "resource", "conversion"))
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_PLAIN = frozenset(("", "identity"))
_SUCCESS = re.compile(rb"HTTP/[\d.]+ 200\b")
_UNPACKED_HERE = "is packed by the site ({}); open it in a program for web archives, and save the page as HTML"


class _Saved(NamedTuple):
    """What a site gave for an address: when, of what type, in which packing, and its bytes."""

    address: str
    day: str
    kind: str
    packing: str
    data: bytes


def read(file: File) -> FileContents:
    """Read the documents of a web archive. Raises NotRead if it is none or holds none, and LimitReached."""
    if not _START.match(file.data):
        raise NotRead("is no web archive; name it as what it is")
    documents: list[FileContent] = []
    refused: list[Refused] = []
    known: set[bytes] = set()
    for saved in _saved(file.data):
        digest = hashlib.sha256(saved.address.encode() + b"\n" + saved.data).digest()
        if digest in known:
            continue
        known.add(digest)
        name = _name(saved)
        if saved.packing not in _PLAIN | _PACKED.keys():
            refused.append(Refused(name, _UNPACKED_HERE.format(saved.packing)))
            continue
        contents = file.read_member(name, _unpacked(saved))
        documents += (_with_address(content, saved) for content in contents.documents)
        refused += contents.refused
    if not documents and not refused:
        raise NotRead("is a web archive without a saved page; add one that has pages")
    return FileContents(tuple(documents), tuple(refused))


def _saved(data: bytes) -> Iterator[_Saved]:
    """Yield what sites gave with success, but what pages are made of."""
    at = 0
    while (start := _START.search(data, at)) and (end := _HEAD_END.search(data, start.end())):
        head = _headers(data[start.end() : end.start()])
        length = int(size) if (size := head.get("content-length", "")).isdecimal() and len(size) < 16 else 0  # noqa: PLR2004  # digits
        block = data[end.end() : end.end() + length]
        at = end.end() + length
        kind = head.get("content-type", "")
        packing = ""
        if head.get("warc-type") not in _KINDS:
            continue
        if kind.startswith("application/http"):
            parts = _HEAD_END.split(block, maxsplit=1)
            if len(parts) == 1 or not _SUCCESS.match(parts[0]):
                continue
            answered, block = _headers(parts[0]), parts[1]
            kind, packing = answered.get("content-type", ""), answered.get("content-encoding", "").strip().lower()
            if "chunked" in answered.get("transfer-encoding", "").lower():
                block = _joined(block)
        address = head.get("warc-target-uri", "").strip("<> ")
        if block and not _OF_PAGES.match(kind) and not address.startswith(("metadata:", "urn:", "dns:")):
            yield _Saved(address, iso_date(head.get("warc-date", "")[:10]) or "", kind, packing, block)


def _headers(head: bytes) -> dict[str, str]:
    return {name.decode().lower(): value.decode("utf-8", "replace").strip() for name, value in _HEADER.findall(head)}


def _joined(block: bytes) -> bytes:
    """Return the pieces in which a site sent something, each after its length, as one; as it stands if it is whole."""
    pieces = []
    at = 0
    while line := _PIECE.match(block, at):
        length = int(line[1], 16)
        if not length:
            break
        pieces.append(block[line.end() : line.end() + length])
        at = line.end() + length
        at += 2 if block[at : at + 2] == b"\r\n" else 1
    return b"".join(pieces) if pieces else block


def _unpacked(saved: _Saved) -> bytes:
    """Return what was saved, unpacked and with its encoding marked. Raises LimitReached at a bomb."""
    data = saved.data
    if saved.packing in _PACKED:
        # Some crawlers unpack it and leave the header; some sites leave out the head of zlib.
        for window in (_PACKED[saved.packing], -15):
            unpacker = zlib.decompressobj(window)
            try:
                data = unpacker.decompress(saved.data, MOST_MEMBER_BYTES)
            except zlib.error:
                continue
            if unpacker.unconsumed_tail:
                raise LimitReached(f"holds a page that unpacks to more than {MOST_MEMBER_BYTES // 1_000_000} MB")
            break
    charset = _CHARSET.search(saved.kind)
    if charset and saved.kind.startswith("text/"):
        return decode_stated(data, charset[1]).encode("utf-8-sig", "replace")
    return data


def _name(saved: _Saved) -> str:
    """Return the name of what was saved: its address, with the suffix of a page."""
    try:
        parts = urlsplit(saved.address)
        name = f"{parts.netloc}{parts.path}{f'?{parts.query}' if parts.query else ''}".rstrip("/") or "page"
    except ValueError:
        name = "page"
    is_page = "html" in saved.kind and not name.lower().endswith((".html", ".htm", ".xhtml"))
    is_text = saved.kind.startswith("text/plain") and not name.lower().endswith(".txt")
    return name + (".html" if is_page else ".txt" if is_text else "")


def _with_address(content: FileContent, saved: _Saved) -> FileContent:
    """Return a document with where and when it was saved, as far as it does not say where itself."""
    facts = [Fact("url", saved.address, _ORIGIN)] if saved.address and not content.url else []
    facts += [Fact("saved", saved.day, _ORIGIN)] if saved.day else []
    return replace(content, url=content.url or saved.address or None, facts=(*content.facts, *facts))
