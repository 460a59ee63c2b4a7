import struct

import pytest

from embeddings.readers.powerpoint_letters import set_flat
from tests.embeddings.readers.powerpoint_files import letter_style, paragraph_style


@pytest.mark.parametrize(
    ("before", "letters", "after", "position", "seen"),
    [
        ("A deck of 5 m", "2", " of oak", 30, "A deck of 5 m² of oak"),
        ("10", "5", " ships", 30, "10^5 ships"),
        ("as said", "12", ".", 30, "as said[12]."),
        ("H", "2", "O", -25, "H2O"),
        ("in 101", "2", "", -25, "in 101_2"),
        ("plain ", "2", " m", 0, "plain 2 m"),
        ("a ", "raised line", "", 30, "a raised line"),
    ],
)
def test_raised_and_lowered_letters_become_plain_words(
    before: str, letters: str, after: str, position: int, seen: str
) -> None:
    text = before + letters + after
    runs = letter_style(len(before)) + letter_style(len(letters), position) + letter_style(len(after) + 1)
    assert set_flat(text, paragraph_style(3) + paragraph_style(len(text) - 2) + runs, {}) == seen


def test_broken_styles_change_nothing_of_the_words() -> None:
    styles = paragraph_style(9) + letter_style(5) + letter_style(1, 30) + letter_style(3)
    for end in range(len(styles)):
        assert set_flat("A 5 m2 x", styles[:end], {}).replace("²", "2") == "A 5 m2 x"
    assert set_flat("A 5 m2 x", struct.pack("<IHI", 2**31, 0, 0) * 3, {}) == "A 5 m2 x"
    assert set_flat("\U0001f600 m2 x", styles, {}) == "\U0001f600 m2 x"
    assert set_flat("", b"", {}) == ""


def test_letters_of_symbol_fonts_are_what_they_show() -> None:
    text = "\uf044H \uf0b3 3 \uf0fc\uf0b7"
    # Of a font for signs, with a font for letters beside it.
    signs = struct.pack("<IIHH", 4, 1 << 16 | 1 << 23, 0, 1)
    letters = struct.pack("<IIHHh", 3, 1 << 16 | 1 << 17 | 1 << 19, 0, 24, 0)
    ticks = struct.pack("<IIH", 1, 1 << 16, 2)
    styles = paragraph_style(len(text) + 1) + signs + letters + ticks
    assert set_flat(text, styles, {0: "Arial", 1: "Symbol", 2: "Wingdings"}) == "ΔH ≥ 3 ✓•"
