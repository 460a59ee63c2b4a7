"""Which format a file has: by its first bytes, and only where these say nothing by its suffix."""

import io
import re
import zipfile
from pathlib import PurePath

from embeddings.readers import formats
from embeddings.readers.chat_sniffing import chat_format, is_slack_archive
from embeddings.readers.formats import SUFFIXES, Format

# Looked at for a mark of plain text formats.
_HEAD = 4096

_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c")
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_TNEF = b"\x78\x9f\x3e\x22"
_BINARY = ((_IMAGES, formats.IMAGE), (_TNEF, formats.WRAPPED))
# The bytes of the heads of bitmaps, by which their kinds are known.
_BITMAP_HEADS = {12, 40, 52, 56, 64, 108, 124}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What an OpenDocument file or an EPUB names itself in its member "mimetype".
_MIMETYPES = (
    ("application/epub+zip", formats.EPUB),
    # Books of Apple's iBooks Author.
    ("application/x-ibooks+zip", formats.EPUB),
    ("opendocument.text", formats.ODT),
    ("opendocument.spreadsheet", formats.SHEETS),
    ("opendocument.presentation", formats.ODP),
)
_OFFICE_FOLDERS = (("word/", formats.DOCX), ("xl/", formats.SHEETS), ("ppt/", formats.PPTX))
# Streams of the files of old Office and Outlook; a name in such a file is UTF-16.
_STREAMS = (
    ("__properties_version1.0", formats.MSG),
    ("WordDocument", formats.LEGACY_OFFICE),
    ("PowerPoint Document", formats.LEGACY_OFFICE),
    ("Workbook", formats.SHEETS),
    ("Book", formats.SHEETS),
)
# (?>...) and *+ match comments without backtracking, which would take for ever where there are many.
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
# A single file of XML (.fodt, .fods, .fodp), whose first element names some forty namespaces.
_FLAT = re.compile(rb'<office:document\b[^<>]{1,16000}\boffice:mimetype="(?P<mimetype>[^"<>]{1,100})"')
_FLAT_HEAD = 32 << 10
_XML_START = re.compile(rb"\s*<\?xml\s")
_MAILBOX_START = re.compile(rb"(?:\xef\xbb\xbf)?From (?:\S+ .{0,40}\d\d:\d\d.{0,40}|-? ?|\S+@\S+ ?)\r?\n[\w-]+:")
# A transcript copied from YouTube begins at 0:00 and has a time in every other line; a list of appointments does not.
_SUBTITLES_START = re.compile(
    rb"(?:WEBVTT[ \t\r\n]|\s*\d+\s*\r?\n\d+:\d\d:\d\d[,.]\d+ *-->|\s*\[(?:\d+:)?\d\d:\d\d\.\d{3} --> "
    rb"|\s*0{1,2}:\d\d[ \t]*\r?\n(?:[^\r\n]+\r?\n(?:\d+:)?\d?\d:\d\d[ \t]*\r?\n){2}|\[Script Info\][ \t]*\r?\n)"
)
# Memoranda have "From:" and "To:" too.
_MAIL_HEADERS = re.compile(
    rb"^(?:(?:Received(?:-SPF)?|Message-ID|MIME-Version|Return-Path|Delivered-To|DKIM-Signature|Authentication-Results"
    rb"|Content-Transfer-Encoding):|Content-Type:[ \t]*[a-z]+/)",
    re.I | re.M,
)
_SAVED_PAGE = re.compile(rb"^Snapshot-Content-Location:|^Content-Type:\s*multipart/related", re.I | re.M)
# Mails with pictures are "multipart/related" as well, and a page was sent to nobody.
_SENT = re.compile(rb"^(?:Received|Delivered-To|To):", re.I | re.M)
_HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_HEADER = re.compile(rb"[\w-]+:[ \t]")
_WARC_START = re.compile(rb"WARC/\d\.\d\r?\n[\w-]+:")
_SAMI_START = re.compile(rb"\s*<sami\b", re.IGNORECASE)
_MICRODVD_START = re.compile(rb"\s*\{\d{1,9}\}\{\d{1,9}\}[^\r\n]*\r?\n\s*\{\d{1,9}\}\{\d{0,9}\}")
_TEXTS = (
    *((_SUBTITLES_START, formats.SUBTITLES), (_WARC_START, formats.WARC)),
    (re.compile(rb"\s*BEGIN:VCALENDAR\r?\n", re.IGNORECASE), formats.CALENDAR),
    *((_SAMI_START, formats.SAMI), (_MICRODVD_START, formats.MICRODVD)),
)


