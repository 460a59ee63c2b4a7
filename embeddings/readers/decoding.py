"""Bytes -> text, for all readers.

Line ends become line feeds, as in a text file that Python opens, and a byte order mark is removed. Nothing else
changes.
"""

import codecs
import re
from pathlib import Path

from embeddings.errors import UnreadableFile

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
# Python's encodings of names and of source text, and one that browsers refuse for its tricks.
_NO_TEXT = {"utf-7", "unicode_escape", "raw-unicode-escape", "unicode-escape", "punycode", "idna"}
# Encodings in which other scripts are written as ASCII, so that their bytes always are UTF-8 too.
_WITHIN_ASCII = ("iso2022", "hz")
# Encodings of several bytes a character: what is valid in one of them and in UTF-8 may well be meant in it.
_BEFORE_UTF_8 = (*_WITHIN_ASCII, "utf", "gb", "big5", "cp9", "euc", "shift_jis", "johab")
# Where fewer of the characters beyond ASCII are broken, it is damaged UTF-8; where more are, another encoding.
_DAMAGED_SHARE = 0.1
# Of any bytes, 1 in 32 is no character of UTF-16.
_DAMAGED_WIDE_SHARE = 0.001
# So many bytes show whether a text is UTF-16 in which so many and so great a share of the letters are of the West.
_WIDE_BYTES, _FEWEST_ZEROS, _ZEROS_SHARE = 4096, 16, 0.7
# Of a text's bytes so many may be zero. Below 32 it has no others but spaces and the signs of terminals.
_STRAY_SHARE = 0.001
_OF_PROGRAMS = re.compile(rb"[\x01-\x06\x0e-\x1a\x1c-\x1f]")
# What is detected: the encodings of the web standard and of DOS; where two read equally well, the first.
_IN_USE = (
    *("cp1252", "cp1250", "cp1251", "iso8859_2", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
    *("cp932", "euc_jp", "gb18030", "big5", "big5hkscs", "cp949", "iso2022_jp", "koi8_r", "koi8_u", "cp866"),
    *("iso8859_5", "iso8859_6", "iso8859_7", "iso8859_8", "iso8859_4", "iso8859_13", "iso8859_15", "iso8859_16"),
    *("mac_cyrillic", "mac_roman", "mac_latin2", "mac_greek", "cp437", "cp850", "cp852", "cp500", "cp037"),
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SYMBOL_WITHIN_WORD = re.compile(
    r"(?<=[^\W\d_])[^\w\s\x00-\x7f’‘·‑–—\u00ad](?=[^\W\d_])|(?<=[^\W\d_])[²³¹ªº](?=[^\W\d_])"
)
_TURKISH, _ICELANDIC = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]"), re.compile(rb"[\xe1\xe6\xe9\xed\xf3\xfa]")
_WINDOWS_BYTES = re.compile(rb"[\x80-\x9f]")


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
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wide(data: bytes) -> str | None:
    """Return the encoding of a text in UTF-16 without a mark, of which nearly each second byte is zero; else None."""
    beginning = data[:_WIDE_BYTES]
    for name, zeros, others in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        count = beginning[zeros::2].count(0)
        if count >= _FEWEST_ZEROS and 2 * count > _ZEROS_SHARE * len(beginning) and not beginning[others::2].count(0):
            text = beginning[: len(beginning) // 2 * 2].decode(name, "replace")
            return name if all(char.isprintable() or char.isspace() for char in text) else None
    return None


def _unmarked(path: Path, data: bytes) -> str | None:
    """Decode bytes without a mark; None if they are in no encoding. Raises UnreadableFile at many zero bytes."""
    if b"\0" in data:
        if not _has_stray_zeros(data):
            raise UnreadableFile(path, "is not text (it holds zero bytes)")
        data = data.replace(b"\0", b"")
    text = _decoded(data, _stated(data))
    return text if text is not None else _damaged(data) or _decoded(data, _detected(data))


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
    text = _decoded(data, encodings)
    if text is None:
        text = _damaged(data) or _decoded(data, _detected(data)) or data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(data: bytes) -> str:
    """Return the encoding in which bytes read best, for pieces that are too short to tell by themselves."""
    if _decoded(data, ["utf-8"]) is not None:
        return "utf-8"
    return next(iter(_detected(data)), "cp1252")


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
    return ["utf-8", declared] if declared else ["utf-8"]


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
    try:
        name = codecs.lookup(charset.strip()).name
    except (LookupError, ValueError):
        return None
    return None if name in _NO_TEXT else _READ_AS.get(name, name)


def _detected(data: bytes) -> list[str]:
    """Return encodings by how well the text reads in them, best first; none where it reads well in none."""
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=[*_IN_USE], preemptive_behaviour=False)
    # Each match also stands for the encodings in which these bytes are the same text.
    ranked = sorted(
        (
            round(match.chaos + _symbols_within_words(str(match)), 2),
            -round(match.coherence, 1),
            _IN_USE.index(name),
            name,
        )
        for match in matches
        for name in {match.encoding, *match.could_be_from_charset}.intersection(_IN_USE)
    )
    names = [name for *_, name in ranked]
    # cp1250 has the commonest Czech and Polish letters in the bytes 80 to 9F, where ISO 8859-2 has none.
    is_iso = names[:1] == ["cp1250"] and "iso8859_2" in names and not _WINDOWS_BYTES.search(data)
    # cp1254 has the Turkish ğ, ı and ş where cp1252 has the Icelandic ð, ý and þ, and both read well.
    is_turkish = names[:1] == ["cp1252"] and len(_TURKISH.findall(data)) > len(_ICELANDIC.findall(data))
    return ["iso8859_2", *names] if is_iso else ["cp1254", *names] if is_turkish else names


def _symbols_within_words(text: str) -> float:
    """Return the share of the characters beyond ASCII that are symbols between letters, as in "Ma³gorzata"."""
    beyond_ascii = sum(1 for _ in _BEYOND_ASCII.finditer(text))
    return sum(1 for _ in _SYMBOL_WITHIN_WORD.finditer(text)) / max(1, beyond_ascii)
