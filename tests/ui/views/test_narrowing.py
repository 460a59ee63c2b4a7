from dataclasses import replace
from typing import Any

from lxml import html

from qa.question.facets import Facets
from qa.question.filters import Filters
from ui.views import narrowing

FACETS = Facets(
    documents=12,
    passages=40,
    publishers=(("The <Example>", 9), ("Another", 2), (None, 1)),
    authors=((None, 12),),
    years=((2005, 4), (2010, 6), (None, 2)),
)


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


def test_the_panel_lists_names_with_counts_and_what_is_chosen() -> None:
    page = parsed(narrowing.panel(FACETS, Filters(publishers=("Another", "Gone"), published_from="2005-02")))
    boxes = page.xpath("//input[@name='publishers']")
    assert [(box.get("value"), box.get("checked") is not None) for box in boxes] == [
        ("The <Example>", False),
        ("Another", True),
        ("Gone", True),
    ]
    assert page.xpath("string(//li[1])").strip() == "The <Example> (9)"
    assert page.xpath("//input[@name='published_from']/@value") == ["2005-02"]
    assert page.xpath("//input[@name='published_to']/@value") == [""]
    assert "The archive’s dates: 2005 to 2010." in page.text_content()
    assert "also documents of unknown date (2)" in page.text_content()
    assert page.xpath("//input[@name='undated'][@checked]")
    # Nobody is stated as an author, so there is nothing to choose from.
    assert page.xpath("//legend/text()") == ["Publisher", "Published", "Speaks of"]


def test_each_year_is_chosen_by_its_count_and_says_if_it_is_chosen() -> None:
    def buttons(filters: Filters, field: str) -> list[tuple[str, str]]:
        page = parsed(narrowing.panel(replace(FACETS, spoken_of=((1999, 3), (2005, 1_200))), filters))
        found = page.xpath(f"//button[@data-years='{field}']")
        return [(button.text, button.get("aria-pressed")) for button in found]

    assert buttons(Filters(), "published") == [("2005 (4)", "false"), ("2010 (6)", "false")]
    assert buttons(Filters(), "about") == [("1999 (3)", "false"), ("2005 (1,200)", "false")]
    of_2005 = Filters(published_from="2005", published_to="2005", about="1999")
    assert buttons(of_2005, "published") == [("2005 (4)", "true"), ("2010 (6)", "false")]
    assert buttons(of_2005, "about") == [("1999 (3)", "true"), ("2005 (1,200)", "false")]
    assert parsed(narrowing.panel(replace(FACETS, years=((2005, 4),)), Filters())).xpath("//button") == []


def test_languages_are_listed_where_there_is_a_choice() -> None:
    def codes(facets: Facets, filters: Filters) -> list[str]:
        return list(parsed(narrowing.panel(facets, filters)).xpath("//input[@name='languages']/@value"))

    alone = replace(FACETS, languages=(("en", 10), (None, 2)))
    assert codes(alone, Filters()) == []
    assert codes(alone, Filters(languages=("en",))) == ["en"]
    two = replace(FACETS, languages=(("en", 10), ("de", 2)))
    assert codes(two, Filters()) == ["en", "de"]
    line = parsed(narrowing.narrowed(two, Filters(languages=("de",)), 12))
    (chip,) = line.xpath("//button[@data-lift='languages']")
    assert (chip.get("data-value"), chip.text) == ("de", "language de")


def test_documents_without_dates_are_left_out_if_the_reader_says_so() -> None:
    page = parsed(narrowing.panel(FACETS, Filters(undated="leave_out")))
    assert page.xpath("//input[@name='undated'][@checked]") == []
    assert "without documents of unknown date" in narrowing.narrowed(FACETS, Filters(undated="leave_out"), 36)


def test_the_line_names_each_filter_that_is_on_and_lifts_it() -> None:
    filters = Filters(
        publishers=("The <Example>",), authors=("A",), documents=("x.txt",), published_from="2005", published_to="2010"
    )
    page = parsed(narrowing.narrowed(FACETS, filters, 1_036))
    assert page.xpath("string(//span)") == "Searching 12 of 1,036 documents:"
    assert [(button.get("data-lift"), button.get("data-value")) for button in page.xpath("//button")] == [
        ("publishers", "The <Example>"),
        ("authors", "A"),
        ("documents", "x.txt"),
        ("published_from", ""),
        ("published_to", ""),
        ("all", None),
    ]
    assert page.xpath("//button/text()")[:3] == ["publisher The <Example>", "author A", "document x.txt"]


def test_without_filters_the_line_is_empty() -> None:
    assert narrowing.narrowed(FACETS, Filters(), 36) == ""


def test_who_speaks_and_to_whom_is_chosen_from_names_and_lifted() -> None:
    facets = replace(FACETS, speakers=(("John Kerry", 3),), to=(("Michel <Barnier>", 1),))
    page = parsed(narrowing.panel(facets, Filters(speakers=("John Kerry",))))
    assert page.xpath("//legend/text()") == ["Publisher", "Who speaks", "To whom", "Published", "Speaks of"]
    assert page.xpath("//input[@name='speakers'][@checked]/@value") == ["John Kerry"]
    assert page.xpath("//input[@name='to']/@value") == ["Michel <Barnier>"]
    line = parsed(narrowing.narrowed(facets, Filters(speakers=("John Kerry",), to=("Michel <Barnier>",)), 12))
    assert [chip.text for chip in line.xpath("//button[@class='chip']")] == [
        "said by John Kerry",
        "said to Michel <Barnier>",
    ]