def format_of(name: str, data: bytes) -> Format | None:
    """Return the format of a file of a name; None where neither its bytes nor its suffix tell one.

    A file of text whose suffix says nothing is left to the caller, who knows whether it is text.
    """
    by_suffix = SUFFIXES.get(PurePath(name).suffix.lower())
    return _by_mark(data, by_suffix) or _by_text(data, by_suffix) or by_suffix


def _by_mark(data: bytes, by_suffix: Format | None) -> Format | None:
    """Return the format that binary files bear at their beginning."""
    if data.startswith(_ZIP):
        return _of_zip(data, by_suffix)
    if data.startswith(OLE):
        return _of_streams(data, by_suffix)
    if data.startswith(_PACKED) or data[257:262] == b"ustar":
        return formats.ARCHIVE
    if kind := next((kind for marks, kind in _BINARY if data.startswith(marks)), None) or _bitmap(data):
        return kind
    if data.lstrip()[:5] == b"{\\rtf":
        return formats.RTF
    return formats.PDF if _is_pdf(data) else None


def _bitmap(data: bytes) -> Format | None:
    """Return the format of a bitmap of Windows: a text may begin with its two letters, but has no zero bytes."""
    is_bitmap = (
        data.startswith(b"BM") and data[6:10] == b"\0\0\0\0" and int.from_bytes(data[14:18], "little") in _BITMAP_HEADS
    )
    return formats.IMAGE if is_bitmap else None


def _is_pdf(data: bytes) -> bool:
    """Whether a file is a PDF, above which other bytes may stand, and no text that speaks of them."""
    return data.lstrip().startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b" obj" in data)


def _of_zip(data: bytes, by_suffix: Format | None) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            names = packed.namelist()
            mimetype = packed.open("mimetype").read(200).decode("latin-1") if "mimetype" in names else ""
    except Exception:  # whatever is broken, the reader of its suffix says what
        return by_suffix or formats.ARCHIVE
    for mark, kind in _MIMETYPES:
        if mark in mimetype:
            return kind
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE_FOLDERS:
            if any(name.startswith(folder) for name in names):
                return kind
    if is_slack_archive(names):
        return formats.SLACK
    if "META-INF/container.xml" in names and by_suffix is formats.EPUB:
        return formats.EPUB
    return formats.ARCHIVE


def _of_streams(data: bytes, by_suffix: Format | None) -> Format:
    kinds = [kind for stream, kind in _STREAMS if stream.encode("utf-16-le") in data]
    # A sheet may embed a letter, so that both are in it.
    if by_suffix is not None and by_suffix in kinds:
        return by_suffix
    return next(iter(kinds), by_suffix or formats.LEGACY_OFFICE)


def has_known_stream(data: bytes) -> bool:
    """Whether a file of streams has one that a reader reads."""
    return any(stream.encode("utf-16-le") in data for stream, _ in _STREAMS)


def flat_open_document(data: bytes) -> Format | None:
    """Return the format of an OpenDocument file that is XML and no package; None for any other file."""
    found = _FLAT.search(data[:_FLAT_HEAD])
    mimetype = found["mimetype"].decode("latin-1") if found else ""
    return next((kind for mark, kind in _MIMETYPES if mark in mimetype), None)


def _by_text(data: bytes, by_suffix: Format | None) -> Format | None:
    """Return the format that a text begins like."""
    head = data[:_HEAD]
    is_named_mail = by_suffix in {formats.MHTML, formats.EML, formats.MSG}
    if _HEADER.match(head) and (is_named_mail or len(_MAIL_HEADERS.findall(head)) > 1):
        is_page = _SAVED_PAGE.search(head) and by_suffix is not formats.EML
        is_page = is_page and (by_suffix is formats.MHTML or not _SENT.search(_HEAD_END.split(head, 1)[0]))
        return formats.MHTML if is_page else formats.EML
    if by_suffix is not formats.EML and _MAILBOX_START.match(head):
        return formats.MBOX
    text = next((data.removeprefix(mark) for mark in _MARKS if data.startswith(mark)), data)
    text = text.replace(b"\0", b"") if b"\0" in head else text
    kind = next((kind for start, kind in _TEXTS if start.match(text[:_HEAD])), None)
    if kind := kind or chat_format(data, by_suffix) or flat_open_document(text):
        return kind
    if _HTML_START.match(text):
        return formats.HTML
    if _XML_START.match(text) and by_suffix not in {formats.HTML, formats.ODT}:
        return formats.XML
    return None
