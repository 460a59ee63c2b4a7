import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import line_places as module
from embeddings.readers.line_places import line_places


@given(st.text(alphabet="a \n"), st.integers(0, 9), st.integers(1, 9))
def test_each_line_that_holds_something_is_a_place_by_its_number(text: str, start: int, number: int) -> None:
    whole = "-" * start + text
    lines = {str(number + at): line for at, line in enumerate(text.split("\n")) if line.strip()}
    assert {place.name: whole[place.start : place.end] for place in line_places(text, start, number)} == lines


def test_of_very_many_lines_several_share_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PLACES", 3)
    text = "a\nb\nc\nd\ne"
    places = line_places(text, number=5)
    assert [(x.name, text[x.start : x.end]) for x in places] == [("5–6", "a\nb"), ("7–8", "c\nd"), ("9", "e")]
