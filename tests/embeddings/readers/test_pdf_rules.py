import pytest

from embeddings.readers.pdf_pages import opened
from embeddings.readers.pdf_rules import MOST_RULES, Rule, rules_of
from tests.embeddings.readers.pdf_writing import Text, pdf_of


def _rules(drawn: str) -> list[tuple[int, int, int, int]]:
    with opened(pdf_of([[Text(50, 700, "Words.")]], drawn=[drawn])) as document:
        page = document[0]
        rules = rules_of(page.raw)
        page.close()
    return [(round(x.left), round(x.bottom), round(x.right), round(x.top)) for x in rules]


@pytest.mark.parametrize(
    "drawn",
    [
        "50 600 m 250 600 l S",
        "50 599.8 200 0.4 re f",
        # In units of its own, as programs draw that count in pixels.
        "q 0.5 0 0 0.5 50 600 cm 0 0 m 400 0 l S Q",
        # Slanted, of a curve, too short, and a box that only has a colour.
        "50 600 200 0 re S 50 500 m 250 550 l S 50 400 m 60 420 70 420 80 400 c S 50 300 m 53 300 l S 9 9 90 50 re f",
    ],
)
def test_a_line_and_a_thin_box_are_rules(drawn: str) -> None:
    assert _rules(drawn) == [(50, 600, 250, 600)]


def test_the_sides_of_a_box_that_is_drawn_are_rules() -> None:
    sides = {(50, 600, 250, 600), (250, 600, 250, 650), (50, 650, 250, 650), (50, 600, 50, 650)}
    assert set(_rules("50 600 200 50 re S")) == sides
    assert set(_rules("50 600 m 250 600 l 250 650 l 50 650 l h S")) == sides


def test_a_drawing_has_no_rules() -> None:
    line = "50 600 m 250 600 l S\n"
    assert len(_rules(line * MOST_RULES)) == MOST_RULES
    assert _rules(line * (MOST_RULES + 1)) == []


def test_a_rule_is_turned_like_no_word() -> None:
    assert Rule(1, 2, 3, 4).angle == 0
