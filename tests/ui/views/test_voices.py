from dataclasses import replace

from lxml import html

from embeddings.documents import Attribution, Document
from qa.answers import Excerpt
from ui.views.voices import voices

TEXT = "Kerry met Barnier. “It was near,” he said to <him>."
SAID = Attribution(((19, 33),), (34, 36), "John Kerry", (37, 41), "direct", chain=((0, 5),))


def shown(*attributions: Attribution) -> html.HtmlElement:
    document = Document("a&b.txt", "/a.txt", TEXT, "0" * 64, attributions=attributions)
    return html.fragment_fromstring(voices(Excerpt(document, 0, len(TEXT), TEXT, 1)), create_parent="div")


def test_a_voice_opens_to_the_places_that_lead_to_the_name() -> None:
    page = shown(SAID)
    assert page.xpath("string(//summary)") == "John Kerry · quoted"
    links = page.xpath("//details//a")
    assert [link.text for link in links] == ["“he”", "“Kerry”"]
    assert [(link.get("data-doc"), link.get("data-start"), link.get("data-end")) for link in links] == [
        ("a&b.txt", "34", "36"),
        ("a&b.txt", "0", "5"),
    ]
    assert all(link.get("href").startswith("?ref=") for link in links)


def test_what_has_no_source_opens_to_nothing() -> None:
    page = shown(replace(SAID, speaker=None, source=None, chain=()))
    assert page.xpath("string(//span)") == "unattributed · quoted"
    assert not page.xpath("//details")


def test_names_are_words_and_no_html_and_many_are_counted() -> None:
    assert shown(replace(SAID, speaker="<b>Kerry</b>")).xpath("string(//summary)") == "<b>Kerry</b> · quoted"
    many = shown(*(replace(SAID, speaker=f"Person {number}") for number in range(6)))
    assert len(many.xpath("//details")) == 4
    assert many.xpath("string(//span)") == "and 2 more"


def test_an_excerpt_of_nobodys_words_has_no_line() -> None:
    assert shown().text_content() == ""
