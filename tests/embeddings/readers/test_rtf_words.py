from embeddings.readers.rtf_words import BREAKS, BULLETS, FLOWS, KEPT, PROPERTIES, SIGNS, SKIPPED_WORDS
from embeddings.readers.symbol_fonts import sign_of


def test_a_word_is_of_one_kind() -> None:
    kinds = (FLOWS.keys(), SKIPPED_WORDS, BREAKS, PROPERTIES.keys(), SIGNS.keys())
    words = [word for kind in kinds for word in kind]
    assert len(words) == len(set(words))
    assert SKIPPED_WORDS.isdisjoint(KEPT)


def test_bullets_of_symbol_fonts_are_bullets() -> None:
    shown = {sign_of(0xB7, "Symbol"), *(sign_of(ord(letter), "Wingdings") for letter in "lnuvqo§Øü")}
    assert shown <= BULLETS
