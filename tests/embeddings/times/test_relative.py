import pytest

from embeddings.times.relative import Setting, near_day, near_month, read_rules
from embeddings.times.story import Story
from embeddings.times.values import parse_notation

PUBLISHED = parse_notation("2013-06-14")


def read(words: str, setting: Setting) -> list[str]:
    return [time.notation for match, rule in read_rules(words) if (time := rule(match, setting))]


@pytest.mark.parametrize(
    ("words", "before", "expected"),
    [
        ("half a century later", "1963", ["2013"]),
        ("a fortnight earlier", "2004-05-15", ["2004-04-28/2004-05-04"]),
        ("more than ten years later", "1963", []),
        ("two years later than planned", "1963", []),
        ("the day before the vote", "1963-05-04", []),
        ("the same month", "1963-05-04", ["1963-05"]),
        ("the following March", "1963-05-04", ["1964-03"]),
        ("the previous Friday", "2013-06-14", ["2013-06-07"]),
        ("in July of the following year", "1963", ["1964", "1964-07"]),
        ("on the 5th floor", "1963-05-04", []),
        ("on the 5th, at noon", "1963-05-04", ["1963-05-05"]),
    ],
)
def test_words_that_lean_on_a_time_before(words: str, before: str, expected: list[str]) -> None:
    assert read(words, Setting(PUBLISHED, parse_notation(before))) == expected
    assert read(words, Setting(PUBLISHED, None)) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("last year", ["2012"]),
        ("at the last week of it", []),
        ("this spring", ["2013-03/2013-05"]),
        ("next January", ["2014-01"]),
        ("by Friday", ["2013-06-14"]),
        ("last Friday", ["2013-06-07"]),
        ("on Friday, 7 June", []),
        ("in May's view", []),
        ("during the last two decades", ["1993/2013"]),
    ],
)
def test_words_that_lean_on_the_day_of_writing(words: str, expected: list[str]) -> None:
    assert read(words, Setting(PUBLISHED, None)) == expected
    assert read(words, Setting(None, None)) == []


def test_a_month_whose_year_is_not_told_is_of_none() -> None:
    assert near_month(7, Setting(PUBLISHED, None, Story(None, 1998))) is None
    # The month before the text was written may be meant as well, unless the paragraph tells of another year.
    assert near_month(5, Setting(PUBLISHED, None, Story(1998, 1998))) is None
    assert near_month(5, Setting(PUBLISHED, None, Story(1998, 1998, is_own=True))) == parse_notation("1998-05")
    assert near_month(7, Setting(PUBLISHED, None, Story(2012, 2012))) == parse_notation("2012-07")


def test_a_day_is_the_one_before_the_text_was_written_or_the_one_within_four_weeks_after() -> None:
    assert near_day(6, 20, Setting(PUBLISHED, None)) == parse_notation("2013-06-20")
    assert near_day(7, 12, Setting(PUBLISHED, None)) == parse_notation("2013-07-12")
    assert near_day(7, 13, Setting(PUBLISHED, None)) == parse_notation("2012-07-13")
    assert near_day(6, 20, Setting(PUBLISHED, None, is_future=True)) == parse_notation("2013-06-20")
    assert near_day(6, 10, Setting(PUBLISHED, None)) == parse_notation("2013-06-10")
    assert near_day(7, 20, Setting(PUBLISHED, None, is_future=True)) == parse_notation("2013-07-20")


def test_the_weekday_beside_a_day_tells_its_year() -> None:
    # 14 June 2012 was a Thursday, and 14 June 2013, when it was written, a Friday.
    assert near_day(3, 24, Setting(PUBLISHED, None, weekday=6)) == parse_notation("2013-03-24")
    assert near_day(6, 14, Setting(PUBLISHED, None, weekday=3)) == parse_notation("2012-06-14")
    assert near_day(11, 29, Setting(PUBLISHED, None, Story(2010, 2010), weekday=0)) == parse_notation("2010-11-29")
    assert near_day(11, 29, Setting(None, None, weekday=0)) is None


def test_a_weekday_is_near_when_it_was_written_unless_the_story_is_of_other_years() -> None:
    assert read("on Sunday", Setting(PUBLISHED, None)) == ["2013-06-09"]
    assert read("by Sunday", Setting(PUBLISHED, None)) == ["2013-06-16"]
    assert read("on Sunday", Setting(PUBLISHED, None, Story(2010, 2010))) == []


def test_thousands_of_years_are_no_years() -> None:
    assert read("31,000 years ago", Setting(PUBLISHED, None)) == []


@pytest.mark.parametrize("words", ["in the last days of the war", "for the last days only", "over the last year of it"])
def test_last_days_of_something_are_not_those_before_the_text_was_written(words: str) -> None:
    assert read(words, Setting(PUBLISHED, None)) == []


def test_today_is_no_day_where_it_means_nowadays() -> None:
    assert read("today", Setting(PUBLISHED, None)) == ["2013-06-14"]
    assert read("today", Setting(PUBLISHED, None, is_lasting=True)) == []


def test_a_month_without_a_year_is_of_the_story_or_the_last_one_or_the_next() -> None:
    assert near_month(7, Setting(PUBLISHED, None, Story(1998, 1998))) == parse_notation("1998-07")
    assert near_month(7, Setting(PUBLISHED, None)) == parse_notation("2012-07")
    assert near_month(7, Setting(PUBLISHED, None, is_future=True)) == parse_notation("2013-07")
    assert near_month(6, Setting(PUBLISHED, None)) == parse_notation("2013-06")
    assert near_month(6, Setting(None, None)) is None
    assert near_day(8, 4, Setting(PUBLISHED, None)) == parse_notation("2012-08-04")
