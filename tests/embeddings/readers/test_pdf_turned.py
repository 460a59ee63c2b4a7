from dataclasses import replace

from embeddings.readers.pdf_lines import Line, lines_of
from embeddings.readers.pdf_turned import page_angle, recurring_in_margins
from tests.embeddings.readers.test_pdf_lines import segment

BODY = "The clerks of the harbour met on Monday."


def page(number: int, margin: str, left: float = 18, angle: int = 90) -> list[Line]:
    body, beside = lines_of([segment(BODY, 50, 700)], number, 0), lines_of([segment(margin, left, 18)], number, 1)
    turned = [replace(line, words=[word._replace(angle=angle) for word in line.words]) for line in beside]
    return [*turned, *body]


def left_out(*pages: list[Line]) -> list[str]:
    recurring = recurring_in_margins(pages)
    return [line.text for lines in pages for line in lines if id(line) in recurring]


def test_a_page_is_turned_as_most_of_its_words_are() -> None:
    assert page_angle(page(0, "set by Ek")) == 0


def test_what_stands_turned_in_the_margins_of_pages_nearby_is_furniture() -> None:
    assert left_out(page(0, "set by Ek 12"), page(2, "set by Ek 13")) == ["set by Ek 12", "set by Ek 13"]
    assert left_out(page(0, "set by Ek"), [], page(3, "set by Ek")) == []
    assert left_out(page(0, "Depth of water"), page(1, "Width of locks")) == []
    assert left_out(page(0, "Depth"), page(1, "Depth", left=300)) == []
    assert left_out(page(0, "set by Ek", angle=0), page(1, "set by Ek", angle=0)) == []
