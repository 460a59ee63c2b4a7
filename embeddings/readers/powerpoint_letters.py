"""Raised and lowered letters of PowerPoint files before 2007, and letters of symbol fonts, by [MS-PPT]."""

import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.raised import CONTEXT, lowered, raised
from embeddings.readers.symbol_fonts import is_symbol_font, shown

# The properties of paragraphs and of letters in the order in which they stand, as the bits of which any says that it is
# there, and its bytes; tabs tell their number.
_TABS = 1 << 20
_OF_PARAGRAPHS = (
    *((0b1111, 2), (1 << 7, 2), (1 << 4, 2), (1 << 6, 2), (1 << 5, 4), (1 << 11, 2), (1 << 12, 2), (1 << 13, 2)),
    *((1 << 14, 2), (1 << 8, 2), (1 << 10, 2), (1 << 15, 2), (_TABS, 0), (1 << 16, 2), (0b111 << 17, 2), (1 << 21, 2)),
)
_FONT, _SYMBOL_FONT, _POSITION = 1 << 16, 1 << 23, 1 << 19
_OF_LETTERS = (
    *((0b11_1110_1011_0111, 2), (_FONT, 2), (1 << 21, 2), (1 << 22, 2), (_SYMBOL_FONT, 2), (1 << 17, 2), (1 << 18, 4)),
    (_POSITION, 2),
)


class _Run(NamedTuple):
    """How many letters have something: how far over the line they stand, and the numbers of their fonts."""

    length: int
    position: int
    fonts: tuple[int, ...]


def set_flat(text: str, styles: bytes, fonts: Mapping[int, str]) -> str:
    """Return a text, given its styles, with its raised and lowered letters as plain words: 10^5, m², [12].

    `fonts` are the names of fonts by their numbers: letters of symbol fonts are what they show.
    """
    if not text.isascii() and max(map(ord, text)) > 0xFFFF:  # noqa: PLR2004  # styles count halves of such characters
        return text
    parts: list[str] = []
    at = 0
    for count, position, numbers in _runs(styles, len(text)):
        names = [fonts.get(number, "") for number in numbers]
        words = shown(text[at : at + count], next(filter(is_symbol_font, names), ""))
        if position and 0 < len(words) <= RAISED_CHARACTERS and not words.startswith("["):
            before = "".join(parts)[-CONTEXT:]
            words = raised(before, words, "", linked=False) if position > 0 else lowered(before, words)
        parts.append(words)
        at += count
    return "".join([*parts, shown(text[at:])])


def _runs(styles: bytes, length: int) -> Iterator[_Run]:
    """Yield the runs of letters of a text; broken styles end early."""
    try:
        at = covered = 0
        # The styles also cover the end of the text.
        while covered <= length:
            count, _, mask = struct.unpack_from("<IHI", styles, at)
            at = _past(styles, at + 10, mask, _OF_PARAGRAPHS)
            covered += max(1, count)
        covered = 0
        while covered <= length:
            count, mask = struct.unpack_from("<II", styles, at)
            at += 8
            # Where each property of the letters stands.
            places = {}
            for bits, width in _OF_LETTERS:
                if mask & bits:
                    places[bits] = at
                    at += width
            (position,) = struct.unpack_from("<h", styles, places[_POSITION]) if _POSITION in places else (0,)
            of_fonts = [places[bits] for bits in (_SYMBOL_FONT, _FONT) if bits in places]
            yield _Run(count, position, tuple(struct.unpack_from("<H", styles, place)[0] for place in of_fonts))
            covered += max(1, count)
    except struct.error:
        return


def _past(styles: bytes, at: int, mask: int, properties: tuple[tuple[int, int], ...]) -> int:
    for bits, width in properties:
        if mask & bits == _TABS:
            at += 2 + 4 * int.from_bytes(styles[at : at + 2], "little")
        elif mask & bits:
            at += width
    return at
