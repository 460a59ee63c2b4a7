import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.times.resolving import REACH, published_time, spoken_times, times_within

SENTENCES = Path(__file__).with_name("sentences.tsv")


def rows() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def resolved(row: dict[str, str]) -> str:
    before = f"{row['before']} " if row["before"] else ""
    times = spoken_times(before + row["sentence"], row["published"] or None)
    return " ".join(spoken.time.notation for spoken in times if spoken.start >= len(before))


@pytest.mark.parametrize(("kind", "fewest"), [("absolute", 49), ("relative", 48), ("trap", 48)])
def test_the_sentences_are_resolved(kind: str, fewest: int) -> None:
    of_kind = [row for row in rows() if row["kind"] == kind]
    wrong = [(row["sentence"], row["times"], resolved(row)) for row in of_kind if resolved(row) != row["times"]]
    assert len(of_kind) == 50
    assert len(of_kind) - len(wrong) >= fewest, wrong


def notations(text: str, published: str | None = None) -> list[str]:
    return [spoken.time.notation for spoken in spoken_times(text, published)]


def test_a_step_counts_from_the_date_and_not_from_the_bare_year_beside_it() -> None:
    text = "In February 2005, after his defeat in 2004, he said so. Five years later he came back."
    assert notations(text) == ["2005-02", "2004", "2010"]


def test_words_are_given_with_their_places_and_whether_they_lean_on_another_time() -> None:
    text = "In February 2005 they met. Barely a month later they fell out."
    assert [(text[found.start : found.end], found.is_relative) for found in spoken_times(text)] == [
        ("February 2005", False),
        ("a month later", True),
    ]


def test_a_time_too_far_before_is_not_counted_from() -> None:
    assert notations(f"In 1998 it began. {'So it went on. ' * (REACH // 10)} Five years later it ended.") == ["1998"]


PAGE = "So it went on for a while, as such things do.\n\n" * 60


def test_a_day_is_of_the_year_that_the_story_tells_of_and_of_none_where_that_is_unclear() -> None:
    told = "On 31 May 2006 she made the offer, late in spring 2006. "
    passing = "The talks had failed in August 2005.\n\n"
    assert notations(f"{told}\n\nOn 1 June they met.", "2026-11-22")[-1] == "2006-06-01"
    assert notations(f"{told}\n\n{passing}On 1 June they met.", "2026-11-22")[-1] == "2005-08"
    assert notations(f"{told}\n\nIt was the first since 1979.\n\nOn 1 June they met.", "2026-11-22")[-1] == "2006-06-01"


def test_a_year_in_passing_does_not_date_the_news() -> None:
    cable = "1. (C) It was the first since 1981.\n2. (C) In his speech of December 3 he said so."
    assert notations(cable, "2007-12-05") == ["1981", "2007-12-03"]
    later = "It was the first meeting since 1979.\n\nThey agreed.\n\nThey parted.\n\nIt would follow a year later."
    assert notations(later, "2026-11-22") == ["1979"]
    released = "In a statement released November 5, the day that bids were due, it said so."
    assert notations(released, "2019-11-18") == ["2019-11-05"]


def test_the_date_of_publication_in_a_text_tells_nothing_of_its_story() -> None:
    text = "Published: 3 February 2026\n\nIn July 2012 they met in Istanbul.\n\nThey met again on 5 October."
    assert notations(text, "2026-02-03") == ["2026-02-03", "2012-07", "2012-10-05"]


def test_an_excerpt_speaks_of_the_times_that_it_speaks_of_in_its_document() -> None:
    text = f"On 19 July 2008 he listened.\n\n{PAGE}On 21 July she was blunter."
    assert len(PAGE) > REACH
    within = times_within(text, text.index("On 21"), len(text), "2026-11-22")
    assert [found.time.notation for found in within] == ["2008-07-21"]
    assert within == spoken_times(text, "2026-11-22")[1:]


def test_a_quotation_speaks_of_when_it_was_spoken() -> None:
    assert notations('In May 2003 he said: "Last year we lost." Last year he died.', "2013-01-02") == [
        "2003-05",
        "2002",
        "2012",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 14 June 2013 was a Friday.
        ("The council will meet on Monday.", "2013-06-17"),
        ("The council plans to meet, the mayor said on Monday.", "2013-06-10"),
        # What is planned, or was said to come, without a word of the future.
        ("The vote is on Monday.", "2013-06-17"),
        ("The bridge opens on 14 January, says the office.", "2014-01-14"),
        ("The court term ends in May.", "2014-05"),
        ("She told the council that the bridge would reportedly open in May.", "2014-05"),
        ("It would have opened in May.", "2013-05"),
        ("The report is out, and the mayor spoke on Monday.", "2013-06-10"),
        ("It is expected to open, as Ek confirmed to the council on Monday.", "2013-06-10"),
        ("The storm is forecast to reach Lund by Sunday.", "2013-06-16"),
        ("The new lock opens on June 20.", "2013-06-20"),
        ("The mayor will be named on June 20.", "2013-06-20"),
        ("They played on Thursday, March 24.", "2011-03-24"),
        ("Prices rose in 2012’s first months.", "2012"),
    ],
)
def test_times_of_news(text: str, expected: str) -> None:
    assert notations(text, "2013-06-14") == [expected]


def test_a_weekday_of_an_old_story_is_unknown() -> None:
    text = "On 29 November 2010 they met. The letters had come on Sunday."
    assert notations(text, "2026-11-22") == ["2010-11-29"]


def test_a_short_year_is_not_after_the_text_was_written() -> None:
    assert notations("The crash of '29 ruined them.", "2013") == ["1929"]
    assert notations("The crash of '29 ruined them.") == ["2029"]


def test_days_that_no_month_has_are_unknown() -> None:
    assert notations("In June 2010 it began. On the 31st, it ended.") == ["2010-06"]


@pytest.mark.parametrize(
    ("stated", "notation"), [("2010-11-30", "2010-11-30"), ("2010-11", "2010-11"), ("2010", "2010")]
)
def test_a_date_of_publication_is_a_time(stated: str, notation: str) -> None:
    time = published_time(stated)
    assert time
    assert time.notation == notation
    assert published_time(None) is None


@given(st.text(max_size=200))
def test_any_text_has_times_within_it(text: str) -> None:
    assert all(0 <= found.start < found.end <= len(text) for found in spoken_times(text, "2010-11-30"))


@pytest.mark.parametrize(
    "unit",
    [
        "January 1, ",
        "a year later ",
        "In May ",
        "the following ",
        "“",
        '"',
        "today ",
        "3 May ",
        "on the 3rd, ",
        "1999 ",
    ],
)
def test_ten_times_the_text_takes_ten_times_as_long(
    takes_linear_time: Callable[[Callable[[str], object], str], None], unit: str
) -> None:
    takes_linear_time(lambda text: spoken_times(text, "2010-11-30"), unit)


def test_that_day_after_a_day_of_an_unknown_year_is_unknown_too() -> None:
    text = "He was elected on June 14, 2013.\n\nIn 2005 and in 1998 others were. On May 3 he left. That day it rained."
    assert notations(text, "2026-11-22") == ["2013-06-14", "2005", "1998"]
    assert notations("He was elected on June 14, 2013. That day it rained.", "2026-11-22") == ["2013-06-14"] * 2
