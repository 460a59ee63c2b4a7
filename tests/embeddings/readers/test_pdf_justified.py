import pytest

from embeddings.readers.pdf_justified import justified_rows
from embeddings.readers.pdf_words import Word


def _words(text: str, spaces: list[float]) -> list[Word]:
    """Return words of letters six points wide, with so wide spaces between them, that end at 300."""
    words: list[Word] = []
    left = 300.0 - 6 * len(text.replace(" ", "")) - sum(spaces)
    for word, space in zip(text.split(), [*spaces, 0.0], strict=True):
        right = left + 6 * len(word)
        words.append(Word(word, left, 700, right, 710, 10, False, 0))
        left = right + space
    return words


def _is_prose(text: str, spaces: list[float], plain: str = "had broken the northern mole") -> bool:
    rows = [_words(text, spaces), _words(plain, [6.0] * plain.count(" "))]
    below, _ = justified_rows(rows, [False, True])
    _, above = justified_rows(rows[::-1], [True, False])
    assert below == above
    return below


PROSE = "the clerks met. They put off"


@pytest.mark.parametrize("spaces", [[14.0] * 5, [14, 14, 28, 14, 14], [14.2, 13.9, 14, 14, 20]])
def test_prose_whose_spaces_are_all_wide(spaces: list[float]) -> None:
    assert _is_prose(PROSE, spaces)


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
    assert not _is_prose(text, spaces)


def test_names_of_columns_beside_no_prose_are_cells() -> None:
    names = _words("Ship Tons Port Crew Year", [14.0] * 4)
    cells = _words("Barge 12 Cullen 3 1901", [20, 31, 9, 14])
    assert justified_rows([names, cells], [False, False]) == [False, False]
    assert not _is_prose("Ship Tons Port Crew Year", [14.0] * 4, "Table 3")


def test_lines_between_others_that_are_prose_are_prose() -> None:
    rows = [_words(PROSE, [14.0] * 5), _words(PROSE, [12.0] * 5), _words("had broken the northern mole", [6.0] * 4)]
    assert justified_rows(rows, [False, False, True]) == [True, True, False]
    assert justified_rows([], []) == []
