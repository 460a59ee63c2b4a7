import pytest

from embeddings.readers.rtf_tokens import SYMBOL, Token, decoded, font_encoding, page_encoding, tokens


def test_words_signs_bytes_and_groups() -> None:
    assert list(tokens(rb"{\b0 a\'e9\~" + b"\r\n" + rb"\bin3 }}}\u-7 z}\ ")) == [
        *(Token("{"), Token("b", 0), Token("", data=b"a"), Token("'", data=b"\xe9"), Token("~"), Token("bin", 3)),
        *(Token("u", -7), Token("", data=b"z"), Token("}"), Token(" ")),
    ]
    assert list(tokens(b"\\{a")) == [Token("", data=b"{"), Token("", data=b"a")]
    assert list(tokens(b"a\\")) == [Token("", data=b"a")]


@pytest.mark.parametrize(
    ("page", "encoding"), [(1251, "cp1251"), (65001, "utf-8"), (10000, "mac-roman"), (7, None), (None, None)]
)
def test_code_pages(page: int | None, encoding: str | None) -> None:
    assert page_encoding(page) == encoding


def test_fonts_decode_their_bytes() -> None:
    assert decoded(b"\xcf\xee", font_encoding(204, "cp1252")) == "По"
    assert decoded(b"\xe9", font_encoding(0, "cp1250")) == "é"
    assert font_encoding(2, "cp1252") == SYMBOL
    assert decoded(b"\xb7 A", SYMBOL) == "• "
    assert decoded(b"\xb3 A", f"{SYMBOL} Symbol") == "≥ Α"
