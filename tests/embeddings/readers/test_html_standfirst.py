import pytest

from embeddings.readers.html import read

DECK = "The northern channel will be closed for two weeks; fishermen ask for money."
PROSE = (
    "The harbour office said on Tuesday that dredging of the northern channel begins in March and costs four million."
)
ARTICLE = "".join(f"<p>{PROSE} It is paragraph {number}.</p>" for number in range(5))


def _text(above: str, head: str = "") -> str:
    titled = f"<head><title>Dredging to begin</title>{head}</head>"
    return read(f"<html>{titled}<body>{above}<article>{ARTICLE}</article></body></html>").text


@pytest.mark.parametrize(
    "above",
    [
        f"<header><h1>Dredging to begin</h1><p class='standfirst'>{DECK}</p></header>",
        f"<div><h1>Dredging to begin</h1><h2 class='c-deck__text deck'>{DECK}</h2></div><div>By Ana Ruiz</div>",
        f"<div><h1>Dredging to begin</h1><div class='post-summary'><p>{DECK}</p></div></div>",
    ],
)
def test_a_standfirst_outside_the_article_is_its_first_paragraph(above: str) -> None:
    assert _text(above).startswith(f"{DECK}\n\n{PROSE} It is paragraph 0.")


def test_what_a_page_describes_itself_by_is_its_standfirst_where_it_is_shown() -> None:
    described = f'<meta name="description" content="{DECK}">'
    assert _text(f"<div><h1>Dredging to begin</h1><p>{DECK}</p></div>", described).startswith(DECK)
    assert DECK not in _text("<div><h1>Dredging to begin</h1></div>", described)


def test_other_lines_above_an_article_are_none() -> None:
    assert DECK not in _text(f"<div><h1>Dredging to begin</h1><p>{DECK}</p></div>")
    assert DECK not in _text(f"<div><p class='deck'>{DECK}</p><h1>Dredging to begin</h1></div>")
    assert "Harbour news" not in _text("<div><h1>Dredging to begin</h1><p class='deck'>Harbour news</p></div>")


def test_one_that_the_article_has_is_not_said_twice() -> None:
    page = f"<article><h1>Dredging to begin</h1><p class='deck'>{DECK}</p>{ARTICLE}</article>"
    text = read(f"<html><head><title>Dredging to begin</title></head><body>{page}</body></html>").text
    assert text.count(DECK) == 1
