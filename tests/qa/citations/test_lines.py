from dataclasses import replace
from typing import Any

import pytest

from embeddings.documents import OF_A_SCAN, OF_PROPERTIES, Document, Fact, Place
from qa.answers import Answer, Difference, Excerpt, Reprint, Value
from qa.citations.lines import (
    also_in_line,
    citation_line,
    context_line,
    difference_lines,
    excerpt_line,
    paragraphs_of,
    quoted_lines,
    sources_line,
    times_line,
    title_of,
)


def document(**more: Any) -> Document:
    return Document(
        **{"id": "talks/paris.txt", "path": "/a/talks/paris.txt", "text": "Words.", "sha256": "0" * 64} | more
    )


def quoted(text: str, **more: Any) -> Excerpt:
    return Excerpt(document=document(text=text, **more), start=0, end=len(text), text=text, score=1)


def test_the_citation_line_holds_what_the_document_states() -> None:
    stated = document(publisher="The Example", author="A. Reporter", published="2010-11-30")
    assert citation_line(stated) == "The Example · A. Reporter · 30 November 2010"
    assert citation_line(document(author="A. Reporter")) == "A. Reporter · date unknown"
    assert citation_line(document()) == "date unknown"
    printed = document(published="2010-08-02", facts=(Fact("published", "2010-08-02", OF_PROPERTIES),))
    assert citation_line(printed) == "file of 2 August 2010"
    scan = document(published="2010-08-02", facts=(Fact("published", "2010-08-02", OF_A_SCAN),))
    assert citation_line(scan) == "scanned 2 August 2010"


def test_a_document_that_others_are_named_like_is_told_apart_by_its_file() -> None:
    alike = document(author="A. Reporter", published="2010", told_apart="2010/paris.txt")
    assert citation_line(alike) == "A. Reporter · 2010 · 2010/paris.txt"
    at = {"told_apart": "message 3", "published": "2010"}
    assert excerpt_line(quoted("He left.", places=(Place("message", "3", 0, 8),), **at)) == "message 3 · 2010"
    assert excerpt_line(quoted("He left.", places=(Place("page", "3", 0, 8),), **at)) == "p. 3 · 2010 · message 3"


def test_a_document_without_a_title_goes_by_its_files_name() -> None:
    assert title_of(document()) == "paris.txt"
    assert title_of(document(title="Kerry in Paris")) == "Kerry in Paris"


def test_a_document_inside_a_file_goes_by_both_names() -> None:
    inside = document(id="in/b.zip!/c/d.eml!/e.pdf", member="c/d.eml!/e.pdf")
    assert title_of(inside) == "b.zip, d.eml, e.pdf"
    assert title_of(replace(inside, title="Boats")) == "Boats"
    assert title_of(document(id="Yahoo!/b.txt")) == "b.txt"


def test_the_line_of_an_excerpt_begins_with_its_place() -> None:
    excerpt = quoted("He left.", publisher="The Example", places=(Place("page", "12", 0, 8),))
    assert excerpt_line(excerpt) == "p. 12 · The Example · date unknown"
    assert excerpt_line(quoted("He left.")) == "date unknown"


def test_where_else_an_excerpt_stands_is_said_in_a_line() -> None:
    reprints = (
        Reprint("a/one.md", "Kerry in Paris", "The Example", "2005-02"),
        Reprint("a/two.md", None, None, None),
        Reprint("a/three.md", "Alternative", None, "2005-02-04"),
        *(Reprint(f"a/{number}.md", f"More {number}", None, None) for number in range(1200)),
    )
    assert also_in_line(quoted("He left.")) == ""
    named = "also in Kerry in Paris, The Example, February 2005; two.md, date unknown; Alternative, 4 February 2005"
    assert also_in_line(replace(quoted("He left."), also_in=reprints[:3])) == named
    assert also_in_line(replace(quoted("He left."), also_in=reprints)) == f"{named}; and 1,200 more"


