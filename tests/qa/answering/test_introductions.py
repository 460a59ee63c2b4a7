import pytest

from qa.answering.introductions import (
    LIST_PARAGRAPHS,
    LIST_WORDS,
    TABLE_ROWS,
    context_of,
    only_introduces,
    short_group,
    with_introduced,
    with_label,
)

LIST = "The board met. These boats stay in the harbour:\n- the ferry\n- two tugs\n\nThe others left."
TABLE = "Boats\n\nPier | Boats | Crew\n\nNorth | 12 | 40\n\nSouth | 9 | 31\n\nThe others left."


def widened(text: str, words: str) -> str:
    start = text.index(words)
    first, last = with_introduced(text, start, start + len(words))
    return text[first:last]


def group(text: str, words: str) -> str | None:
    span = short_group(text, text.index(words))
    return text[slice(*span)] if span else None


def test_a_short_list_is_quoted_whole_with_its_lead_in() -> None:
    whole = "These boats stay in the harbour:\n- the ferry\n- two tugs"
    assert [group(LIST, words) for words in ("These boats", "- the ferry", "- two tugs")] == [whole] * 3
    assert [group(LIST, words) for words in ("The board", "The others")] == [None, None]


def test_a_small_table_is_quoted_whole_with_its_header() -> None:
    whole = TABLE[7:-18]
    assert (whole[:4], whole[-2:]) == ("Pier", "31")
    assert [group(TABLE, words) for words in ("Pier", "North", "South", "Boats\n", "The others")] == [whole] * 3 + [
        None
    ] * 2


@pytest.mark.parametrize(
    "text",
    [
        "They want:\n" + "\n".join(f"- net {number}" for number in range(LIST_PARAGRAPHS + 1)),
        "They want:\n- " + "net " * LIST_WORDS + "\n- boats",
        "a | b | c\n" + "\n".join(f"x | y | {number}" for number in range(TABLE_ROWS + 1)),
    ],
)
def test_a_long_one_is_not(text: str) -> None:
    assert short_group(text, 0) is None
    assert short_group(text, len(text) - 2) is None


def test_a_lead_in_brings_as_much_of_a_long_list_as_may_be_quoted() -> None:
    items = [f"- net {number}" for number in range(LIST_PARAGRAPHS + 9)]
    text = "\n".join(["They want:", *items])
    assert widened(text, "They want:") == "\n".join(["They want:", *items[:LIST_PARAGRAPHS]])
    assert widened(text, "- net 3") == "- net 3"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Boats\n\nTwo came. One left.", "Boats", "Boats\n\nTwo came."),
        ("Harbours\n\nBoats\n\nTwo came.", "Harbours", "Harbours\n\nBoats\n\nTwo came."),
        ("Who came?\n\nTwo boats. One left.", "Who came?", "Who came?\n\nTwo boats."),
        ("It rained. Who came? Two boats.", "Who came?", "Who came? Two boats."),
        ("Boats\n\nThey are:\n\nthe ferry\n\na tug", "Boats", "Boats\n\nThey are:\n\nthe ferry\n\na tug"),
        ("Boats", "Boats", "Boats"),
        ("Two came. Who left?", "Two came. Who left?", "Two came. Who left?"),
    ],
)
def test_headings_and_questions_bring_what_follows_them(text: str, words: str, expected: str) -> None:
    assert widened(text, words) == expected


INTERVIEW = (
    "{0} You burned it.\n\n{1} Half of it. The rest was out. I was young. Then I left.\n\n"
    "{0} And so you left. Why?\n\n{1} It rained."
)


@pytest.mark.parametrize("labels", [("Q:", "A:"), ("Question:", "Answer:"), ("INTERVIEWER:", "BERG:"), ("Q.", "A.")])
def test_what_an_asker_says_brings_the_beginning_of_the_answer(labels: tuple[str, str]) -> None:
    text = INTERVIEW.format(*labels)
    of_answer = f"{labels[1]} Half of it. The rest was out. I was young."
    assert widened(text, "You burned it.") == f"You burned it.\n\n{of_answer}"
    assert widened(text, "And so you left.") == f"And so you left. Why?\n\n{labels[1]} It rained."
    assert widened(text, "It rained.") == "It rained."


def test_what_others_say_brings_nothing() -> None:
    text = INTERVIEW.format("BERG:", "LUND:")
    assert widened(text, "You burned it.") == "You burned it."


def test_only_headings_and_questions_say_nothing() -> None:
    text = "Boats\n\nWho came? Two boats. Who left?"
    assert only_introduces(text, 0, 5)
    assert only_introduces(text, 0, text.index(" Two"))
    assert not only_introduces(text, 0, text.index(" Who left"))
    assert not only_introduces(text, text.index("Two"), len(text))


HEARING = "CHAIR: Go on.\n\nMr. BRANDT. It was dark. I fell.\n\nThe lamp was out.\n\nCHAIR: Thank you."


def test_a_label_right_before_is_quoted_and_one_further_up_is_context() -> None:
    place = HEARING.index("It was dark.")
    assert HEARING[slice(*with_label(HEARING, place, place + 12))] == "Mr. BRANDT. It was dark."
    for words in ("I fell.", "The lamp was out."):
        place = HEARING.index(words)
        assert with_label(HEARING, place, place + len(words)) == (place, place + len(words))
        assert [HEARING[slice(*span)] for span in context_of(HEARING, place)] == ["Mr. BRANDT."]
    assert context_of(HEARING, 0) == ()


def test_the_header_is_the_context_of_a_row_and_part_of_what_stands_right_below_it() -> None:
    north, south = TABLE.index("North"), TABLE.index("South")
    assert TABLE[slice(*with_label(TABLE, north, north + 15))] == "Pier | Boats | Crew\n\nNorth | 12 | 40"
    assert [TABLE[slice(*span)] for span in context_of(TABLE, south)] == ["Pier | Boats | Crew"]


def test_the_names_of_columns_are_quoted_with_a_row() -> None:
    text = "Port | Ships | Cargo\n\nHull | 3 | Coal\n\nBonn | 5 | Salt"
    end = len("Port | Ships | Cargo")
    assert only_introduces(text, 0, end)
    assert not only_introduces(text, end + 2, len(text))
    start, end = with_introduced(text, 0, end)
    assert text[start:end].startswith("Port | Ships | Cargo\n\nHull | 3 | Coal")
