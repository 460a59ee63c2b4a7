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
