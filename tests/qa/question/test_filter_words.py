import pytest

from qa.question.filter_words import either, in_words
from qa.question.filters import Filters


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters(published_from="2010", published_to="2013"), "published 2010 to 2013; undated kept"),
        (Filters(publishers=("The Example",), undated="leave_out"), "published by The Example; undated left out"),
        (Filters(documents=("a", "b", "c", "d"), languages=("en", "fr")), "in 4 documents, in the language en or fr"),
        (Filters(speakers=("Kerry",), to=("Barnier",)), "said by Kerry, said to Barnier"),
        (Filters(authors=("Bo",), tags=("draft",), starred=True), "written by Bo, tagged draft, starred"),
    ],
)
def test_filters_are_described_as_a_reader_would_say(filters: Filters, words: str) -> None:
    assert in_words(filters) == str(filters) == words


def test_a_choice_is_written_out() -> None:
    assert either(["a", "b", "c"]) == "a, b or c"
    assert either(["a"]) == "a"
