import io
import zipfile
from pathlib import Path

import pytest

from embeddings.errors import UnreadableFile
from embeddings.readers import legacy_office
from embeddings.readers.registry import contents_of
from embeddings.readers.unread import refusal, word_processor
from tests.embeddings.readers.office_files import compound_file, paragraph, word_file

REST = bytes(range(256)) * 20


def _reason(name: str, data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        contents_of(Path(name), data)
    return caught.value.reason


def _streams(name: str) -> bytes:
    return compound_file({name: REST})


def _package(**members: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "what", "way_out"),
    [
        ("dw.doc", bytes.fromhex("0005e10300") + REST, "IBM document", "as PDF"),
        ("a.wk1", b"\0\0\2\0\6\4" + REST, "Lotus 1-2-3", "XLSX"),
        ("a.wb1", b"\0\0\2\0\1\x10" + REST, "Quattro Pro", "XLSX"),
        ("a.qpw", _streams("NativeContent_MAIN"), "Quattro Pro", "XLSX"),
        ("a.djvu", b"AT&TFORM" + REST, "DjVu", "PDF"),
        ("a.ps", b"%!PS-Adobe-3.0\n(Hello) show\n", "PostScript", "PDF"),
        ("a.pst", b"!BDN" + REST, "Outlook", "MBOX"),
        ("a.mdb", b"\0\1\0\0Standard Jet DB\0" + REST, "Access", "CSV"),
        ("a.one", bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3") + REST, "OneNote", "PDF"),
        ("a.pub", _streams("Quill"), "Publisher", "PDF"),
        ("a.doc", _streams("VisioDocument"), "Visio", "PDF"),
        ("a.hwp", b"HWP Document File V3.00" + REST, "Hangul", "DOCX"),
        ("b.hwp", compound_file({"FileHeader": b"HWP Document File" + REST}), "Hangul", "DOCX"),
        ("a.mobi", bytes(60) + b"BOOKMOBI" + REST, "Kindle", "EPUB"),
        ("a.rar", b"Rar!\x1a\7\0" + REST, "RAR", "unpack it"),
        ("a.chm", b"ITSF\3\0\0\0" + REST, "CHM", "unpack it"),
        ("a.cab", b"MSCF\0\0\0\0" + REST, "CAB", "unpack it"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + REST, "picture", "PNG"),
        ("a.arc", b"filedesc://a.arc 0.0.0.0 20140216050221 text/plain 68\n1 0 LiveWeb\n", "web archive", "to WARC"),
        ("a.sam", b"[ver]\r\n\t4\r\n[sty]\r\n\t\r\n[edoc]\r\nDear Ana\r\n", "Ami Pro", "as PDF"),
        (
            "a.asc",
            b"-----BEGIN PGP MESSAGE-----\n\nhQEMA8\n-----END PGP MESSAGE-----\n",
            "encrypted with PGP",
            "decrypt it",
        ),
        ("a.heic", b"\0\0\0\x18ftypheic" + REST, "picture", "PNG"),
        ("a.vsdx", _package(**{"[Content_Types].xml": "x", "visio/document.xml": "x"}), "Visio", "PDF"),
        ("a.xps", _package(**{"[Content_Types].xml": "x", "FixedDocSeq.fdseq": "x"}), "XPS", "PDF"),
        ("a.hwpx", _package(mimetype="application/hwp+zip"), "Hangul", "DOCX"),
        ("a.sxw", _package(mimetype="application/vnd.sun.xml.writer"), "OpenOffice 1", "ODT"),
        ("a.odg", _package(mimetype="application/vnd.oasis.opendocument.graphics"), "OpenDocument", "PDF"),
        ("a.bin", _package(mimetype="application/x-other"), "does not know", "PDF"),
    ],
)
def test_a_known_kind_that_is_not_read_is_named_with_a_way_out(name: str, data: bytes, what: str, way_out: str) -> None:
    named, _, to_do = _reason(name, data).partition("; ")
    assert what in named
    assert way_out in to_do


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.wpd", b"\xffWPC" + REST, "a WordPerfect document"),
        ("b.doc", b"\xffWPC" + REST, "a WordPerfect document"),
        ("c.doc", b"\xdb\xa5\x2d\x00" + REST, "a document of Word 2"),
        ("d.wri", b"\x31\xbe\0\0" + REST, "a document of Windows Write or Word for DOS"),
        ("e.wps", _streams("MatOST"), "a document of Microsoft Works"),
    ],
)
def test_other_word_processors_are_named_and_converted(
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, what: str
) -> None:
    monkeypatch.setattr(legacy_office, "converted", lambda *_: None)
    assert _reason(name, data) == f"is {what}; install LibreOffice, or save it as .docx"
    monkeypatch.setattr(legacy_office, "converted", lambda *_: word_file(paragraph("Converted.")))
    (document,) = contents_of(Path(name), data).documents
    assert document.text == "Converted."


def test_a_letter_that_holds_a_drawing_is_a_letter() -> None:
    data = compound_file({"WordDocument": REST, "VisioDocument": REST, "MatOST": REST})
    assert (refusal(data), word_processor(data)) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        *("Rare words", "GIF and PNG", "BMW", "SQLite is a database", "AC DC"),
        # The marks themselves, as words of a text.
        *(
            "GIF89a is a format of 1989.",
            "AC1012 was sent on Monday.",
            "PAR1 and PAR2 part files.",
            "!BDN",
            "AT&TFORM 12",
        ),
    ],
)
def test_text_is_no_other_kind(text: str) -> None:
    assert (refusal(text.encode()), word_processor(text.encode())) == ("", "")
    (document,) = contents_of(Path("a.txt"), text.encode()).documents
    assert document.text == text


def test_a_key_is_no_document_and_a_signed_text_is_one() -> None:
    key = b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----\n"
    assert _reason("a.asc", key) == "is a key of PGP, and no document"
    assert refusal(b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe toll fell.\n") == ""
    assert refusal(b'A message begins "-----BEGIN PGP MESSAGE-----".') == ""
