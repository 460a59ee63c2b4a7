import pytest

from qa.question.filter_phrases import either
from qa.question.filters import Filters


@pytest.mark.parametrize(
    ("filters", "description"),
    [
        (Filters(), ""),
        (
            Filters(publishers=("The Example",), published_from="2010", published_to="2013", undated="leave_out"),
            "published 2010 to 2013, by The Example; undated left out",
        ),
        (Filters(publishers=("A", "B", "C"), authors=("D",)), "published by A, B or C, written by D"),
        (Filters(published_from="2010-11-30"), "published from 30 November 2010; undated kept"),
        (Filters(published_to="2010-11"), "published until November 2010; undated kept"),
        (Filters(published_from="2010", published_to="2010"), "published 2010; undated kept"),
        (Filters(undated="leave_out"), "undated left out"),
        (Filters(documents=("a.txt", "b.txt")), "in a.txt or b.txt"),
        (Filters(documents=("a", "b", "c", "d")), "in 4 documents"),
        (Filters(speakers=("Kerry",), to=("Barnier",)), "said by Kerry, said to Barnier"),
        (Filters(publishers=("A",), languages=("de", "en")), "published by A, in the language de or en"),
    ],
)
def test_they_describe_themselves(filters: Filters, description: str) -> None:
    assert str(filters) == description


def test_names_are_a_choice() -> None:
    assert [either(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a or b", "a, b or c"]
