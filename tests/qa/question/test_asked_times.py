from datetime import date

import pytest

from embeddings.times.values import day_of, year_of
from qa.question.asked_times import AskedTime, without_time


@pytest.mark.parametrize(
    ("question", "rest", "words", "first", "last"),
    [
        ("What did he say in 2009?", "What did he say?", "in 2009", (2009, 1, 1), (2009, 12, 31)),
        ("What did he say since 2009 on fog?", "What did he say on fog?", "since 2009", (2009, 1, 1), None),
        ("What did he say after 3 May 2009?", "What did he say?", "after 3 May 2009", (2009, 5, 4), None),
        ("What did he say before 2009", "What did he say", "before 2009", None, (2008, 12, 31)),
        ("What did he say until May 2009", "What did he say", "until May 2009", None, (2009, 5, 31)),
        (
            "What did he say between 2003 and 2007?",
            "What did he say?",
            "between 2003 and 2007",
            (2003, 1, 1),
            (2007, 12, 31),
        ),
        (
            "What did he say from 2003 to 2007?",
            "What did he say?",
            "from 2003 to 2007",
            (2003, 1, 1),
            (2007, 12, 31),
        ),
    ],
)
def test_a_question_is_parted_from_its_time(
    question: str,
    rest: str,
    words: str,
    first: tuple[int, int, int] | None,
    last: tuple[int, int, int] | None,
) -> None:
    expected = AskedTime(words, date(*first) if first else None, date(*last) if last else None)
    assert without_time(question) == (rest, expected)


def test_a_day_of_the_week_is_of_any_week() -> None:
    rest, time = without_time("What did he say on Thursday about fog?")
    assert rest == "What did he say about fog?"
    assert time == AskedTime("on Thursday", weekday=3)
    assert time.holds(day_of(date(2010, 6, 10)))
    assert not time.holds(day_of(date(2010, 6, 11)))
    assert not time.holds(year_of(2010))


@pytest.mark.parametrize(
    "question",
    [
        "What did he say about the 2009 election?",
        "What did he say during the 2009 election?",
        "What did he say about 2009?",
        "What did he say on 3 May?",
        "What did he say?",
        "",
    ],
)
def test_a_time_that_is_a_part_of_something_stays(question: str) -> None:
    assert without_time(question) == (question, None)


def test_which_times_it_holds() -> None:
    since, until = AskedTime("since 2009", first=date(2009, 1, 1)), AskedTime("until 2009", last=date(2009, 12, 31))
    assert [since.holds(year_of(year)) for year in (2008, 2009, 2010)] == [False, True, True]
    assert [until.holds(year_of(year)) for year in (2008, 2009, 2010)] == [True, True, False]
    assert not since.holds(None)


def test_the_ends_of_time_are_no_error() -> None:
    assert without_time("What did he say after 9999-12-31?")[1] == AskedTime("after 9999-12-31", first=date.max)
    assert without_time("What did he say before 0001-01-01?")[1] == AskedTime("before 0001-01-01", last=date.min)
