"""The text of a Word file before 2007, which it keeps in pieces, by [MS-DOC]."""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from embeddings.readers.content import NotRead
from embeddings.readers.symbol_fonts import is_symbol_font, shown, sign_of

BROKEN = "is a broken Word file; open it in Word or LibreOffice and save it as .docx"
# A sign that is set instead of a letter, and shows nothing that reads.
_NO_SIGN = "\0"
# The letter in the place of a sign.
_INSTEAD = "("


class Text(NamedTuple):
    """The characters of a file; for each where its bytes stand, and how a reader sees it."""

    characters: str
    # The first character of each piece, the place of its bytes, and the bytes of a character.
    firsts: list[int]
    places: list[tuple[int, int]]
    seen: bytearray

    def place(self, at: int) -> int:
        """Return where the bytes of a character stand."""
        piece = bisect_right(self.firsts, at) - 1
        start, width = self.places[piece]
        return start + (at - self.firsts[piece]) * width

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield from where to where the characters stand whose bytes stand within these places."""
        for number, (first, (place, width)) in enumerate(zip(self.firsts, self.places, strict=True)):
            last = self.firsts[number + 1] if number + 1 < len(self.firsts) else len(self.seen)
            begin = max(first, first + -(-(start - place) // width))
            finish = min(last, first + -(-(end - place) // width))
            if begin < finish:
                yield begin, finish

    def show(self, start: int, end: int, how: int) -> str:
        """Set how the characters are seen whose bytes stand within these places, and return them."""
        words = ""
        for begin, finish in self.spans(start, end):
            self.seen[begin:finish] = bytes([how]) * (finish - begin)
            words += self.characters[begin:finish]
        return words

    def with_signs(self, runs: Sequence[tuple[int, int, str, int]]) -> "Text":
        """Return the text with the signs that its letters of symbol fonts show.

        A run is from where to where its bytes stand, its font, and the sign that Word keeps instead of its letters,
        0 for none.
        """
        changed = list(self.characters)
        for start, end, font, instead in runs:
            for begin, finish in self.spans(start, end):
                for at in range(begin, finish):
                    is_sign = instead and changed[at] == _INSTEAD
                    changed[at] = (_sign(instead, font) if is_sign else shown(changed[at], font)) or _NO_SIGN
        return self._replace(characters="".join(changed)) if runs else self


def pieces_of(data: bytes) -> list[tuple[int, int, bool]]:
    """Return the pieces of a text: how many characters, where they stand, whether each is a byte. Raises NotRead."""
    at = 0
    while at < len(data) and data[at] == 1:
        at += 3 + short(data, at + 1)
    if at >= len(data) or data[at] != 2:  # noqa: PLR2004  # the mark of the pieces
        raise NotRead(BROKEN)
    plc = data[at + 5 : at + 5 + long(data, at + 1)]
    count = max(0, (len(plc) - 4) // 12)
    ends = [long(plc, 4 * number) for number in range(count + 1)]
    pieces = []
    for number in range(count):
        place = long(plc, 4 * (count + 1) + 8 * number + 2)
        is_narrow = bool(place & 0x40000000)
        place &= 0x3FFFFFFF
        pieces.append((max(0, ends[number + 1] - ends[number]), place, is_narrow))
    return pieces


def joined(stream: bytes, pieces: list[tuple[int, int, bool]]) -> Text:
    """Return the text of pieces as `pieces_of` gives them. Raises NotRead if they are more than the file."""
    if sum(count for count, _, _ in pieces) > len(stream):
        raise NotRead(BROKEN)
    texts, firsts, places = [], [], []
    length = 0
    for count, place, is_narrow in pieces:
        start = place // 2 if is_narrow else place
        data = stream[start : start + count * (1 if is_narrow else 2)]
        text = data.decode("cp1252" if is_narrow else "utf-16-le", "surrogatepass" if not is_narrow else "replace")
        # Two halves of a character count as two.
        text = text if len(text) * (1 if is_narrow else 2) == len(data) else _halves(data)
        firsts.append(length)
        places.append((start, 1 if is_narrow else 2))
        texts.append(text)
        length += len(text)
    return Text("".join(texts), firsts or [0], places or [(0, 1)], bytearray(b"\1" * length))


def _halves(data: bytes) -> str:
    return "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))


def _sign(code: int, font: str) -> str:
    if is_symbol_font(font):
        return sign_of(code & 0xFF, font)
    return shown(chr(code), font)


def font_names(data: bytes) -> list[str]:
    """Return the names of a file's fonts in their order, given their table ([MS-DOC] 2.9.286)."""
    names = []
    at = 4
    while at < len(data):
        end = at + 1 + data[at]
        names.append(data[at + 40 : end].decode("utf-16-le", "replace").partition("\0")[0])
        at = end
    return names


def short(data: bytes, at: int) -> int:
    """Return a number of two bytes."""
    return int.from_bytes(data[at : at + 2], "little")


def long(data: bytes, at: int) -> int:
    """Return a number of four bytes."""
    return int.from_bytes(data[at : at + 4], "little")
