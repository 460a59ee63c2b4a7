from dataclasses import replace

from qa.answers import Answer, Excerpt, Fact
from qa.citations.works import link, notes, works
from tests.qa.citations.conftest import DAY, answered, cited


def test_each_document_is_a_work_once_with_all_that_is_quoted(page: Excerpt, report: Excerpt, letter: Excerpt) -> None:
    part = replace(page, start=0, end=7, text="He left")
    near = Answer("Who?", "not_found", 0.0, (), (letter, page), 2, "g")
    first, second, third = works([answered(page, report, part), near], DAY)
    assert (first.kind, first.excerpts, first.authors) == ("webpage", (page, part), ("Ana Ruiz", "Tom Lind"))
    assert (second.kind, second.pages, second.date_parts) == ("document", "12", [2010, 11])
    assert second.authors == ("Department of Health and Human Services",)
    assert (third.kind, third.title, third.pages, third.date_parts) == ("mail", "box.mbox, message 5", "", [2003])
    assert first.key.startswith("kerry-the-100-2010-")
    assert len({first.key, second.key, third.key}) == 3
    assert [work.key for work in works([answered(report)], DAY)] == [second.key]


def test_notes_quote_the_words_with_their_place_and_reference(page: Excerpt, report: Excerpt) -> None:
    fact = Fact(report.document, "published", "2010-11", 1.0)
    first, second = works([answered(page, report, facts=(fact,))], DAY)[::-1]
    assert notes(first, "") == [f"“He left at “dawn”.” (characters 0 to 18; loccit {page.reference})"]
    assert notes(second, "http://a/") == [
        f"“Costs rose.” (p. 12; http://a/?ref={report.reference})",
        "Dated November 2010, as the document states of itself",
    ]


def test_notes_begin_with_how_an_answer_stands_that_is_not_sure(page: Excerpt, report: Excerpt) -> None:
    sure = answered(page)
    unsure = replace(answered(page, report), question="When?", confidence=0.31, low_confidence=True, reason="no date")
    near = Answer("Who {left}?", "not_found", 0.0, (), (report,), 1, "g", reason="no name is near")
    first, second = works([sure, unsure, near], DAY)
    doubt = "“When?” Not sure that this answers. No date. Confidence 0.31 of 1."
    assert first.doubts == (doubt,)
    assert notes(first, "") == [doubt, f"“He left at “dawn”.” (characters 0 to 18; loccit {page.reference})"]
    assert second.doubts == (
        doubt,
        "“Who {left}?” The archive does not say. No name is near. The nearest passages:",
    )
    assert works([sure], DAY)[0].doubts == ()


def test_a_link_needs_the_address_of_a_page() -> None:
    excerpt = cited("He left.")
    assert link(excerpt, "") == f"loccit {excerpt.reference}"
    assert link(excerpt, "https://a.b/c/") == f"https://a.b/c/?ref={excerpt.reference}"
