import hashlib
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from qa.answers import Excerpt
from qa.citations.cards import card
from tests.qa.citations.conftest import cited

CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"])


def parsed(written: str) -> Any:
    return html.fragment_fromstring(written)


def test_a_card_has_the_words_their_place_links_and_a_hash(page: Excerpt) -> None:
    written = card(page, "https://archive.example/")
    figure = parsed(written)
    assert figure.tag == "figure"
    assert figure.xpath("string(blockquote)") == "“He left at “dawn”.”"
    assert figure.xpath("blockquote/@lang") == ["en"]
    assert figure.xpath("string(//cite)") == "Kerry & the 100% {secret} talks"
    assert figure.xpath("//a/@href") == [
        "https://example.org/a_b?c=1&d=%7E#e",
        f"https://archive.example/?ref={page.reference}",
    ]
    caption = figure.xpath("string(figcaption)")
    assert "The Example · Ana Ruiz and Tom Lind · 30 November 2010" in caption
    assert hashlib.sha256(page.text.encode()).hexdigest() in caption
    assert page.reference in caption


def test_without_an_address_a_card_has_the_reference_and_no_link_but_to_the_web(report: Excerpt) -> None:
    figure = parsed(card(report))
    assert figure.xpath("//a") == []
    assert figure.xpath("//code")[0].text == report.reference
    assert "p. 12 · " in figure.xpath("string(figcaption)")
    script = replace(report, document=replace(report.document, url="javascript:alert(1)"))
    assert parsed(card(script)).xpath("//a") == []


@given(st.text(CHARACTERS, min_size=1), st.text(CHARACTERS))
def test_a_card_shows_whatever_stands_in_a_document_and_runs_nothing(text: str, title: str) -> None:
    written = card(cited(text, title=title, author=title, language=title, url=f"https://a.b/{title}"))
    assert written.isascii()
    figure = parsed(written)
    assert figure.xpath("string(blockquote)") == f"“{text}”"
    assert {element.tag for element in figure.iter()} <= {
        "figure",
        "blockquote",
        "figcaption",
        "cite",
        "br",
        "small",
        "code",
        "a",
    }
    assert {name for element in figure.iter() for name in element.attrib} <= {
        "class",
        "style",
        "dir",
        "lang",
        "href",
        "rel",
    }


def test_items_of_a_list_stand_on_lines_of_their_own() -> None:
    figure = parsed(card(cited("They want:\n\n- nets\n\n- boats")))
    assert len(figure.xpath("blockquote/br")) == 2