def test_what_introduces_an_excerpt_is_quoted_with_a_sign_that_words_are_left_out() -> None:
    text = "Mr. BRANDT. They\nwant: nets and boats"
    last = Excerpt(document=document(text=text), start=32, end=37, text="boats", score=1, context=((0, 11), (12, 22)))
    assert context_line(last) == "“Mr. BRANDT.” […] “They want:” […]"
    assert context_line(quoted("He left.")) == ""


def test_the_end_of_a_line_is_no_heading_where_an_excerpt_begins_within_it() -> None:
    before, words = (
        "It rained for weeks and nobody went to the sea. ",
        "On Wednesday, the\nSecurity Council adopted it.",
    )
    text = f"{before}{words}\nNobody spoke of what had been there before, and the sea was calm.\n"
    excerpt = Excerpt(document(text=text), len(before), len(before + words), words, 1.0)
    assert quoted_lines(excerpt) == ["“On Wednesday, the Security Council adopted it.”"]
    assert paragraphs_of(excerpt) == [(0, len(words))]
    # Far from the ends of its line, and at the ends of the text.
    assert quoted_lines(
        replace(excerpt, document=document(text=f"{'rain ' * 500}{words}"), start=2500, end=2500 + len(words))
    ) == [
        "“On Wednesday, the",
        "Security Council adopted it.”",
    ]


def test_items_and_rows_are_quoted_on_lines_of_their_own() -> None:
    assert quoted_lines(quoted("They want:\n- nets\n- boats")) == ["“They want:", "- nets", "- boats”"]
    assert quoted_lines(quoted("He left\nat once.")) == ["“He left at once.”"]


@pytest.mark.parametrize(
    ("quoted_count", "nearest_count", "line"),
    [
        (1, 0, "1 excerpt from 1 source."),
        (2, 0, "2 excerpts from 1 source."),
        (0, 1, "1 nearest passage from 1 source."),
    ],
)
def test_how_many_excerpts_are_from_how_many_sources(quoted_count: int, nearest_count: int, line: str) -> None:
    excerpt = quoted("He left.")
    answer = Answer(
        question="Who?",
        status="answered" if quoted_count else "not_found",
        confidence=0.5,
        excerpts=(excerpt,) * quoted_count,
        nearest=(excerpt,) * nearest_count,
        sources=1,
        generation="g",
    )
    assert sources_line(answer) == line


def test_the_times_that_an_excerpt_speaks_of_are_said_but_for_that_of_its_publication() -> None:
    told = quoted("In February 2005 they met. Five years later they parted.", published="2013-06-14")
    assert times_line(told) == "speaks of February 2005, 2010 (“Five years later”)"
    assert times_line(quoted("In February 2005 they met.", published="2005")) == ""
    assert times_line(quoted("They met.")) == ""
    many = quoted("In 1901, 1902, 1903, 1904, 1905 and 1906 it rained.")
    assert times_line(many) == "speaks of 1901, 1902, 1903, 1904 and 2 more"


def test_the_sides_of_a_difference_are_lines_with_their_excerpts() -> None:
    difference = Difference("number", (Value("12", (1, 3), 2), Value("14", (2,), 1)), newest=2)
    assert difference_lines(difference) == ["“12” [1] [3], 2 sources", "newer: “14” [2]"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("  The talks failed.\u00a0", ["“The talks failed.”"]),
        ("THE TALKS\n\n \nThey failed\tagain.\n\n", ["“THE TALKS", "They failed again.”"]),
        ("They had failed\nonce more.\n\nNobody knew.", ["“They had failed once more.", "Nobody knew.”"]),
        ("The talks:\n- the first\n- the second", ["“The talks:", "- the first", "- the second”"]),
    ],
)
def test_quoted_lines_are_paragraphs_of_the_words_wherever_they_begin(text: str, lines: list[str]) -> None:
    around = document(text=f"Before it.\n\n{text}\n\nBehind it.")
    start = around.text.index(text)
    excerpt = Excerpt(around, start, start + len(text), text, 1.0)
    assert quoted_lines(excerpt) == lines
