import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from embeddings.documents import Document, Fact, Place
from qa.answers import Excerpt
from ui.views import source_pane

TEXT = """Talks in Paris

The senator came by train. He told Barnier that sanctions would follow. Nobody took notes.

Later that day

It rained."""


def excerpt_of(text: str, start: int, end: int, **more: Any) -> Excerpt:
    facts = {"id": "talks/paris.txt", "path": "/a/talks/paris.txt", "text": text, "sha256": "0123456789abcdef" * 4}
    return Excerpt(document=Document(**facts | more), start=start, end=end, text=text[start:end], score=1)


def cited(words: str, **more: Any) -> Excerpt:
    start = TEXT.index(words)
    return excerpt_of(TEXT, start, start + len(words), **more)


def shown_at(excerpt: Excerpt, *other_places: tuple[int, int]) -> Any:
    return parsed(source_pane.source(excerpt.document, other_places, (excerpt.start, excerpt.end)))


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


def marked(page: Any) -> str:
    return "".join(mark.text_content() for mark in page.xpath("//mark"))


def test_the_whole_document_is_shown_with_the_cited_words_marked() -> None:
    page = shown_at(cited("He told Barnier that sanctions would follow."))
    assert [(block.tag, block.text_content()) for block in page.xpath("//*[@class='text']/*")] == [
        ("h3", "Talks in Paris"),
        ("p", "The senator came by train. He told Barnier that sanctions would follow. Nobody took notes."),
        ("h3", "Later that day"),
        ("p", "It rained."),
    ]
    assert [mark.text for mark in page.xpath("//mark")] == ["He told Barnier that sanctions would follow."]
    assert page.xpath("//mark/@tabindex") == ["-1"]
    assert page.xpath("//*[@class='cut']") == []


@pytest.mark.parametrize(
    ("words", "in_text"),
    [
        ("He told Barnier that sanctions would follow.", "He told Barnier that sanctions would follow"),
        ("“he told Barnier – that SANCTIONS\nwould follow”", "He told Barnier that sanctions would follow"),
        ("Talks", "Talks"),
        ("It rained.", "It rained"),
        ("train. He", "train. He"),
        ("He told Barnier that sanction", None),
        ("rained It", None),
        ("", None),
        ("…", None),
    ],
)
def test_words_are_found_whatever_their_capitals_and_what_stands_between_them(words: str, in_text: str | None) -> None:
    place = source_pane.place_of(words, TEXT)
    assert (TEXT[slice(*place)] if place else None) == in_text


@given(st.text("ab. İ’", max_size=30), st.text("ab. İ’", max_size=6))
def test_where_words_are_found_are_those_words(text: str, words: str) -> None:
    place = source_pane.place_of(words, text)
    looked_for, held = ([word.lower() for word in re.findall(r"\w+", written)] for written in (words, text))
    is_there = any(held[at : at + len(looked_for)] == looked_for for at in range(len(held)))
    assert (place is not None) == bool(looked_for and is_there)
    if place:
        assert [word.lower() for word in re.findall(r"\w+", text[slice(*place)])] == looked_for


def test_rows_and_items_are_told_from_prose() -> None:
    table = "Ship | Built\n\nPetrel | 2011\n\nThe law demands:\n\n- a list,\n\n- an exit."
    page = shown_at(excerpt_of(table, 0, 4))
    assert [(block.get("class"), block.text_content()) for block in page.xpath("//*[@class='text']/*")] == [
        ("row", "Ship | Built"),
        ("row", "Petrel | 2011"),
        (None, "The law demands:"),
        ("item", "- a list,"),
        ("item", "- an exit."),
    ]


def test_a_language_is_told_once() -> None:
    found = shown_at(cited("It rained.", language="en", facts=(Fact("language", "en", "detected"),)))
    assert [one.text_content() for one in found.iter("dt")].count("Language") == 1
    assert facts(found)["Language"] == "en (detected)"


def facts(page: Any) -> dict[str, str]:
    names, values = (page.xpath(f"//dl/{tag}") for tag in ("dt", "dd"))
    return {name.text: value.text_content() for name, value in zip(names, values, strict=True)}


