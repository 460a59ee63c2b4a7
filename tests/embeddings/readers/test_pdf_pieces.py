import pytest

from embeddings.readers.pdf_pieces import are_of_one_word, upright_box
from embeddings.readers.pdf_words import Word


def _word(text: str, left: float, *, size: float = 10, angle: int = 0) -> Word:
    return Word(text, left, 700, left + 5 * len(text), 710, size, False, 0, angle)


def _are_one(first: list[Word], second: list[Word]) -> bool:
    texts = " ".join(word.text for word in first), " ".join(word.text for word in second)
    return are_of_one_word((first, second), texts, second[0].left - first[-1].right)


@pytest.mark.parametrize(
    ("text", "left", "space", "expected"),
    [
        ("ven", 79.9, 3, True),
        (",”", 80, 3, True),
        ("ven", 80.5, 3, False),
        ("ven", 80, 1, False),
        ("Ven", 80, 3, False),
        ("12", 80, 3, False),
    ],
)
def test_a_word_goes_on_where_its_letters_are_kerned(text: str, left: float, space: float, expected: bool) -> None:
    first = [_word("the", 55 - space), _word("se", 70)]
    assert _are_one(first, [_word(text, left), _word("lines", 100)]) is expected


def test_an_initial_and_a_lone_letter_are_of_the_word_that_they_touch() -> None:
    assert _are_one([_word("T", 50, size=14)], [_word("he", 55)])
    assert _are_one([_word("a", 50)], [_word("lone", 55)])
    assert not _are_one([_word("the", 50)], [_word("lone", 65)])
    assert not _are_one([_word("a", 50)], [_word("lone", 57)])


def test_turned_words_have_the_box_of_upright_ones() -> None:
    assert upright_box(_word("ab", 50)) == (50, 700, 60, 710)
    assert upright_box(_word("ab", 50, angle=90)) == (700, -60, 710, -50)
    assert upright_box(_word("ab", 50, angle=180)) == (-60, -710, -50, -700)
    assert upright_box(_word("ab", 50, angle=270)) == (-710, 50, -700, 60)
