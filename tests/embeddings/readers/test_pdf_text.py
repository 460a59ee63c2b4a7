import time

import pytest

from embeddings.documents import Place
from embeddings.readers.pdf_lines import Line, lines_of
from embeddings.readers.pdf_text import page_places, text_of
from tests.embeddings.readers.test_pdf_lines import segment


def _lines(*texts: str, page: int = 0) -> list[Line]:
    return [line for n, text in enumerate(texts) for line in lines_of([segment(text, 50, 700 - 12 * n)], page, 0)]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the break-", "water held", "the breakwater held"),
        ("the break\u00ad", "water held", "the breakwater held"),
        ("a self-", "locking nut", "a self-locking nut"),
        ("the CIA-", "Backed plan", "the CIA-Backed plan"),
        ("in 1990-", "1991 it", "in 1990-1991 it"),
        ("the storm -", "they said", "the storm - they said"),
        ("the pre-", "and post-war years", "the pre- and post-war years"),
        ("a ship-", "to-shore call", "a ship-to-shore call"),
        ("the storm", "came", "the storm came"),
        ("港口", "关闭", "港口关闭"),
    ],
)
def test_lines_are_joined_and_parted_words_are_whole(before: str, after: str, joined: str) -> None:
    assert text_of([_lines(before, after)])[0] == joined


def test_a_hyphen_stays_where_the_document_writes_the_word_with_it_elsewhere() -> None:
    paragraphs = [_lines("a water-wave model of the water-", "wave that ran in-", "to the port")]
    assert text_of(paragraphs)[0] == "a water-wave model of the water-wave that ran into the port"


def test_two_words_of_a_long_document_keep_their_hyphen() -> None:
    words = [f"word{number}" for number in range(320)]
    paragraphs = [
        _lines(" ".join([*words, "the decision of making some thing"])),
        _lines("the decision-", "making of some-", "thing"),
    ]
    assert text_of(paragraphs)[0].endswith("\n\nthe decision-making of something")
    assert text_of(paragraphs[1:])[0] == "the decisionmaking of something"


def test_a_word_that_is_parted_within_a_cell_or_before_a_table_is_whole() -> None:
    cells = [segment("Year", 50, 700), segment("Break-", 150, 700), segment("Tonnes", 250, 700)]
    cells += [segment("waters", 150, 688), segment("pre-", 250, 688), segment("1911", 50, 660)]
    cells += [segment("two", 150, 660), segment("war", 250, 676), segment("80", 250, 660)]
    table = lines_of(cells, 0, 0)
    text, _ = text_of([table])
    assert text == "Year | Breakwaters | Tonnes prewar\n1911 | two | 80"
    known = _lines("The pre-war breakwaters were sold.")
    assert text_of([known, table])[0].endswith("Year | Breakwaters | Tonnes pre-war\n1911 | two | 80")
    assert text_of([[*_lines("the sum of the ton-"), *_table_row("nage", "80")]])[0] == "the sum of the tonnage | 80"


def _table_row(*cells: str) -> list[Line]:
    return lines_of([segment(cell, 50 + 300 * n, 600) for n, cell in enumerate(cells)], 0, 0)


def test_korean_words_that_the_document_knows_are_whole() -> None:
    assert text_of([_lines("보험회사 보험", "회사 항구", "폐쇄")])[0] == "보험회사 보험회사 항구 폐쇄"


def test_paragraphs_are_apart_and_pages_begin_at_their_first_line() -> None:
    paragraphs = [_lines("Heading"), [*_lines("the break-"), *_lines("water held", page=1)], _lines("Last", page=3)]
    text, starts = text_of(paragraphs)
    assert text == "Heading\n\nthe breakwater held\n\nLast"
    assert {page: text[start:] for page, start in starts.items()} == {
        0: text,
        1: "water held\n\nLast",
        3: "Last",
    }


def test_places_cover_the_text_and_a_page_without_text_is_empty() -> None:
    assert page_places({0: 0, 1: 18, 3: 30}, 34, ["i", "ii", "1", "2"]) == [
        Place("page", "i", 0, 18),
        Place("page", "ii", 18, 30),
        Place("page", "1", 30, 30),
        Place("page", "2", 30, 34),
    ]


def test_a_line_of_a_long_word_is_read_in_linear_time() -> None:
    start = time.thread_time()
    text_of([_lines("a" * 100_000, "b")])
    assert time.thread_time() - start < 5
