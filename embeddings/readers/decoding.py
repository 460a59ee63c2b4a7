"""Bytes -> text, for all readers.

Line ends become line feeds, as in a text file that Python opens, and a byte order mark is removed. Nothing else
changes.
"""

import codecs
import re
from contextlib import suppress
from pathlib import Path
from unicodedata import category

from embeddings.errors import UnreadableFile
from embeddings.readers.detecting import detected

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    # An XML declaration without a mark.
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)

# A declaration stands in the first 1,024 bytes by the HTML standard; saved pages put comments above it.
_DECLARED_WITHIN = 4096
_DECLARED = re.compile(
    rb"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"'](?P<xml>[\w.:-]{1,40})"
    rb"|<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]{1,40})",
    re.IGNORECASE,
)
# Browsers read these names as the larger encoding that grew out of each; pages rely on it.
_READ_AS = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
# Browsers and mail programs write names that Python does not know: x-sjis, iso-8859-8-i, windows-949, cp-850, dos-874.
_OTHER_NAME = re.compile(r"^(?:x-)+|(?<=8859-[68])-[ie]$")
_CODE_PAGE = re.compile(r"^(?:x-)?(?:windows|win|dos|ibm|cp|ms)[-_]?(\d{3,4})j?$")
# Python's encodings of names and of source text, and one that browsers refuse for its tricks.
_NO_TEXT = {"utf-7", "unicode_escape", "raw-unicode-escape", "unicode-escape", "punycode", "idna"}
# In a mail it is one like others.
_UTF_7 = re.compile(r"(?:x-)?(?:unicode-1-1-)?utf-?7", re.IGNORECASE)
# Encodings in which other scripts are written as ASCII, so that their bytes always are UTF-8 too, and the signs by
# which each turns to them.
_WITHIN_ASCII = ("iso2022", "hz")
_TURNING = (
    (re.compile(rb"\x1b\$(?:[@B]|\([DOPQ])|\x1b\(I"), ("iso2022_jp_ext", "iso2022_jp_3", "iso2022_jp_2004")),
    (re.compile(rb"\x1b\$\)C"), ("iso2022_kr",)),
    (re.compile(rb"~\{[!-~]+~\}"), ("hz",)),
)
# Encodings of several bytes a character: what is valid in one of them and in UTF-8 may well be meant in it.
_BEFORE_UTF_8 = (*_WITHIN_ASCII, "utf", "gb", "big5", "cp9", "euc", "shift_jis", "johab")
# Where fewer of the characters beyond ASCII are broken, it is damaged UTF-8; where more are, another encoding.
_DAMAGED_SHARE = 0.1
# Of any bytes, 1 in 32 is no character of UTF-16.
_DAMAGED_WIDE_SHARE = 0.001
# So many bytes show whether a text is in UTF-16 or UTF-32, of which so many at least are zero: those of 16 letters of
# the West, or of 16 spaces.
_WIDE_BYTES, _FEWEST_ZEROS = 4096, 16
# Of a text's bytes so many may be zero. Below 32 it has no others but spaces and the signs of terminals.
_STRAY_SHARE = 0.001
_OF_PROGRAMS = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f]")


def decode(path: Path, data: bytes) -> str:
    """Decode a file's bytes: by their mark, else as UTF-8, as they declare, or as charset-normalizer detects.

    A mark or a declaration of an encoding that does not decode the bytes is not believed. In a file of UTF-8 or UTF-16
    with a few broken characters, each of these becomes U+FFFD. Raises UnreadableFile if the bytes are no text in any
    encoding.
    """
    mark, marked = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", _wide(data)))
    text = _decoded(data, [marked]) if marked else None
    if text is None and marked and marked != "utf-8-sig":
        text = _damaged_wide(data, marked)
    elif text is None:
        text = _unmarked(path, data.removeprefix(mark))
    if text is None:
        raise UnreadableFile(path, "is text in no encoding that could be recognised; save it as UTF-8")
    return _with_line_feeds(text)


