import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers.page_breaks import without_page_breaks


def read(text: str) -> str:
    return "\n".join(without_page_breaks(text.split("\n"))).replace("\f", "")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "\n\n                14\n\nTHE HARBOUR             CHAPTER II\n\n",
            "\n\n15\n\nTHE HARBOUR             CHAPTER II\n\n",
        ),
        ("\n\n- 14 -\n\n", "\n\n- 15 -\n\n"),
        ("\n\nPage 14 of 20\n\n", "\n\nPage 15 of 20\n\n"),
        ("\n\nix\n\n", "\n\nx\n\n"),
        ("\n\n14     The harbour\n\n", "\n\nThe harbour     15\n\n"),
        ("\n14\n\f", "\n15\n\f"),
        ("\n\nVOLUME 3\nTHE HARBOUR\n14\n\n", "\n\nVOLUME 3\nTHE HARBOUR\n15\n\n"),
    ],
    ids=["head below", "dashes", "of", "roman", "number in the head", "form feed", "heads above"],
)
def test_a_sentence_goes_on_over_a_page_break(first: str, second: str) -> None:
    text = f"The deputy did not know how the{first}second gate was worked. He was given to the{second}engineer at noon."
    assert read(text) == (
        "The deputy did not know how the\nsecond gate was worked. He was given to the\nengineer at noon."
    )


def test_between_two_sentences_a_blank_line_stands_for_the_break() -> None:
    text = "It rose.\n\n14\n\nThe harbour\n\nNobody came, since\n\n15\n\nThe harbour\n\nit was late."
    assert read(text) == "It rose.\n\nNobody came, since\nit was late."


@pytest.mark.parametrize(
    "text",
    [
        "1\n\nIt rose.\n\n2\n\nIt fell.\n\n3\n\nIt was gone.",
        "They met in\n\n1944\n\nand again later.",
        "It rose.\n\n14\n\nIt fell, since\n\n99\n\nit was late.",
        "Ships | 14\nBoats | 15\nmore of\nthem",
        "The harbour\n\nIt rose.\n\nThe harbour\n\nIt fell.",
    ],
    ids=["sections", "a year", "not one by one", "a table", "a heading twice"],
)
def test_what_may_be_text_stays(text: str) -> None:
    assert read(text) == text


@given(st.lists(st.sampled_from(["14", "15", "xvi", "", "\f", "The harbour", "It rose.", "and then"]), max_size=20))
def test_every_line_of_text_stays_in_its_order(lines: list[str]) -> None:
    kept = without_page_breaks(lines)
    assert [line for line in kept if line in {"It rose.", "and then"}] == [
        line for line in lines if line in {"It rose.", "and then"}
    ]
