import pytest

from embeddings.documents import OF_A_SCAN, OF_PROPERTIES, Fact
from embeddings.readers.content import FileContent, content_with
from embeddings.readers.printed_heads import with_head

BODY = "A boat sank off the pier on Monday. Nobody was hurt, and the harbour stayed open all day."


def _dated(text: str, *facts: Fact) -> FileContent:
    return with_head(content_with(text, facts))


@pytest.mark.parametrize("origin", [OF_PROPERTIES, OF_A_SCAN])
@pytest.mark.parametrize(
    "line",
    ["12 February 2024", "Date: 12 February 2024", "Published: February 12, 2024", "Port Riga, 12 February 2024"],
)
def test_a_day_by_itself_at_the_top_goes_before_that_of_the_file(origin: str, line: str) -> None:
    made = Fact("published", "2026-01-01", origin)
    dated = _dated(f"HARBOUR POLICE\n\nRelease 11\n\n{line}\n\n{BODY}", made)
    assert dated.published == "2024-02-12"
    assert dated.facts == (Fact("published", "2024-02-12", "top of the text"), made)


def test_a_date_that_the_document_states_otherwise_stays() -> None:
    stated = Fact("published", "2011", "telegram head")
    assert _dated(f"12 February 2024\n\n{BODY}", stated).published == "2011"


@pytest.mark.parametrize(
    "text",
    [
        f"The pier, closed since\n12 February 2024\nby the office,\n{BODY}",
        "\n\n".join([*([BODY] * 8), "12 February 2024"]),
        f"2024\n\n{BODY}",
        f"Minutes of 12 February 2024\n\n{BODY}",
        f"Paris Agreement, 12 February 2024\n\n{BODY}",
    ],
    ids=["within a paragraph", "far down", "a year", "a title", "a title like a place"],
)
def test_other_dates_are_none_of_the_document(text: str) -> None:
    assert _dated(text).published is None


def test_a_byline_goes_before_whoever_made_the_file() -> None:
    made = Fact("author", "User 3", OF_PROPERTIES)
    headed = _dated(f"HARBOUR SHUT\n\nBy Ana Ruiz, 12 February 2024\n\n{BODY}", made)
    assert (headed.author, headed.published) == ("Ana Ruiz", "2024-02-12")
    assert headed.facts[-1] == made
    stated = Fact("author", "Bo Ek", "letter head")
    assert _dated(f"HARBOUR SHUT\n\nBy Ana Ruiz\n\n{BODY}", stated).author == "Bo Ek"
    assert _dated(f"HARBOUR SHUT\n\nThe pier is watched\nby Harbour Post men\nand {BODY}").author is None
