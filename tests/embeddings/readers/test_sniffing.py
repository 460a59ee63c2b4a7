import io
import zipfile

import pytest

from embeddings.readers import formats
from embeddings.readers.sniffing import format_of


def packed(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, mimetype if name == "mimetype" else "x")
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"%PDF-1.7\n", formats.PDF),
        ("a.pdf", b"<!DOCTYPE html><p>x", formats.HTML),
        ("a.docx", packed("[Content_Types].xml", "xl/workbook.xml"), formats.SHEETS),
        ("a.bin", packed("[Content_Types].xml", "word/document.xml"), formats.DOCX),
        ("a.zip", packed("[Content_Types].xml", "ppt/presentation.xml"), formats.PPTX),
        ("a.zip", packed("notes.txt"), formats.ARCHIVE),
        ("a.docx", b"PK\x03\x04 and then nothing", formats.DOCX),
        ("a.zip", packed("mimetype", mimetype="application/epub+zip"), formats.EPUB),
        ("a.ibooks", packed("mimetype", mimetype="application/x-ibooks+zip"), formats.EPUB),
        ("a.zip", packed("mimetype", mimetype="application/vnd.oasis.opendocument.text"), formats.ODT),
        ("a.zip", packed("mimetype", mimetype="application/vnd.oasis.opendocument.spreadsheet"), formats.SHEETS),
        ("a.zip", packed("mimetype", mimetype="application/vnd.oasis.opendocument.presentation"), formats.ODP),
        ("a", OLE + "__properties_version1.0".encode("utf-16-le"), formats.MSG),
        ("a", OLE + "WordDocument".encode("utf-16-le"), formats.LEGACY_OFFICE),
        ("a.doc", OLE + "Workbook".encode("utf-16-le"), formats.SHEETS),
        ("a.docx", OLE, formats.DOCX),
        ("a.txt", b"{\\rtf1 x}", formats.RTF),
        ("a.txt", b"\x1f\x8b\x08", formats.ARCHIVE),
        ("a", b"\x89PNG\r\n\x1a\n", formats.IMAGE),
        ("a", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", formats.IMAGE),
        ("a.txt", b"BMW of Munich builds cars.", formats.PLAIN_TEXT),
        ("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nx", formats.SUBTITLES),
        ("a.txt", b"1\n00:00:01,000 --> 00:00:02,000\nx", formats.SUBTITLES),
        ("a.txt", b"[00:00.000 --> 00:04.000]  They met", formats.SUBTITLES),
        ("a.txt", b"0:00\r\nthey met\r\n0:04\r\nin lisbon\r\n0:09\r\n", formats.SUBTITLES),
        ("a.txt", b"9:00\nThey meet\n10:00\nThey speak\n11:00\n", formats.PLAIN_TEXT),
        ("a.txt", b"[Script Info]\nTitle: Talks\n", formats.SUBTITLES),
        ("a.sbv", b"0:00:01.000,0:00:02.000\nx", formats.SUBTITLES),
        ("a.ttml", b"<tt xmlns='http://www.w3.org/ns/ttml'/>", formats.XML),
        ("a", b"From ana@example.org Tue Apr  5 10:00:00 2011\nSubject: x\n", formats.MBOX),
        ("a", b"Received: x\nMessage-ID: <a@b>\n\nx", formats.EML),
        ("a.eml", b"Subject: x\n\nx", formats.EML),
        ("a.msg", b"From: ana@example.org\nSubject: x\n\nx", formats.EML),
        ("a.txt", b"Subject: x\n\nx", formats.PLAIN_TEXT),
        ("a.txt", b"<?xml version='1.0'?><rss/>", formats.XML),
        ("a.md", b"# x", formats.MARKDOWN),
        ("a.csv", b"a,b", formats.DELIMITED),
        ("a.CSV", b"a,b", formats.DELIMITED),
        ("a.v2", b"x", None),
        ("a.txt", b"A PDF begins with %PDF-1.7, and a reader looks for that.", formats.PLAIN_TEXT),
        ("a", b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.7\n1 0 obj", formats.PDF),
        ("a.xls", OLE + "WordDocumentWorkbook".encode("utf-16-le"), formats.SHEETS),
        ("a", b"\xef\xbb\xbf<!DOCTYPE html><p>x", formats.HTML),
        ("a", "<html><p>x".encode("utf-16"), formats.HTML),
        ("a", b"\xef\xbb\xbf<?xml version='1.0'?><rss/>", formats.XML),
        ("a", "<?xml version='1.0'?><rss/>".encode("utf-16"), formats.XML),
        ("a.txt", "1\n00:00:01,000 --> 00:00:02,000\nx".encode("utf-16"), formats.SUBTITLES),
    ],
)
def test_a_format_is_known_by_content_first(name: str, data: bytes, expected: formats.Format | None) -> None:
    assert format_of(name, data) == expected


_TECHNICAL = b"MIME-Version: 1.0\r\nDate: Mon, 3 Nov 2025 18:23:00 +0100\r\n"
_RELATED = b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nTo: nobody\r\n'


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        # Messages of a maildir have no suffix that says anything.
        ("1447.M5P6.host:2,S", b"Message-ID: <1@x>\r\nTo: bo@cullen.org\r\n" + _TECHNICAL + _RELATED, formats.EML),
        ("1448.M5P6.host:2,S", b"Received: by mx\r\n" + _TECHNICAL + _RELATED, formats.EML),
        ("letter", _TECHNICAL + b"Content-Type: text/plain\r\nSubject: Boats\r\n\r\nHi", formats.EML),
        ("letter", b"Received: by mx\r\nAuthentication-Results: mx; spf=none\r\n\r\nHi", formats.EML),
        ("page", b"From: <Saved by a browser>\r\n" + _TECHNICAL + _RELATED, formats.MHTML),
        ("page.mht", b"From: <Saved by a browser>\r\nTo: x\r\n" + _TECHNICAL + _RELATED, formats.MHTML),
        ("memo", b"FROM: BO\r\nTO: ANA\r\nDATE: 3 MAY\r\nSUBJECT: BOATS\r\n\r\nHi", formats.PLAIN_TEXT),
    ],
)
def test_a_mail_of_any_name_is_told_from_a_saved_page_and_from_a_memorandum(
    name: str, data: bytes, expected: formats.Format | None
) -> None:
    assert format_of(name, data) == expected
