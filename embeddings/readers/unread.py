"""Kinds of files that loccit knows but does not read: what they are, and what to do.

A file is told by its first bytes, or by the streams in it, whatever its name says.
"""

import re

from embeddings.readers.sniffing import OLE, has_known_stream

_AS_PDF, _AS_TABLE = "save or export it as PDF", "open it in LibreOffice and save it as XLSX"
_QUATTRO = f"is a table of Quattro Pro; {_AS_TABLE}"
_UNPACK = "unpack it, and add the files themselves"
_PICTURE = "is a picture of a kind that is not read; save it as PNG or JPEG"
_HWP = b"HWP Document File"
_HANGUL = "is a document of Hangul (HWP); save it as DOCX or PDF"
_WORD_PROCESSORS = (
    (b"\xffWPC", "a WordPerfect document"),
    (b"\xdb\xa5\x2d\x00", "a document of Word 2"),
    (b"\x9b\xa5", "a document of Word 1"),
    (b"\x31\xbe\x00\x00", "a document of Windows Write or Word for DOS"),
    (b"\x32\xbe\x00\x00", "a document of Windows Write"),
    (b"\xfe\x37\x00", "a document of Word for the Macintosh"),
    (b"\x01\xfe\x00", "a document of Microsoft Works"),
    (b"WordPro\x00", "a document of Lotus Word Pro"),
)
# Each with where its mark stands in the file.
_MARKS = (
    (2, b"\xe1\x03\x00", f"is an IBM document (DCA, as of DisplayWrite); {_AS_PDF}, in a program that still opens it"),
    (0, _HWP, _HANGUL),
    (0, b"\x00\x00\x02\x00\x06\x04", f"is a table of Lotus 1-2-3; {_AS_TABLE}"),
    (0, b"\x00\x00\x1a\x00", f"is a table of Lotus 1-2-3; {_AS_TABLE}"),
    *((0, b"\x00\x00\x02\x00" + kind, _QUATTRO) for kind in (b"\x20\x51", b"\x21\x51", b"\x01\x10", b"\x02\x10")),
    (0, b"AT&TFORM", "is a DjVu document; convert it to PDF (ddjvu -format=pdf)"),
    (0, b"!BDN", "is a mailbox of Outlook (PST, OST); export its mails as EML, MSG or MBOX (readpst)"),
    (0, b"\x00\x01\x00\x00Standard Jet DB", "is a database of Access; export its tables as CSV or XLSX"),
    (0, b"\x00\x01\x00\x00Standard ACE DB", "is a database of Access; export its tables as CSV or XLSX"),
    (0, b"SQLite format 3\x00", "is a database (SQLite); export its tables as CSV"),
    (0, b"PAR1", "is a table of Parquet; export it as CSV"),
    (
        0,
        b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3",
        "is a notebook of OneNote; export it as PDF",
    ),
    (60, b"BOOKMOBI", "is a book for Kindle; convert it to EPUB, if it has no lock"),
    (0, b"ITOLITLS", "is a book for Microsoft Reader; convert it to EPUB, if it has no lock"),
    (0, b"ITSF\x03\x00", f"is a help file of Windows (CHM); {_UNPACK}"),
    (0, b"Rar!\x1a\x07", f"is an archive (RAR); {_UNPACK}"),
    (0, b"MSCF\x00\x00\x00\x00", f"is an archive (CAB); {_UNPACK}"),
    (0, b"\x28\xb5\x2f\xfd", f"is an archive (Zstandard); {_UNPACK}"),
    (0, b"\x1f\x9d", f"is an archive (compress); {_UNPACK}"),
    (0, b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5", "is a document of InDesign; export it as PDF"),
    (2, b"MMXPR", "is a document of QuarkXPress; export it as PDF"),
    (2, b"IIXPR", "is a document of QuarkXPress; export it as PDF"),
    (0, b"AC10", "is a drawing of AutoCAD; export it as PDF"),
    *((0, mark, _PICTURE) for mark in (b"GIF87a", b"GIF89a", b"\x00\x00\x00\x0cjP  ")),
    *((4, b"ftyp" + brand, _PICTURE) for brand in (b"heic", b"heix", b"mif1", b"avif")),
    (8, b"WEBPVP8", _PICTURE),
)
# Programs of a printer, and drawings of them.
_POSTSCRIPT = (b"%!PS", b"\xc5\xd0\xd3\xc6")
_AS_PRINTED = "is PostScript; convert it to PDF (ps2pdf)"
# Files that begin with words of their own, or a text.
_TEXT_MARKS = (
    (b"-----BEGIN PGP MESSAGE-----", "is encrypted with PGP; decrypt it, and add the text or the file itself"),
    (b"-----BEGIN PGP PUBLIC KEY BLOCK-----", "is a key of PGP, and no document"),
    (b"-----BEGIN PGP PRIVATE KEY BLOCK-----", "is a key of PGP, and no document"),
    (b"filedesc://", "is a web archive of the older kind (ARC); convert it to WARC (warcio recompress)"),
    (b"[ver]\r\n\t", f"is a document of Ami Pro; {_AS_PDF}, in a program that still opens it"),
    (b"[ver]\n\t", f"is a document of Ami Pro; {_AS_PDF}, in a program that still opens it"),
)
# A control character that no text has; all files of these kinds have one among so many bytes.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 1_000
_WORKS = "MatOST"
_STREAMS = (
    ("Quill", "is a document of Publisher; export it as PDF"),
    ("VisioDocument", "is a drawing of Visio; export it as PDF"),
    ("NativeContent_MAIN", _QUATTRO),
)


def word_processor(data: bytes) -> str:
    """Return of which word processor a document is that LibreOffice converts, "" for another file."""
    if data.startswith(OLE):
        return "a document of Microsoft Works" if _has(data, _WORKS) and not has_known_stream(data) else ""
    return next((what for mark, what in _WORD_PROCESSORS if data.startswith(mark)), "")


def refusal(data: bytes) -> str:
    """Return why a file of a known kind is not read, and what to do; "" for another file."""
    if data.startswith(OLE):
        # A letter may hold a drawing.
        if has_known_stream(data):
            return ""
        return _HANGUL if _HWP in data else next((reason for name, reason in _STREAMS if _has(data, name)), "")
    if data.startswith(_POSTSCRIPT):
        return _AS_PRINTED
    # A text may begin with the letters of a mark: "GIF89a is a format of 1989".
    is_text = _NO_TEXT.search(data, 0, _LOOKED_AT) is None
    begun = data[:_LOOKED_AT].lstrip()
    if reason := next((reason for mark, reason in _TEXT_MARKS if begun.startswith(mark)), ""):
        return reason
    return "" if is_text else next((reason for at, mark, reason in _MARKS if data.startswith(mark, at)), "")


def _has(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data
