"""Raised and lowered letters of PowerPoint files before 2007, by [MS-PPT]: runs of letters with what they have."""

import struct
from collections.abc import Iterator

from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.raised import CONTEXT, lowered, raised

# The properties of paragraphs and of letters in the order in which they stand, as the bits of which any says that it is
# there, and its bytes; tabs tell their number.
_TABS = 1 << 20
_OF_PARAGRAPHS = (
    *((0b1111, 2), (1 << 7, 2), (1 << 4, 2), (1 << 6, 2), (1 << 5, 4), (1 << 11, 2), (1 << 12, 2), (1 << 13, 2)),
    *((1 << 14, 2), (1 << 8, 2), (1 << 10, 2), (1 << 15, 2), (_TABS, 0), (1 << 16, 2), (0b111 << 17, 2), (1 << 21, 2)),
)
_BEFORE_POSITION = (
    *((0b11_1110_1011_0111, 2), (1 << 16, 2), (1 << 21, 2), (1 << 22, 2), (1 << 23, 2), (1 << 17, 2), (1 << 18, 4)),
)
_POSITION = 1 << 19


def set_flat(text: str, styles: bytes) -> str:
    """Return a text, given its styles, with its raised and lowered letters as plain words: 10^5, m², [12]."""
    if not text.isascii() and max(map(ord, text)) > 0xFFFF:  # noqa: PLR2004  # styles count halves of such characters
        return text
    parts: list[str] = []
    at = 0
    for count, position in _positions(styles, len(text)):
        words = text[at : at + count]
        if position and 0 < len(words) <= RAISED_CHARACTERS and not words.startswith("["):
            before = "".join(parts)[-CONTEXT:]
            words = raised(before, words, "", linked=False) if position > 0 else lowered(before, words)
        parts.append(words)
        at += count
    return "".join([*parts, text[at:]])


def _positions(styles: bytes, length: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of letters of a text: how many, and how far over the line they stand; broken styles end early."""
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
            at = _past(styles, at + 8, mask, _BEFORE_POSITION)
            position = 0
            if mask & _POSITION:
                (position,) = struct.unpack_from("<h", styles, at)
                at += 2
            yield count, position
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
