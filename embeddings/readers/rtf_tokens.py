"""The words, signs and bytes of an RTF file, and the encodings in which its bytes are letters."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from embeddings.readers.symbol_fonts import shown

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\", re.DOTALL
)
# The end of a line after a backslash is that of a paragraph.
_LINE_ENDS = {b"\r", b"\n"}
# Signs that stand for themselves, since alone they are RTF's own.
_LETTERS = {b"{", b"}", b"\\"}
# Windows' character sets of fonts.
_CHARSETS = {
    **{
        77: "mac_roman",
        78: "shift_jis",
        79: "big5",
        80: "euc_kr",
        81: "mac_arabic",
        83: "mac_greek",
        84: "mac_cyrillic",
    },
    **{85: "gb2312", 86: "mac_romanian", 89: "mac_latin2", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030"},
    **{136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"},
    **{204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"},
}
SYMBOL_CHARSET = 2
# The encoding of such a font; the name of the font may follow it.
SYMBOL = "symbol"
# Encodings of the whole file.
FILES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_PAGES = {
    "cp10000": "mac_roman",
    "cp10001": "shift_jis",
    "cp10007": "mac_cyrillic",
    "cp65001": "utf-8",
    "cp936": "gb18030",
}


class Token(NamedTuple):
    """A token: a word with its number, "'" with a byte, a sign, "{", "}", or "" with plain bytes."""

    word: str
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""Yield the tokens of a file; bytes that a \bin counts are passed over."""
    at = 0
    while match := _TOKEN.match(data, at):
        at = match.end()
        word, number, byte, sign, brace, text = match.groups()
        if word:
            count = int(number) if number else None
            if word == b"bin":
                at += max(0, count or 0)
            yield Token(word.decode("ascii"), count)
        elif byte:
            yield Token("'", data=bytes([int(byte, 16)]))
        elif sign in _LETTERS:
            yield Token("", data=sign)
        elif sign in _LINE_ENDS:
            yield Token("par")
        elif sign:
            yield Token(sign.decode("latin-1"))
        elif brace:
            yield Token("{}"[brace == b"}"])
        elif text:
            yield Token("", data=text)


def page_encoding(page: int | None) -> str | None:
    """Return Python's name of a code page, None if it knows none."""
    name = _PAGES.get(f"cp{page}", f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def font_encoding(charset: int | None, default: str) -> str:
    """Return the encoding of a font of a character set; fonts of the file's own have that of the file."""
    return SYMBOL if charset == SYMBOL_CHARSET else _CHARSETS.get(charset or 0, default)


def decoded(data: bytes, encoding: str) -> str:
    """Return bytes as text."""
    if encoding.startswith(SYMBOL):
        return sign_in("".join(chr(0xF000 + byte) if byte > ord(" ") else " " for byte in data), encoding)
    return data.decode(encoding, "replace")


def sign_in(text: str, encoding: str) -> str:
    """Return a text in which letters of symbol fonts are what they show, given the encoding of their font."""
    return shown(text, encoding.removeprefix(SYMBOL).strip() if encoding.startswith(SYMBOL) else "")
