from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive

FARMS = """# Farms of Elm

| Farm | Tenant | Acres | Wheat | Leased |
| --- | --- | --- | --- | --- |
| Upper Lodge | Farrant | 212 | 2.9 | 1 May 1971 |
| Brook End | Sayle | 87 | 2.1 | 12 May 1985 |
| Marl Pit | Osgood | 340 | 3.2 | 3 June 1969 |
| Nether Field | Sayle | 87 | 2.4 | 9 July 1974 |
| Total | | 726 | | |
"""
GRANTS = "# Grants received\n\n- Lottery fund: 45,000 for the roof\n- Council: 12,500\n- Friends: 3,900 for the club\n"
FARES = "Passenger or vehicle,Single (£),Return (£)\nAdult,6,11\nDog,1,2\nCar,21,39\n"


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of({"farms.md": FARMS, "fares.csv": FARES, "grants.md": GRANTS}), encoder=encoder)


@pytest.mark.parametrize(
    ("question", "rows", "read_as"),
    [
        ("Which farm had the most acres?", ["Marl Pit"], "the row with the highest “Acres” of 4"),
        ("Which farm had the least wheat?", ["Brook End"], "the row with the lowest “Wheat” of 4"),
        ("Which farm was the smallest?", ["Brook End", "Nether Field"], "the rows with the lowest “Acres” of 4"),
        ("Which farm leased last?", ["Brook End"], "the row with the latest “Leased” of 4"),
        ("Which is the newest farm?", ["Brook End"], "the row with the latest “Leased” of 4"),
        ("Which farm of Sayle had the most wheat?", ["Nether Field"], "the row with the highest “Wheat” of 2"),
    ],
)
def test_the_row_at_the_end_of_a_column_is_the_answer(
    archive: Archive, question: str, rows: list[str], read_as: str
) -> None:
    answer = archive.ask(question)
    assert (answer.question, answer.status, answer.read_as) == (question, "answered", read_as)
    assert not answer.low_confidence
    assert [one.answer_text for one in answer.excerpts] == rows
    assert all(one.text.startswith(f"{row} | ") for one, row in zip(answer.excerpts, rows, strict=True))
    assert answer.excerpts[0].context_texts == ("Farm | Tenant | Acres | Wheat | Leased",)


def test_several_columns_that_may_be_meant_must_agree(archive: Archive) -> None:
    answer = archive.ask("Which is the cheapest vehicle?")
    assert [one.answer_text for one in answer.excerpts] == ["Dog"]
    assert answer.read_as == "the row with the lowest “Single (£)” and “Return (£)” of 3"
    # A dog is no vehicle, and the table does not say which of its rows is one.
    assert (answer.low_confidence, answer.confidence) == (True, 0.6)
    assert answer.reason == "the rows of the table are of several kinds: “Passenger or vehicle”"


@pytest.mark.parametrize(
    "question",
    [
        "Which farm had the best wheat?",
        "Which tenant of Marl Pit had the most wheat?",
        "Which village had the most wheat?",
        "Which farm was the tallest?",
        "Which farm is the oldest?",
        "Which farm paid last?",
        "Which farm is the most famous for wheat?",
        "Which farm had the most wheat in 1812?",
    ],
)
def test_where_it_is_not_plain_no_row_is_said_to_stand_at_an_end(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert not (answer.read_as or "").startswith("the row")


def test_a_row_that_was_compared_with_none_is_no_sure_answer(archive: Archive) -> None:
    archive.threshold = 0.0
    answer = archive.ask("Which farm Marl Pit Osgood had the best wheat?")
    assert answer.excerpts[0].text.startswith("Marl Pit")
    assert (answer.low_confidence, answer.confidence <= 0.6) == (True, True)


VOTES = "# Votes by ward\n\n| Ward | 2019 | 2023 |\n| --- | --- | --- |\n| Quay | 410 | 380 |\n| Mill | 395 | 402 |\n"
PAID = "# Clubs\n\n| Club | Members | Grant (£) |\n| --- | --- | --- |\n| Rowing | 81 | 2,100 |\n| Chess | 95 | 300 |\n"


def test_what_is_counted_may_stand_above_columns_of_years_and_money_may_have_any_name(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of({"votes.md": VOTES, "clubs.md": PAID}), encoder=encoder)
    answer = archive.ask("Which ward had the most votes in 2023?")
    assert (answer.read_as, answer.excerpts[0].answer_text) == ("the row with the highest “2023” of 2", "Mill")
    answer = archive.ask("Which club was paid the most?")
    assert (answer.read_as, answer.excerpts[0].answer_text) == ("the row with the highest “Grant (£)” of 2", "Rowing")
    answer = archive.ask("Which club has the most members?")
    assert (answer.read_as, answer.excerpts[0].answer_text) == ("the row with the highest “Members” of 2", "Chess")
    assert not (archive.ask("Which club had the most votes?").read_as or "").startswith("the row")


def test_an_item_of_a_list_that_was_compared_with_none_is_no_sure_answer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It would be sure otherwise.
    monkeypatch.setattr("qa.answering.verdicts.CONFIDENT", 0.1)
    answer = archive.ask("Which grants received from the council or friends were the lowest for the club?")
    assert "not compared" in (answer.reason or "")


def test_a_list_of_names_and_numbers_has_ends_too(archive: Archive) -> None:
    answer = archive.ask("What was the largest grant?")
    assert [one.text for one in answer.excerpts] == ["- Lottery fund: 45,000 for the roof"]
    assert answer.excerpts[0].answer_text == "Lottery fund"
    assert answer.read_as == "the item with the highest “Grants received” of 3"