def test_the_header_says_what_is_cited_and_where_the_words_stand() -> None:
    excerpt = cited("It rained.", title="Paris & after", publisher="The Example", published="2005-02-04", language="en")
    page = shown_at(excerpt)
    assert page.xpath("string(//h2)") == "Paris & after"
    assert page.xpath("string(//*[@class='from'])") == "The Example · 4 February 2005"
    assert facts(page) == {
        "Document": "talks/paris.txt",
        "Place": f"characters {excerpt.start} to {excerpt.end} of {len(TEXT)}",
        "Language": "en",
        "File’s sha256": excerpt.document.sha256,
        "Reference": excerpt.reference,
    }
    assert page.xpath("//*[@class='text']/@lang") == ["en"]


def test_other_cited_words_are_marked_too_and_the_current_ones_most() -> None:
    first, other = cited("The senator came by train."), cited("Nobody took notes.")
    page = shown_at(first, (other.start, other.end), (first.start, first.end))
    assert [(mark.text, mark.get("class")) for mark in page.xpath("//mark")] == [
        (first.text, "current"),
        (other.text, None),
    ]


def test_marks_that_overlap_keep_every_character_once() -> None:
    current, other = (
        cited("came by train. He told Barnier"),
        cited("train. He told Barnier that sanctions would follow."),
    )
    page = shown_at(current, (other.start, other.end), (0, 10**9))
    assert [mark.text for mark in page.xpath("//mark[@class='current']")] == ["came by ", "train. He told Barnier"]
    assert page.xpath("string(//*[@class='text']/p[1])") == TEXT.split("\n\n")[1]
    assert marked(page) == TEXT.replace("\n\n", "")


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=%22", True),
        ("http://example.org:8080/", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JaVaScRiPt://example.org/%0aalert(1)", False),
        ("data:text/html,<script>x</script>", False),
        ("file:///etc/passwd", False),
        ("//example.org/", False),
        ("https:", False),
        ("https://[broken", False),
        ("https://example.org/\u202egnp.exe", False),
        ("https://example.org/a b", False),
        (None, False),
    ],
)
def test_the_original_is_linked_only_where_it_is_an_address_of_the_web(url: str | None, linked: bool) -> None:
    page = shown_at(cited("It rained.", url=url))
    assert page.xpath("//a/@href") == ([url] if linked else [])
    if linked:
        assert page.xpath("//a/@rel") == ["noopener noreferrer"]
        assert page.xpath("//a/@target") == ["_blank"]


def test_where_there_is_no_source_the_reason_is_said() -> None:
    page = parsed(source_pane.no_source("It is <gone>."))
    assert page.xpath("string(//*[@role='alert'])") == "It is <gone>."


def test_an_unknown_date_is_shown_as_unknown() -> None:
    page = shown_at(cited("It rained."))
    assert page.xpath("string(//h2)") == "paris.txt"
    assert page.xpath("string(//*[@class='from'])") == "date unknown"


@pytest.mark.parametrize(
    "words", [TEXT.split("\n\n", maxsplit=1)[0], "It rained.", "Nobody took notes.\n\nLater that day\n\nIt rained."]
)
def test_words_at_the_start_at_the_end_and_across_paragraphs_are_marked(words: str) -> None:
    page = shown_at(cited(words))
    assert "".join(marked(page).split()) == "".join(words.split())


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>window.hacked=1</script>",
        '<img src=x onerror="window.hacked=1">',
        "![x](http://127.0.0.1:9/x.png)",
        "{{x}} ${x} `x`",
        "</mark></p></div></section><h1>not ours</h1>",
    ],
)
def test_whatever_a_document_holds_is_shown_as_text(hostile: str) -> None:
    text = f"It rained and {hostile} was written there."
    more = {"title": hostile, "author": hostile, "id": hostile}
    page = shown_at(excerpt_of(text, 3, len(text) - 3, **more))
    assert page.xpath("string(//*[@class='text'])") == text
    assert marked(page) == text[3:-3]
    assert page.xpath("string(//h2)") == hostile
    assert facts(page)["Document"] == hostile
    assert page.xpath("//script | //img | //a | //h1") == []


def test_a_language_that_is_no_language_cannot_leave_its_attribute() -> None:
    page = shown_at(cited("It rained.", language='"><script>x</script>'))
    assert page.xpath("//script") == []
    assert page.xpath("//*[@class='text']/@lang") == ['"><script>x</script>']


