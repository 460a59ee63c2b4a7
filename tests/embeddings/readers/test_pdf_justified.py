import pytest

from embeddings.readers.pdf_justified import is_justified
from embeddings.readers.pdf_words import Word


def _words(text: str, spaces: list[float]) -> list[Word]:
    """Return words of letters six points wide, with so wide spaces between them."""
    words: list[Word] = []
    left = 50.0
    for word, space in zip(text.split(), [*spaces, 0.0], strict=True):
        right = left + 6 * len(word)
        words.append(Word(word, left, 700, right, 710, 10, False, 0))
        left = right + space
    return words


PROSE = "the clerks met. They put off"


@pytest.mark.parametrize("spaces", [[14.0] * 5, [14, 14, 28, 14, 14], [14.2, 13.9, 14, 14, 20]])
def test_prose_whose_spaces_are_all_wide(spaces: list[float]) -> None:
    assert is_justified(_words(PROSE, spaces))


@pytest.mark.parametrize(
    ("text", "spaces"),
    [
        (PROSE, [3.0] * 5),
        (PROSE, [14, 22, 31, 9, 14]),
        (PROSE, [14, 14, 14, 14, 60]),
        ("1901 12 15 18 20", [14.0] * 4),
        ("the clerks met", [14.0] * 2),
    ],
    ids=["plain spaces", "columns", "two columns of words", "figures", "few words"],
)
def test_cells_of_a_table_and_plain_lines(text: str, spaces: list[float]) -> None:
    assert not is_justified(_words(text, spaces))


def test_no_words() -> None:
    assert not is_justified([])
