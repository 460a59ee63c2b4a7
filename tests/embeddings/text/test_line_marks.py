import pytest

from embeddings.text.line_marks import (
    announces,
    begins_as_chat,
    capitals_label,
    cells,
    goes_on,
    introduces,
    is_item,
    is_labelled,
    is_numbered,
    is_rule,
    marker_style,
    message_mark,
    name_and_value,
    name_label,
    rows_of_tables,
    states_fact,
    with_commas,
)


@pytest.mark.parametrize(
    "line",
    ["- nets", "* nets", "• nets", "– nets", "1. nets", "12) nets", "(3) nets", "(b) nets", "b) nets", "(iv) nets"],
)
def test_an_item_begins_with_a_sign_or_a_number(line: str) -> None:
    assert is_item(line)


@pytest.mark.parametrize("line", ["nets", "-nets", "1.5 nets", "A man (b) said", "1999 was wet", "iv"])
def test_other_lines_are_no_items(line: str) -> None:
    assert not is_item(line)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("4. Side effects", True), ("(b) Costs", True), ("iv) Costs", True), ("- Costs", False), ("Costs", False)],
)
def test_an_item_may_be_numbered(line: str, expected: bool) -> None:
    assert is_numbered(line) is expected


def test_items_of_one_list_have_the_same_style() -> None:
    assert {marker_style(line) for line in ("(a) x", "(c) x", "(iv) x")} == {"(a)"}
    assert [marker_style(line) for line in ("9. x", "12. x", "- x", "x")] == ["1.", "1.", "-", None]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Pier | Boats | Crew", ["Pier", "Boats", "Crew"]),
        ("| Pier | Boats |", ["Pier", "Boats"]),
        ("Pier\tBoats", ["Pier", "Boats"]),
        ("Pier one      12     40", ["Pier one", "12", "40"]),
        ("Pier one  has twelve", []),
        ("He left.", []),
        ("|", []),
        ("Pier | Boats " * 200, []),
    ],
)
def test_cells_stand_between_bars_tabs_or_wide_gaps(line: str, expected: list[str]) -> None:
    assert cells(line) == expected


def test_what_only_draws_a_table_is_a_rule() -> None:
    assert all(map(is_rule, ["|---|:--:|", "+-----+----+", "=====", "---"]))
    assert not any(map(is_rule, ["", "|", "| a |", "- a"]))


@pytest.mark.parametrize(
    "paragraph",
    ["They want:", "They want the following—", "It does not apply to--", "He named,--", "They want (“all”):"],
)
def test_a_colon_or_a_dash_at_the_end_introduces(paragraph: str) -> None:
    assert introduces(paragraph)


@pytest.mark.parametrize(
    "paragraph", ["They want.", "They: want", ":", "--", "They want -", "----- Forwarded message -----"]
)
def test_other_ends_introduce_nothing(paragraph: str) -> None:
    assert not introduces(paragraph)


def test_an_item_goes_on_with_a_semicolon_or_a_conjunction() -> None:
    assert all(map(goes_on, ["the nets;", "the nets; or", "the nets, and", "the nets,", "the nets and"]))
    assert not any(map(goes_on, ["the nets.", "the nets", "the sand"]))


@pytest.mark.parametrize(
    ("paragraph", "label"),
    [
        ("CHAIR: We are back.", "CHAIR:"),
        ("MS. VAN HOLT (by telephone): Yes.", "MS. VAN HOLT (by telephone):"),
        ("Mr. HALVORSEN. I rise.", "Mr. HALVORSEN."),
        ("The SPEAKER. The house is full.", "The SPEAKER."),
        ("Mrs. O’DOWD of Kell. I object.", "Mrs. O’DOWD of Kell."),
        ("Q. Did you see it?", "Q."),
        ("Q: Did you see it?", "Q:"),
        ("U.S. officials agreed.", None),
        ("I agree. He does not.", None),
        ("NATO ships came.", None),
        # A title alone is nobody's label.
        ("CHAPTER IV MR. Holm sat by the fire.", None),
        ("MR. Holm sat by the fire.", None),
        ("A man: that is all.", None),
    ],
)
def test_a_label_in_capitals_says_who_speaks(paragraph: str, label: str | None) -> None:
    assert capitals_label(paragraph) == label


