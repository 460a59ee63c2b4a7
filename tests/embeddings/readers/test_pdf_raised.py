import pytest

from embeddings.readers.pdf_raised import is_raised, last_figure, with_raised


def test_what_is_smaller_and_higher_is_raised() -> None:
    assert is_raised(6, 4, 10, 0)
    # A smaller letter on the line, as a small capital, or one below it.
    assert not is_raised(6, 1, 10, 0)
    assert not is_raised(6, -3, 10, 0)
    assert not is_raised(10, 4, 10, 0)


@pytest.mark.parametrize(("word", "at"), [("105", 2), ("10^5,", 3), ("said.”12", 7), ("a", -1), ("5", -1), ("a1b", -1)])
def test_the_last_figure_of_a_word(word: str, at: int) -> None:
    assert last_figure(word) == at


@pytest.mark.parametrize(
    ("word", "raised", "read"),
    [
        ("105", "5", "10^5"),
        ("105,", "5", "10^5,"),
        ("10−5", "−5", "10^−5"),
        ("km2", "2", "km²"),
        ("said12", "12", "said[12]"),
        ("20101", "1", "2010[1]"),
        ("said.”1,2", "1,2", "said.”[1,2]"),
        ("2010", "", "2010"),
    ],
)
def test_a_raised_number_reads_by_its_sign(word: str, raised: str, read: str) -> None:
    start = word.rindex(raised) if raised else len(word)
    boxes = [(0, 4, 6, 10) if start <= at < start + len(raised) else (0, 0, 6, 10) for at in range(len(word))]
    assert with_raised(word, boxes, "of") == read