def _with_line_feeds(text: str) -> str:
    # Looking for one character is a small part of the work of looking for two.
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _wide(data: bytes) -> str | None:
    """Return the encoding of a text in UTF-32 or UTF-16 without a mark; None if it is in neither.

    Its spaces and line ends have zero bytes, and all of it are characters that can be printed. The bytes of each
    character the other way round may be such characters too, but hardly spaces and line ends.
    """
    beginning = data[: min(_WIDE_BYTES, len(data) // 4 * 4)]
    if beginning.count(0) < _FEWEST_ZEROS:
        return None
    for names in (("utf-32-le", "utf-32-be"), ("utf-16-le", "utf-16-be")):
        texts = [(beginning.decode(name, "replace"), name) for name in names]
        ascii_counts = [(sum(map(str.isascii, text)), name) for text, name in texts if _is_printed(text)]
        if ascii_counts:
            return max(ascii_counts)[1]
    return None


def _is_printed(text: str) -> bool:
    """Whether all characters, but for those that a cut or a damage leaves, are such as a text holds."""
    broken = text.count("\ufffd")
    return broken <= max(1, _DAMAGED_WIDE_SHARE * len(text)) and all(
        char.isprintable() or char.isspace() or category(char) == "Cf" for char in text
    )


def _unmarked(path: Path, data: bytes) -> str | None:
    """Decode bytes without a mark; None if they are in no encoding. Raises UnreadableFile at many zero bytes."""
    if b"\0" in data:
        if not _has_stray_zeros(data):
            raise UnreadableFile(path, "is not text (it holds zero bytes)")
        data = data.replace(b"\0", b"")
    text = _decoded(data, _stated(data))
    return text if text is not None else _damaged(data) or _decoded(data, detected(data))


def _has_stray_zeros(data: bytes) -> bool:
    """Whether a text holds a few zero bytes, as a template or a crash leaves them, and no other byte of a program's."""
    return data.count(0) <= _STRAY_SHARE * len(data) and not _OF_PROGRAMS.search(data)


def decode_stated(data: bytes, charset: str | None) -> str:
    """Decode bytes of which something beside them states the charset, such as the head of a mail; never fails.

    A charset that does not decode the bytes is not believed, nor is one of single bytes where they are UTF-8.
    """
    name = _python_name(charset or "")
    if b"\0" in data and not (name or "").startswith(("utf-16", "utf-32")):
        data = data.replace(b"\0", b"")
    first = name is not None and name.startswith(_BEFORE_UTF_8)
    encodings = [name, "utf-8"] if name and first else ["utf-8", name or "ascii"]
    text = _decoded(data, ["utf-7"] if _UTF_7.fullmatch(charset or "") and data.isascii() else encodings)
    if text is None:
        text = _damaged(data) or _decoded(data, detected(data)) or data.decode("cp1252", "replace")
    return _with_line_feeds(text)


def encoding_of(data: bytes) -> str:
    """Return the encoding in which bytes read best, for pieces that are too short to tell by themselves."""
    if _decoded(data, ["utf-8"]) is not None:
        return "utf-8"
    return next(iter(detected(data)), "cp1252")


def _decoded(data: bytes, encodings: list[str]) -> str | None:
    """Return the text in the first of these encodings that decodes it."""
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    return None


def _damaged(data: bytes) -> str | None:
    """Return the text of UTF-8 with a few broken characters, each as U+FFFD; None if it is no UTF-8."""
    text = data.decode("utf-8", "replace")
    beyond_ascii = sum(not char.isascii() for char in text)
    return text if text.count("\ufffd") < _DAMAGED_SHARE * beyond_ascii else None


def _damaged_wide(data: bytes, encoding: str) -> str | None:
    """Return what `_damaged` does, of UTF-16 or UTF-32, in which hardly any bytes are broken by themselves."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    return text if broken <= max(1, _DAMAGED_WIDE_SHARE * len(text)) and broken < _DAMAGED_SHARE * len(text) else None


def _stated(data: bytes) -> list[str]:
    """Return the encodings to try before any is detected, the surest first.

    Bytes with letters beyond ASCII that are valid UTF-8 are never anything else; pages that were saved from a browser
    as UTF-8 still declare what they were before.
    """
    declared = _declared(data)
    if declared and declared.startswith(_WITHIN_ASCII):
        return [declared, "utf-8"]
    turned = [] if declared else [name for sign, names in _TURNING if sign.search(data) for name in names]
    return [*turned, "utf-8", declared] if declared else [*turned, "utf-8"]


def _declared(data: bytes) -> str | None:
    """Return Python's name of the encoding that an XML declaration or a meta element states; None if it knows none."""
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if not match:
        return None
    name = _python_name((match["xml"] or match["meta"]).decode("ascii", "replace"))
    # A declaration that can be read as ASCII does not stand in UTF-16 or UTF-32.
    return None if name and name.startswith(("utf-16", "utf-32")) else name


def _python_name(charset: str) -> str | None:
    """Return Python's name of an encoding of text by the name that a file gives it; None if it knows none."""
    charset = charset.strip().lower()
    for written in (charset, _OTHER_NAME.sub("", charset), _CODE_PAGE.sub(r"cp\1", charset)):
        with suppress(LookupError, ValueError):
            name = codecs.lookup(written).name
            return None if name in _NO_TEXT else _READ_AS.get(name, name)
    return None
