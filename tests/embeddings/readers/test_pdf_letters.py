from embeddings.readers.pdf_letters import (
    arabic_letters,
    expanded,
    from_glyph_numbers,
    may_be_doubled,
    reversed_letters,
    undoubled,
    with_signs,
)


def test_ligatures_are_written_as_letters() -> None:
    assert expanded("of\ufb01ce \ufb02ag \ufb03") == "office flag ffi"
    assert expanded("½ ² ™") == "½ ² ™"


def test_letters_of_the_font_symbol_are_what_they_show() -> None:
    fonts = {1: "ABCDEF+SymbolMT", 2: "Wingdings", 3: "Symbol", 4: "SymbolicSans"}
    assert with_signs("a\uf0ae\uf0ae\uf0ff\uf061b", lambda at: fonts.get(at, "")) == "a→\uf0ae\uf0ff\uf061b"
    assert with_signs("plain", lambda _: "Symbol") == "plain"


def test_letters_that_are_turned_round_keep_their_marks() -> None:
    assert reversed_letters("abe\u0301c") == "ce\u0301ba"


def test_the_look_alikes_of_other_languages_are_letters_of_arabic_in_an_arabic_text() -> None:
    assert arabic_letters("الإنسان\u06ccة و\u06beو عل\u06cc") == "الإنسان\u064aة و\u0647و عل\u0649"


def test_persian_and_urdu_keep_their_letters() -> None:
    persian = "گزارش دریا\u06cc شمال"
    assert arabic_letters(persian) == persian
    urdu = "یہ کھیل ہے"
    assert arabic_letters(urdu) == urdu


def test_a_word_that_is_drawn_twice_is_read_once() -> None:
    boxes = [(10 * (place // 2) + place % 2, 0, 10 * (place // 2) + place % 2 + 10, 12) for place in range(8)]
    assert may_be_doubled("BBoobb--")
    assert undoubled("BBoobb--", boxes) == "Bob-"
    # The same letters side by side stay.
    assert undoubled("aabbccdd", [(10 * place, 0, 10 * place + 10, 12) for place in range(8)]) == "aabbccdd"


def test_no_number_and_no_common_word_is_looked_at() -> None:
    assert not any(map(may_be_doubled, ("1100", "11", "......", "harbour", "letter", "x", "----")))


def _numbered(text: str) -> str:
    return "".join(chr(ord(letter) - 29) for letter in text)


def test_the_numbers_of_letters_in_a_font_are_letters() -> None:
    line = "The clerks of the harbour met on Monday (5 May)."
    text = f"Plain $ {_numbered(line)}\r\n"
    assert from_glyph_numbers(text, lambda at: "Plain" if at < 8 else "Numbered") == f"Plain $ {line}\r\n"


def test_what_else_fonts_say_untruly_stays_what_it_is() -> None:
    signs = _numbered('+ "# $% &! (12) 3= ')
    assert from_glyph_numbers(signs, lambda _: "Signs") == signs
    # The numbers of other letters than those of ASCII are not known.
    other = _numbered("Affinit\x95s et lettres d\x96un port ") + "\xb4"
    assert from_glyph_numbers(other, lambda _: "Other") == other
    assert from_glyph_numbers("a\x03b", lambda _: "One") == "a\x03b"
