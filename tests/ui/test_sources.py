import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from embeddings.documents import Document
from qa.answers import Excerpt
from ui import sources

TEXT = """Talks in Paris

The senator came by train. He told Barnier that sanctions would follow. Nobody took notes.

Later that day

It rained."""


def excerpt_of(text: str, start: int, end: int, **more: Any) -> Excerpt:
    given = {"id": "talks/paris.txt", "path": "/a/talks/paris.txt", "text": text, "sha256": "0123456789abcdef" * 4}
    return Excerpt(document=Document(**given | more), start=start, end=end, text=text[start:end], score=1)


def cited(words: str, **more: Any) -> Excerpt:
    start = TEXT.index(words)
    return excerpt_of(TEXT, start, start + len(words), **more)


def parsed(page: str) -> Any:
    return html.fragment_fromstring(page, create_parent="div")


def marked(page: Any) -> str:
    return "".join(mark.text_content() for mark in page.xpath("//mark"))


def test_before_a_citation_is_chosen_the_pane_says_what_to_do() -> None:
    page = parsed(sources.empty_source())
    assert "Choose a citation" in page.text_content()
    assert page.xpath("//mark") == []


def test_the_whole_document_is_shown_with_the_cited_words_marked() -> None:
    page = parsed(sources.source(cited("He told Barnier that sanctions would follow.")))
    assert [(block.tag, block.text_content()) for block in page.xpath("//*[@class='text']/*")] == [
        ("h3", "Talks in Paris"),
        ("p", "The senator came by train. He told Barnier that sanctions would follow. Nobody took notes."),
        ("h3", "Later that day"),
        ("p", "It rained."),
    ]
    assert [mark.text for mark in page.xpath("//mark")] == ["He told Barnier that sanctions would follow."]
    assert page.xpath("//mark/@tabindex") == ["-1"]
    assert page.xpath("//*[@class='cut']") == []


def test_the_header_says_what_is_cited_and_where_the_words_stand() -> None:
    excerpt = cited("It rained.", title="Paris & after", publisher="The Example", published="2005-02-04", language="en")
    page = parsed(sources.source(excerpt))
    assert page.xpath("string(//h2)") == "Paris & after"
    assert page.xpath("string(//*[@class='from'])") == "The Example · 4 February 2005"
    assert page.xpath("string(//*[@class='place'])") == (
        f"talks/paris.txt, characters {excerpt.start} to {excerpt.end} · sha256 0123456789ab…"
    )
    assert page.xpath("//*[@class='place']/span/@title") == [f"sha256 {excerpt.document.sha256}"]
    assert page.xpath("//*[@class='text']/@lang") == ["en"]


def test_an_unknown_date_is_shown_as_unknown() -> None:
    page = parsed(sources.source(cited("It rained.")))
    assert page.xpath("string(//h2)") == "paris.txt"
    assert page.xpath("string(//*[@class='from'])") == "date unknown"


@pytest.mark.parametrize(
    "words", [TEXT.split("\n\n", maxsplit=1)[0], "It rained.", "Nobody took notes.\n\nLater that day\n\nIt rained."]
)
def test_words_at_the_start_at_the_end_and_across_paragraphs_are_marked(words: str) -> None:
    page = parsed(sources.source(cited(words)))
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
    page = parsed(sources.source(excerpt_of(text, 3, len(text) - 3, **more)))
    assert page.xpath("string(//*[@class='text'])") == text
    assert marked(page) == text[3:-3]
    assert page.xpath("string(//h2)") == hostile
    assert page.xpath("string(//*[@class='place'])").startswith(f"{hostile}, characters 3")
    assert page.xpath("//script | //img | //a | //h1") == []


def test_a_language_that_is_no_language_cannot_leave_its_attribute() -> None:
    page = parsed(sources.source(cited("It rained.", language='"><script>x</script>')))
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
    page = parsed(sources.source(excerpt_of(text, start, end)))

    def written(shown: str) -> str:
        # White space around a paragraph is for the style sheet.
        return re.sub(r"\s+", "", shown)

    assert written(marked(page)) == written(text[start:end])
    assert written(page.xpath("string(//*[@class='text'])")) == written(text)


@pytest.mark.parametrize("position", [0, 1_000, 100_000, 199_000])
def test_of_a_long_document_a_window_around_the_words_is_shown(position: int) -> None:
    sentence = "Number {:07} stands at this place.\n\n"
    text = "".join(sentence.format(number) for number in range(6_000)).strip()
    start = text.index("Number", position)
    excerpt = excerpt_of(text, start, start + len(sentence.format(0)) - 2)
    page = parsed(sources.source(excerpt))
    assert marked(page) == excerpt.text
    shown = page.xpath("string(//*[@class='text'])")
    assert 25_000 < len(shown) <= sources.SHOWN_CHARACTERS
    said = page.xpath("string(//*[@class='cut'])")
    low, high = (int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", said)[:2])
    assert low <= excerpt.start < excerpt.end <= high
    assert said.endswith(f"of {len(text):,}.")
    assert "".join(text[low:high].split()) == "".join(shown.split())


def test_an_excerpt_longer_than_the_window_is_still_marked_whole() -> None:
    text = "word " * 20_000
    excerpt = excerpt_of(text, 500, 90_000)
    assert marked(parsed(sources.source(excerpt))).split() == excerpt.text.split()
