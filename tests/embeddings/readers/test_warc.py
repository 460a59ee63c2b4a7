import gzip
import zlib
from pathlib import Path

import pytest

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import warc
from embeddings.readers.content import FileContent, LimitReached, NotRead
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.office_files import file_of

PAGE = b"<html><head><title>Tolls</title></head><body><p>The toll of the Sound fell in 1429.</p></body></html>"


def _record(kind: str, address: str, block: bytes, of: str = "application/http; msgtype=response") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2017-03-06T04:02:06Z\r\n"
    return f"{head}Content-Type: {of}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def _answer(data: bytes, *headers: str, status: str = "200 OK", of: str = "text/html") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {of}", *headers]).encode() + b"\r\n\r\n" + data


def _read(*records: bytes) -> tuple[FileContent, ...]:
    return contents_of(Path("a.warc"), b"".join(records)).documents


def _page(*headers: str, data: bytes = PAGE) -> FileContent:
    (document,) = _read(_record("response", "http://example.org/tolls", _answer(data, *headers)))
    return document


def test_a_saved_page_is_a_document_by_its_address() -> None:
    note = _record("warcinfo", "", b"software: x\r\n", "application/warc-fields")
    asked = _record("request", "http://example.org/", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
    (document,) = _read(note, asked, _record("response", "http://example.org/tolls/", _answer(PAGE)))
    assert document.text == "The toll of the Sound fell in 1429."
    assert (document.member, document.title) == ("example.org/tolls.html", "Tolls")
    assert document.url == "http://example.org/tolls/"
    assert Fact("saved", "2017-03-06", "web archive") in document.facts
    assert document.published is None


def test_what_a_site_packed_or_sent_in_pieces_is_joined() -> None:
    text = _page().text
    assert _page("Content-Encoding: gzip", data=gzip.compress(PAGE)).text == text
    assert _page("Content-Encoding: deflate", data=zlib.compress(PAGE)[2:-4]).text == text
    # A crawler that unpacked it and left the headers.
    assert _page("Content-Encoding: gzip", "Transfer-Encoding: chunked").text == text
    pieces = b"14;x\r\n" + PAGE[:20] + b"\r\n" + b"%x\r\n" % len(PAGE[20:]) + PAGE[20:] + b"\r\n0\r\n\r\n"
    assert _page("Transfer-Encoding: chunked", data=pieces).text == text


def test_the_encoding_that_a_site_states_is_believed() -> None:
    page = "<html><body><p>Łódź und Żywiec am Fluß</p></body></html>".encode("iso-8859-2")
    (document,) = _read(_record("response", "http://example.org/", _answer(page, of="text/html; charset=iso-8859-2")))
    assert document.text == "Łódź und Żywiec am Fluß"


def test_what_is_no_page_and_what_was_saved_twice_is_passed_over() -> None:
    records = [
        _record("response", "http://example.org/a", _answer(PAGE)),
        _record("response", "http://example.org/a", _answer(PAGE)),
        _record("response", "http://example.org/gone", _answer(b"<p>Not found.</p>", status="404 Not Found")),
        _record("response", "http://example.org/x.js", _answer(b"let x = 1", of="application/javascript")),
        _record("response", "http://example.org/x.png", _answer(b"\x89PNG", of="image/png")),
        _record("conversion", "http://example.org/b", b"The text of a page.", "text/plain"),
        _record("resource", "http://example.org/c.html", PAGE, "text/html"),
    ]
    assert [document.member for document in _read(*records)] == [
        "example.org/a.html",
        "example.org/b.txt",
        "example.org/c.html",
    ]


def test_a_packed_web_archive_and_one_cut_short_are_read() -> None:
    records = [_record("response", f"http://example.org/{name}", _answer(PAGE)) for name in "ab"]
    (first, second) = contents_of(Path("a.warc.gz"), b"".join(map(gzip.compress, records))).documents
    assert (first.member, second.member) == ("a.warc!/example.org/a.html", "a.warc!/example.org/b.html")
    (document,) = _read(records[0], records[1][:100])
    assert document.member == "example.org/a.html"


def test_what_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="is a web archive without a saved page"):
        _read(_record("warcinfo", "", b"software: x", "application/warc-fields"))
    with pytest.raises(NotRead, match="is no web archive"):
        warc.read(file_of("a.warc", b"words"))
    with pytest.raises(UnreadableFile, match=r"example.org/tolls.html: is packed by the site \(br\)"):
        _page("Content-Encoding: br")
    assert _read(_record("resource", "http://[", PAGE, "text/html"))[0].member == "page.html"
    monkeypatch.setattr(warc, "MOST_MEMBER_BYTES", 20)
    with pytest.raises(LimitReached):
        warc.read(file_of("a.warc", _record("response", "x", _answer(gzip.compress(PAGE), "Content-Encoding: gzip"))))