@pytest.mark.parametrize(
    ("paragraph", "label"),
    [
        ("Anna Berg: Yes.", "Anna Berg:"),
        ("[00:12:03] Anna: Yes.", "[00:12:03] Anna:"),
        ("Anna (laughing): Yes.", "Anna (laughing):"),
        ("Sluice: a gate in a dam", "Sluice:"),
        ("He said at last that it was over: no.", None),
        ("At 10:30 they left.", None),
        ("yes: no", None),
    ],
)
def test_a_few_words_before_a_colon_are_a_label(paragraph: str, label: str | None) -> None:
    assert name_label(paragraph) == label
    assert is_labelled(paragraph) is (label is not None)


def test_rows_stand_together() -> None:
    lines = ["The boats:", "Pier\tBoats", "North\t12", "South\t9", "All left."]
    assert rows_of_tables(lines) == [False, True, True, True, False]
    assert rows_of_tables(["Home | About", "All left."]) == [False, False]
    assert rows_of_tables(["| Pier | Boats |", "|---|---|", "| North | 12 |"]) == [True, True, True]
    assert rows_of_tables(["a   justified line", "and one    with   more"]) == [False, False]
    assert rows_of_tables(["North | 12 | 40", "South | 9"]) == [True, True]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("From: Bo Ek", ("from", "Bo Ek")),
        ("SUBJECT:  Re: locks ", ("subject", "Re: locks")),
        ("From the gate: a shout", None),
        ("Tags: locks", None),
        ("To:", None),
    ],
)
def test_the_fields_of_a_letters_head(line: str, expected: tuple[str, str] | None) -> None:
    assert name_and_value(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("| 3 | Coal", ["", "3", "Coal"]),
        ("| 3 | Coal |", ["3", "Coal"]),
        ("3 | Coal |", ["3", "Coal"]),
        ("| He wrote so.", []),
    ],
)
def test_a_bar_at_the_beginning_alone_follows_an_empty_cell(line: str, expected: list[str]) -> None:
    assert cells(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("From: Bo Ek", True),
        ("Sponsored by Senators Aldous and Brink", True),
        ("Photographed by the Harbour Board", True),
        ("Tags: locks, piers", True),
        ("Board members: Holm, Greer, Lind", True),
        ("Moved by tides", False),
        ("Chapter 3: The locks", False),
        ("Status", False),
    ],
)
def test_a_line_that_says_something_by_itself(line: str, expected: bool) -> None:
    assert states_fact(line) is expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Ana Ruiz [14:05]: yes", ("Ana Ruiz", None)),
        ("+44 7700 [14:05 UTC, to Bo Ek]: yes", ("+44 7700", "Bo Ek")),
        ("⚓ crew: dock [--:--]:\nyes", ("⚓ crew: dock", None)),
        ("[MOD] bo [14:05]: yes", ("[MOD] bo", None)),
        ("[14:05] Bo [14:04]: left", (None, None)),
    ],
)
def test_messages_of_chats(paragraph: str, expected: tuple[str | None, str | None]) -> None:
    mark = message_mark(paragraph)
    assert mark is not None
    assert (mark["name"], mark["to"]) == expected
    assert begins_as_chat(f"{paragraph}\n\nmore")


@pytest.mark.parametrize(
    "paragraph", ["Ana Ruiz (14:05): yes", "Ana [14:5]: yes", "Ana [14:05] yes", "[14:05]yes", "[1]: a"]
)
def test_other_paragraphs_are_no_messages(paragraph: str) -> None:
    assert message_mark(paragraph) is None
    assert not begins_as_chat(paragraph)


@pytest.mark.parametrize(
    ("row", "expected"), [("a | b  | c", "a,  b,   c"), ("a\tb", "a,b"), ("One, two    3", "One, two,   3"), ("a", "a")]
)
def test_commas_stand_in_the_place_of_what_parts_cells(row: str, expected: str) -> None:
    assert with_commas(row) == expected
    assert len(with_commas(row)) == len(row)


def test_the_last_sentence_may_announce_what_follows() -> None:
    assert announces("The board met. It makes the following orders.")
    assert announces("The reasons are set out below.")
    assert not announces("The following day it met. It rose at noon.")
    assert not announces("It makes the following orders")
