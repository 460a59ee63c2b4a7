import re

import pytest

from embeddings.documents import Fact
from embeddings.readers.press_parts import Paragraph, day_of, named, without_name


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("May 3, 2010 Monday 9:33 AM GMT", "2010-05-03"),
        ("3 May 2010", "2010-05-03"),
        ("4. Mai 2010 Dienstag", "2010-05-04"),
        ("2018 年 10 月 7 日 17:04", "2018-10-07"),
        ("The Post of May 3, 2010", ""),
        ("May 2010", ""),
        ("The Harbour Post", ""),
    ],
)
def test_a_line_of_a_head_may_begin_with_a_day(words: str, day: str) -> None:
    assert day_of(words) == day


def test_the_name_of_a_field_is_no_text() -> None:
    field = re.compile("(?P<name>LP) \\|(?: (?P<value>.*))?")
    assert without_name(Paragraph(0, 10, 20, "LP | Words"), field) == Paragraph(0, 15, 20, "LP | Words")
    assert without_name(Paragraph(0, 10, 14, "LP |"), field) is None
    assert without_name(Paragraph(0, 10, 15, "Words"), field) == Paragraph(0, 10, 15, "Words")


def test_empty_fields_state_nothing() -> None:
    assert named([("title", " The lock "), ("author", " ")]) == [Fact("title", "The lock", "press database")]
