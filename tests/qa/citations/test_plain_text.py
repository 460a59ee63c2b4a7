from dataclasses import replace

from qa.answers import Answer, Excerpt, Fact, Reprint
from qa.citations.plain_text import plain_text
from qa.question.filters import Filters
from tests.qa.citations.conftest import answered


def test_an_answer_is_plain_lines(page: Excerpt, report: Excerpt) -> None:
    also = replace(report, also_in=(Reprint("b.md", "Costs", None, "2011"),))
    fact = Fact(page.document, "author", "Ana Ruiz", 1.0)
    assert plain_text(answered(page, also, facts=(fact,)), "http://a/") == (
        "Who left?\n\n"
        "Written by Ana Ruiz, as Kerry & the 100% {secret} talks states of itself.\n\n"
        "“He left at “dawn”.”\n"
        "[1] Kerry & the 100% {secret} talks. The Example · Ana Ruiz and Tom Lind · 30 November 2010.\n"
        "https://example.org/a_b?c=1&d=%7E#e\n"
        f"talks/paris.txt, characters 0 to 18; http://a/?ref={page.reference}\n\n"
        "“Costs rose.”\n"
        "[2] report.pdf. p. 12 · Department of Health and Human Services · November 2010.\n"
        "also in Costs, 2011\n"
        f"report.pdf, characters 0 to 11; http://a/?ref={report.reference}\n\n"
        "1 fact and 2 excerpts from 2 sources.\n"
    )


def test_what_is_not_found_says_so(page: Excerpt) -> None:
    near = Answer("Who\x1b left?", "not_found", 0.1, (), (page,), 1, "g", filters=Filters(published_from="2010"))
    written = plain_text(near)
    assert written.startswith(
        "Who� left?\n\nsearched: published from 2010; undated kept\n\n"
        "The documents searched do not say.\nThe nearest passages:\n\n“He left at “dawn”.”\n"
    )
