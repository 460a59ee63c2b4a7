from dataclasses import replace

from lxml import html

from embeddings.documents import OF_PROPERTIES, Attribution, Document, Fact
from qa.search.voices import OTHERS, Statement, Voice
from ui.views.people import SHOWN, people_html, people_line, statements_html, statements_line

TEXT = "Ana <Ruiz> told Bo that it leaks."
DOCUMENT = Document(id="a & b.txt", path="/a", text=TEXT, sha256="", title="The lock", published="2005-02-03")
SAID = Attribution(((20, 32),), (0, 10), "Ana <Ruiz>", (11, 15), "indirect", to="Bo")
STATEMENT = Statement(DOCUMENT, SAID, "Ana <Ruiz>", "Bo")


def test_each_name_opens_what_they_say() -> None:
    page = html.fromstring(
        people_html([Voice("Ana <Ruiz>", ("Ana <Ruiz>",), 2, 1, (("Bo", 1),)), Voice("Bo", (), 1, 1)])
    )
    assert [button.get("data-speaker") for button in page.iter("button")] == ["Ana <Ruiz>", "Bo"]
    assert [item.text_content() for item in page.iter("li")] == [
        "Ana <Ruiz> 2 statements in 1 document, to Bo (1)",
        "Bo 1 statement in 1 document",
    ]
    assert page.find(".//h2").text == "2 speak by name in this archive."


def test_persons_stand_before_others_and_the_count_goes_on() -> None:
    people = [Voice("Ana Ruiz", (), 1, 1), Voice("Bo Lind", (), 1, 1), Voice("Iran", (), 9, 1)]
    page = html.fromstring(people_html(people))
    assert [(one.get("start"), len(one)) for one in page.findall(".//ol")] == [("1", 2), ("3", 1)]
    assert page.find(".//h3").text == OTHERS
    assert html.fromstring(people_html(people[:2])).find(".//h3") is None


def test_what_one_says_is_counted_by_the_years_in_which_it_was_said() -> None:
    of_2005, of_2006 = (replace(STATEMENT, attribution=replace(SAID, said=said)) for said in ("2005-02", "2006"))
    page = html.fromstring(statements_html([of_2005, of_2005, of_2006, STATEMENT], "Ana <Ruiz>", ""))
    label = "Statements of known time by year: 2005: 2, 2006: 1"
    assert page.xpath("//svg/@aria-label") == [label], "when a document was published is another time"
    assert html.fromstring(statements_html([STATEMENT], "Ana <Ruiz>", "")).find(".//svg") is None


def test_an_archive_without_voices_says_what_to_look_at() -> None:
    assert people_line([]).startswith("Nobody is known to speak in this archive.")
    assert "<ol" not in people_html([])


def test_many_are_shown_by_the_hundred() -> None:
    people = [Voice(f"N{number}", (), 1, 1) for number in range(2 * SHOWN + 5)]
    page = html.fromstring(people_html(people, SHOWN))
    assert page.find(".//ol").get("start") == "101"
    assert len(page.findall(".//li")) == SHOWN
    button = page.findall(".//button")[-1]
    assert (button.text, button.get("data-first"), button.get("data-speaker")) == ("Next 5 of 205", "200", "")


def test_a_statement_stands_with_its_time_and_its_place() -> None:
    page = html.fromstring(statements_html([STATEMENT], "Ana <Ruiz>", "Bo"))
    (link,) = page.findall(".//a")
    assert (link.find("span").text, link.get("data-doc")) == (TEXT[20:32], "a & b.txt")
    assert (link.get("data-start"), link.get("data-end")) == ("20", "32")
    assert page.find(".//li/span").text == "published 3 February 2005 · Ana <Ruiz> → Bo · reported"
    assert link.find("cite").text == "The lock", "the title opens the place, too, as in an answer"
    assert page.find(".//button").text == "All voices"


def test_the_day_on_which_the_file_was_made_is_not_when_it_was_said() -> None:
    printed = replace(DOCUMENT, facts=(Fact("published", "2005-02-03", OF_PROPERTIES),))
    page = html.fromstring(statements_html([replace(STATEMENT, document=printed)], "Ana <Ruiz>", "Bo"))
    assert page.find(".//li/span").text == "Ana <Ruiz> → Bo · reported"
    assert "file of 3 February 2005" in page.find(".//li").text_content()


def test_how_much_one_says_is_a_sentence() -> None:
    assert statements_line([STATEMENT], "Ana", "") == "Ana: 1 statement in 1 document."
    assert statements_line([STATEMENT], "Ana", "Bo") == "Ana to Bo: 1 statement in 1 document."
    assert statements_line([], "Ana", "Bo") == "Ana says nothing to Bo in this archive."
