import pypdfium2
import pytest

from embeddings.readers.pdf_pages import page_words
from embeddings.readers.pdf_words import Word
from tests.embeddings.readers.pdf_writing import Text, pdf_of, width


def _words(*page: Text) -> list[Word]:
    document = pypdfium2.PdfDocument(pdf_of([page]))
    words = page_words(document, 0)
    document.close()
    assert words is not None
    return words


def test_words_have_their_boxes_sizes_and_weight() -> None:
    first, second = _words(Text(50, 700, "Ana Ruiz", 20))
    assert (first.text, second.text) == ("Ana", "Ruiz")
    assert first.left == pytest.approx(50, abs=0.1)
    assert first.right == pytest.approx(50 + width("Ana", 20), abs=0.1)
    assert second.left == pytest.approx(50 + width("Ana ", 20), abs=0.1)
    assert first.bottom < 700 < first.top
    assert (first.size, first.is_bold, first.angle) == (20, False, 0)


def test_a_bold_word_is_bold_and_a_matrix_makes_a_size() -> None:
    (word,) = _words(Text(0, 0, "Heading", 1, bold=True, operators="14 0 0 14 50 700 Tm"))
    assert word.is_bold
    assert word.size == pytest.approx(14)


@pytest.mark.parametrize(("matrix", "angle"), [("0 1 -1 0", 90), ("-1 0 0 -1", 180), ("0 -1 1 0", 270)])
def test_a_turned_word_says_by_how_much(matrix: str, angle: int) -> None:
    (word,) = _words(Text(0, 0, "sideways", operators=f"{matrix} 300 400 Tm"))
    assert (word.text, word.angle) == ("sideways", angle)


def test_a_word_parted_at_the_end_of_a_line_says_that_it_goes_on() -> None:
    words = _words(Text(50, 700, "the break-"), Text(50, 688, "water"))
    assert [(word.text, word.hyphenated) for word in words] == [("the", False), ("break-", True), ("water", False)]
    assert words[1].line < words[2].line


def test_letters_that_stand_apart_are_words_of_their_own() -> None:
    assert [word.text for word in _words(Text(0, 0, "ab", operators="100 Tc 1 0 0 1 50 700 Tm"))] == ["a", "b"]


def test_letters_that_a_shadow_doubles_are_read_once() -> None:
    page = [
        Text(50 + width("Harbor"[:n], 20) + shift, 700 - shift, "Harbor"[n], 20) for n in range(6) for shift in (0, 1)
    ]
    assert [word.text for word in _words(*page)] == ["Harbor"]


def test_a_line_that_is_drawn_again_after_others_is_read_once() -> None:
    heading = Text(50, 700, "Harbour rules", 20)
    words = _words(heading, *(Text(50, 680 - 12 * n, f"Rule {n}") for n in range(9)), heading)
    assert [word.text for word in words].count("Harbour") == 1


def test_an_accent_that_is_drawn_over_its_letter_is_of_it() -> None:
    at = 50 + width("Poincar", 10)
    (word,) = _words(Text(50, 700, "Poincar"), Text(at + 1.1, 700, "\u00b4"), Text(at, 700, "e"))
    assert word.text == "Poincaré"


def test_words_with_a_narrow_space_between_them_are_two() -> None:
    at = 50 + width("breakwaters", 10) + 1.6
    assert [word.text for word in _words(Text(50, 700, "breakwaters"), Text(at, 700, "hold"))] == [
        "breakwaters",
        "hold",
    ]


def test_a_font_whose_letters_are_drawings_of_another_scale_has_the_size_of_its_letters() -> None:
    glyph = b"20 0 0 0 20 30 d1 0 0 18 30 re f"
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 99"
    font += (
        b"/Widths[20 20 20]/CharProcs<</a 9 0 R/b 9 0 R/c 9 0 R>>/Encoding<</Differences[97/a/b/c]>>/Resources<<>>>>"
    )
    drawn = b"<</Length %d>>stream\n" % len(glyph) + glyph + b"\nendstream"
    data = pdf_of([[Text(0, 0, "abcabc", 0.5, operators="1 0 0 1 50 700 Tm")]], objects=[font, drawn])
    document = pypdfium2.PdfDocument(data.replace(b"/F0 4 0 R", b"/F0 8 0 R"))
    words = page_words(document, 0) or []
    document.close()
    assert [(word.text, round(word.size)) for word in words] == [("abcabc", 20)]