LINES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"]), min_size=1),
    min_size=1,
)


@given(lines=LINES, pause=st.sampled_from(["\n", "\n\n", " \n\n"]), place=st.tuples(st.integers(0), st.integers(1)))
def test_the_marked_words_are_the_excerpt_and_the_page_is_the_document(
    lines: list[str], pause: str, place: tuple[int, int]
) -> None:
    text = pause.join(lines)
    start = place[0] % len(text)
    end = start + 1 + place[1] % (len(text) - start)
    page = shown_at(excerpt_of(text, start, end))

    def written(page_text: str) -> str:
        # White space around a paragraph is for the style sheet.
        return re.sub(r"\s+", "", page_text)

    assert written(marked(page)) == written(text[start:end])
    assert written(page.xpath("string(//*[@class='text'])")) == written(text)


@pytest.mark.parametrize("position", [0, 1_000, 100_000, 199_000])
def test_of_a_long_document_a_window_around_the_words_is_shown(position: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_pane, "SHOWN_CHARACTERS", 60_000)
    sentence = "Number {:07} stands at this place.\n\n"
    text = "".join(sentence.format(number) for number in range(6_000)).strip()
    start = text.index("Number", position)
    excerpt = excerpt_of(text, start, start + len(sentence.format(0)) - 2)
    page = shown_at(excerpt)
    assert marked(page) == excerpt.text
    text_shown = page.xpath("string(//*[@class='text'])")
    assert 50_000 < len(text_shown) <= source_pane.SHOWN_CHARACTERS
    cut = page.xpath("string(//*[@class='cut'])")
    low, high = (int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", cut)[:2])
    assert low <= excerpt.start < excerpt.end <= high
    assert cut.endswith(f"of {len(text):,}.")
    assert "".join(text[low:high].split()) == "".join(text_shown.split())


def test_an_excerpt_longer_than_the_window_is_still_marked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_pane, "SHOWN_CHARACTERS", 60_000)
    text = "word " * 20_000
    excerpt = excerpt_of(text, 500, 90_000)
    assert marked(shown_at(excerpt)).split() == excerpt.text.split()


def test_pages_are_parted_by_signs_and_the_words_stay_as_they_are() -> None:
    places = (Place("page", "iv", 0, 50), Place("page", "v", 50, len(TEXT)), Place("row", "1", 3, 9))
    page = shown_at(cited("He told Barnier that sanctions would follow.", places=places))
    assert page.xpath("//*[@role='separator']/@aria-label") == ["page iv", "page v"]
    assert page.xpath("string(//*[@class='text']/p[1])") == (
        "The senator came by train. He told Barnier that sanctions would follow. Nobody took notes."
    )
    # The words begin on one page and end on the next.
    assert "".join(page.xpath("//mark[@class='current']/text()")) == "He told Barnier that sanctions would follow."
    assert "pp. iv–v; characters 43 to 87 of" in page.xpath("string(//dl)")


def test_what_is_stated_names_its_origin() -> None:
    page = shown_at(cited("It rained.", facts=(Fact("author", "Ana <Ruiz>", "mail header"),)))
    assert "AuthorAna <Ruiz> (mail header)" in page.xpath("string(//dl)")


def test_the_pages_of_a_pdf_that_hold_the_words_are_shown_as_pictures() -> None:
    places = (Place("page", "iv", 0, 50), Place("page", "v", 50, len(TEXT)))
    page = shown_at(cited("It rained.", places=places, path="/a/talks.pdf"))
    (picture,) = page.xpath("//img")
    assert picture.get("alt") == "Page v, with the cited words marked"
    assert picture.get("src").startswith("page-picture?doc=talks%2Fparis.txt&text=")
    assert picture.get("src").endswith("&page=1")
    assert shown_at(cited("It rained.", places=places)).xpath("//img") == []
    assert len(shown_at(cited("It rained.", places=places, path="/a/b.zip", member="c.pdf")).xpath("//img")) == 1
    assert shown_at(cited("It rained.", places=places, path="/a/b.pdf", member="notes.txt")).xpath("//img") == []
