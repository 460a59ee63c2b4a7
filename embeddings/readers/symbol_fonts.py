"""What the letters of symbol fonts show: Greek letters, mathematical signs, ticks, arrows, bullets.

Programs of Windows store a letter of such a font as U+F020 to U+F0FF, which mean nothing without the font. The tables
are facts of Adobe's Symbol encoding and of Unicode's of Wingdings and Webdings; an arrow is a plain one whatever its
width.
"""

import re

_FIRST, _LAST = 0xF020, 0xF0FF
_PRIVATE = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
# What stands in names of fonts beside the name itself.
_BETWEEN, _STYLE = re.compile(r"[\s_-]"), re.compile(r"(?:mt|ps|std|regular|bold|italic)+$")
# Letters that show nothing that reads.
_NOTHING = "\0"


def _table(*runs: tuple[int, str]) -> dict[int, str]:
    """Return the signs of runs of letters, each given by its first; letters that show nothing are left out."""
    return {first + at: sign for first, signs in runs for at, sign in enumerate(signs) if sign != _NOTHING}


_SYMBOL = _table(
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    (0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵"),
    (0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    (0xE0, "◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"),
    (0xF1, "⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
)
_WINGDINGS = _table(
    (0x20, " ✏✂✁"),
    (0x28, "☎✆✉"),
    (0x3F, "✍"),
    (0x41, "✌"),
    (0x45, "☜☞☝☟"),
    (0x4A, "☺\0☹"),
    (0x6C, "●❍■☐☐❑❒⬧⧫◆❖⬥☒"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•▪○○○◉◎\0▪☐"),
    (0xAA, "✦★✶✴✹✵"),
    (0xB5, "✪✰"),
    (0xD8, "➢"),
    (0xDC, "➲"),
    (0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⇔⇳"),
    (0xF9, "▭▫✗✓☒☑"),
)
_WINGDINGS_2 = _table((0x20, " "), (0x4F, "✗✓☒☑☒☒"), (0x97, "●"), (0xA3, "☐"))
_WINGDINGS_3 = _table((0x20, " "), (0x66, "←→↑↓"), (0x70, "▲▼△▽◀▶◁▷"))
_WEBDINGS = _table((0x20, " "), (0x33, "◀▶▲▼"), (0x61, "✓"), (0x63, "☐"), (0x67, "■"), (0x6E, "●"), (0x72, "✗"))
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings2": _WINGDINGS_2,
    "wingdings3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
# What is most often meant where no font is known: the bullet of Symbol, and bullets, ticks and boxes of Wingdings.
_USUAL = {
    0xB7: "•",
    **{code: _WINGDINGS[code] for code in (0x20, 0x6F, 0xA7, 0xA8, 0xD8, 0xE0, 0xFB, 0xFC, 0xFD, 0xFE)},
}


def is_symbol_font(name: str) -> bool:
    """Whether the letters of a font of this name show signs instead."""
    return _key(name) in _FONTS


def sign_of(code: int, font: str = "") -> str:
    """Return what a letter shows, given as its code of 0x20 to 0xFF; "" where that is unknown, or no sign."""
    return _FONTS.get(_key(font), _USUAL).get(code, "")


def shown(text: str, font: str = "") -> str:
    """Return a text in which letters of symbol fonts are what they show; those of which it is unknown are left out."""
    if _PRIVATE.search(text) is None:
        return text
    return _PRIVATE.sub(lambda match: sign_of(ord(match[0]) - 0xF000, font), text)


def shown_of_run(text: str, font: str = "", letters_font: str = "") -> str:
    """Return what a text shows whose font is that for signs, and is set for plain letters too, or for those only.

    Some programs store the letter itself instead of U+F020 to U+F0FF: "û" in Wingdings is a cross all the same.
    """
    if not is_symbol_font(letters_font):
        return shown(text, font)
    return "".join(
        sign_of(ord(letter), letters_font) if _FIRST - 0xF000 < ord(letter) <= _LAST - 0xF000 else shown(letter, font)
        for letter in text
    )


def _key(name: str) -> str:
    """Return the name of a font as the tables have it: "ABCDEF+SymbolMT" and "Wingdings-Regular" have them too."""
    return _STYLE.sub("", _BETWEEN.sub("", name.rpartition("+")[2].partition(",")[0]).lower())
