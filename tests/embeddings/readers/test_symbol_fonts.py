import pytest

from embeddings.readers.symbol_fonts import is_symbol_font, shown, shown_of_run, sign_of


@pytest.mark.parametrize(
    ("letters", "font", "seen"),
    [
        ("\uf061\uf0b3\uf0a5", "Symbol", "α≥∞"),
        ("\uf044H \uf0ae \uf030", "ABCDEF+SymbolMT", "ΔH → 0"),
        ("\uf0e0\uf0fc\uf0fe\uf08c", "Wingdings", "→✓☑❶"),
        ("\uf050\uf052", "Wingdings 2", "✓☑"),
        ("\uf070", "Wingdings 3", "▲"),
        ("\uf061", "Webdings", "✓"),
        ("\uf0b7\uf0a7\uf061x", "", "•▪x"),
        ("\uf0ff\uf03a", "Wingdings", ""),
        ("plain \ue000 \uf8ff", "Symbol", "plain \ue000 \uf8ff"),
    ],
)
def test_letters_are_what_their_font_shows(letters: str, font: str, seen: str) -> None:
    assert shown(letters, font) == seen


def test_letters_of_symbol_stand_where_adobe_put_them() -> None:
    # The last of each run of the table, by which a sign too many or too few before it would be seen.
    last = {
        0x3F: "?",
        0x5F: "_",
        0x7E: "∼",
        0xBF: "↵",
        0xDF: "⇓",
        0xEF: "⎪",
        0xFE: "⎭",
        0x6D: "μ",
        0xD6: "√",
        0xE5: "∑",
    }
    assert {code: sign_of(code, "Symbol") for code in last} == last


def test_letters_of_wingdings_stand_where_unicode_puts_them() -> None:
    last = {
        0x48: "☟",
        0x4C: "☹",
        0x78: "☒",
        0x95: "❿",
        0xA8: "☐",
        0xAF: "✵",
        0xDF: "←",
        0xE8: "→",
        0xF4: "⇳",
        0xFE: "☑",
    }
    assert {code: sign_of(code, "Wingdings") for code in last} == last


def test_fonts_are_known_by_their_names() -> None:
    assert [is_symbol_font(name) for name in ("Symbol", "Wingdings-Regular", "Arial", "Webdings", "")] == [
        *(True, True, False, True, False)
    ]


@pytest.mark.parametrize(
    ("letters", "font", "letters_font", "seen"),
    [
        ("û A", "Wingdings", "Wingdings", "✗ ✌"),
        ("a \uf062 東", "Symbol", "Symbol", "α β 東"),
        ("û\uf061", "Symbol", "Arial", "ûα"),
        ("û\uf061", "Symbol", "", "ûα"),
    ],
)
def test_plain_letters_in_a_symbol_font_are_what_they_show(
    letters: str, font: str, letters_font: str, seen: str
) -> None:
    assert shown_of_run(letters, font, letters_font) == seen
