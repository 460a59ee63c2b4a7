import pytest

from qa.wording import count_of, human_date


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2010-11-30", "30 November 2010"),
        ("2005-02-04", "4 February 2005"),
        ("2010-11", "November 2010"),
        ("2010", "2010"),
        ("1789-07-14", "14 July 1789"),
        (None, "date unknown"),
        ("", "date unknown"),
    ],
)
def test_a_date_is_written_as_a_reader_would(published: str | None, words: str) -> None:
    assert human_date(published) == words


def test_things_are_counted_with_their_noun() -> None:
    counts = [count_of(number, "document") for number in (0, 1, 1_204)]
    assert counts == ["0 documents", "1 document", "1,204 documents"]
