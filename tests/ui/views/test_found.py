from typing import Any

from lxml import html

from embeddings.documents import Document, Place
from qa.answers import Excerpt
from qa.question.filters import Filters
from qa.search.searching import Found, FoundDocument
from ui.views.found import found_html, found_line, occurrence_parts

TEXT = "one two three four five six seven eight nine <b>TEN</b> eleven."
START = TEXT.index("<b>")
DOCUMENT = Document(
    id="a & b.txt", path="/a", text=TEXT, sha256="", title="The <i>talks</i>", places=(Place("page", "3", 0, 60),)
)


def found(*documents: FoundDocument, **more: Any) -> Found:
    return Found("ten", False, documents, "g", **more)


def test_how_much_was_found_is_said_in_a_sentence() -> None:
    one = FoundDocument(DOCUMENT, ((START, START + 10),))
    assert found_line(found(one)) == "1 occurrence in 1 document."
    assert found_line(found(one, one)) == "2 occurrences in 2 documents."
    narrowed = found(filters=Filters(published_from="2010"))
    assert found_line(narrowed) == (
        "Nothing in the archive meets this search. Searched: published from 2010; undated kept."
    )


def test_what_an_index_does_not_know_is_said_beside_that_nothing_was_found() -> None:
    assert found_line(found(note="Only labels.")) == "Nothing in the archive meets this search. Only labels."


def test_an_occurrence_is_shown_among_the_words_beside_it() -> None:
    excerpt = Excerpt(DOCUMENT, START, START + 10, "<b>TEN</b>", 1.0)
    assert occurrence_parts(excerpt) == ("… two three four five six seven eight nine ", "<b>TEN</b>", " eleven.")
    whole = Excerpt(DOCUMENT, 0, len(TEXT), TEXT, 1.0)
    assert occurrence_parts(whole) == ("", TEXT, "")
    joined = Document(id="a", path="", text="x" * 200 + "-sea-" + "y" * 200, sha256="")
    assert occurrence_parts(Excerpt(joined, 201, 204, "sea", 1.0)) == ("", "sea", "")


def test_an_occurrence_does_not_run_into_another_paragraph() -> None:
    text = "It rained.\n\nWhat happened at sea\n\nShips\nsank. " + "No more. " * 40
    document = Document(id="a", path="", text=text, sha256="")
    start = text.index("sea")
    before, words, after = occurrence_parts(Excerpt(document, start, start + 3, "sea", 1.0))
    assert (before, words) == ("It rained. ¶ What happened at ", "sea")
    assert after == " ¶ Ships sank. No more. No more. No more. …"


def test_documents_are_listed_with_links_to_each_occurrence() -> None:
    page = html.fragment_fromstring(
        found_html(found(FoundDocument(DOCUMENT, ((START, START + 10),)), FoundDocument(DOCUMENT, ()))),
        create_parent="div",
    )
    assert page.xpath("string(h2)") == "1 occurrence in 2 documents."
    assert page.xpath("//cite/text()") == ["The <i>talks</i>"] * 2
    (link,) = page.xpath("//a[@class='occurrence']")
    excerpt = Excerpt(DOCUMENT, START, START + 10, "<b>TEN</b>", 1.0)
    assert link.get("href") == f"?ref={excerpt.reference}"
    assert (link.get("data-start"), link.get("data-end")) == (str(START), str(START + 10))
    assert link.xpath("string(strong)") == "<b>TEN</b>"
    assert page.xpath("string((//ul)[1]/li)").startswith("p. 3 … two three")
    assert "in what it states of itself" in page.xpath("string(ol/li[2])")


def test_very_many_are_counted_and_not_listed() -> None:
    document = Document(id="a", path="", text="sea " * 300, sha256="")
    many = FoundDocument(document, tuple((4 * at, 4 * at + 3) for at in range(300)))
    page = html.fragment_fromstring(found_html(found(*[many] * 102)), create_parent="div")
    assert len(page.xpath("./ol/li")) == 100
    assert page.xpath("string(./p)") == "and 2 more documents"
    assert len(page.xpath("./ol/li[1]/ul/li")) == 201
    assert page.xpath("string(./ol/li[1]/ul/li[201])") == "and 100 more"
