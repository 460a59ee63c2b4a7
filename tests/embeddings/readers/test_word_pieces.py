import struct

import pytest

from embeddings.readers.content import NotRead
from embeddings.readers.word_binary import read_word
from embeddings.readers.word_pieces import font_names, joined, pieces_of
from tests.embeddings.readers.word_files import word_streams


def _font(name: str) -> bytes:
    entry = bytes(39) + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(entry)]) + entry


FONTS = struct.pack("<HH", 3, 0) + _font("Arial") + _font("Symbol") + _font("Wingdings")


def test_fonts_are_named_in_their_order() -> None:
    assert font_names(FONTS) == ["Arial", "Symbol", "Wingdings"]
    assert font_names(FONTS[:70])[0] == "Arial"
    assert font_names(b"") == []


def test_signs_that_stand_instead_of_letters_and_letters_of_symbol_fonts_are_what_they_show() -> None:
    stream, table = word_streams(
        [
            ("Angle (a) ", b"", b""),
            ("(", b"\x09\x6a" + struct.pack("<HH", 1, 0xF061), b""),
            (" is \uf0b3 ", b"\x4f\x4a\x01\x00", b""),
            ("\uf0fc\uf0ff\r", b"\x4f\x4a\x02\x00", b""),
        ],
        notes=[(0x112, FONTS)],
    )
    (paragraph,) = read_word(stream, (table, b"")).paragraphs
    assert paragraph.text == "Angle (a) α is ≥ ✓"


def test_pieces_that_are_more_than_the_file_are_refused() -> None:
    with pytest.raises(NotRead, match="broken Word file"):
        joined(b"short", [(9, 0, True)])
    with pytest.raises(NotRead, match="broken Word file"):
        pieces_of(b"")
