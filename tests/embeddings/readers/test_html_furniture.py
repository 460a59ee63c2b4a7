import pytest

from embeddings.readers.html_furniture import cut_furniture, cut_hidden
from embeddings.readers.markup import blocks, parsed

LINE = "The clerks of the harbour met on Monday and put off the dredging of the basin until spring."


def left(body: str) -> list[str]:
    tree = parsed(f"<html><body>{body}</body></html>")
    cut_furniture(tree)
    return list(blocks(tree))


TAGS = ["nav", "form", "header", "aside", "noscript", "footer", "dialog", "div aria-hidden='true'"]


@pytest.mark.parametrize("tag", TAGS)
def test_what_holds_most_of_the_text_is_not_cut(tag: str) -> None:
    name = tag.split(maxsplit=1)[0]
    assert left(f"<{tag}><p>{LINE}</p><p>{LINE}</p></{name}><p>Imprint</p>") == [LINE, LINE, "Imprint"]


@pytest.mark.parametrize("tag", TAGS)
def test_what_holds_less_than_half_is_cut(tag: str) -> None:
    assert left(f"<p>{LINE}</p><p>{LINE}</p><{tag}><p>{LINE}</p></{tag.split(maxsplit=1)[0]}>") == [LINE, LINE]


def test_furniture_within_a_form_around_the_page_is_cut() -> None:
    page = f"<form><header>Masthead</header><p>{LINE}</p><p>{LINE}</p><aside>Weather</aside></form>"
    assert left(page) == [LINE, LINE]


def test_links_are_no_text_to_keep() -> None:
    menu = "".join(f"<li><a href='/{number}'>{LINE}</a></li>" for number in range(9))
    assert left(f"<aside><ul>{menu}</ul></aside><p>{LINE}</p>") == [LINE]


def test_a_long_aside_does_not_outweigh_what_the_page_names_as_its_text() -> None:
    article = f"<article>{f'<p>{LINE}</p>' * 6}</article>"
    assert left(f"{article}<aside>{f'<p>{LINE}</p>' * 20}</aside>") == [LINE] * 6


def test_a_short_article_does_not() -> None:
    assert len(left(f"<article>{LINE}</article><aside>{f'<p>{LINE}</p>' * 20}</aside>")) == 21


def test_the_page_itself_is_never_cut() -> None:
    tree = parsed(f"<html aria-hidden='true'><body aria-hidden='true'><p>{LINE}</p></body></html>")
    cut_furniture(tree)
    assert tree.find("body/p").text == LINE


def test_it_says_how_much_was_cut_that_may_be_text() -> None:
    def cut(body: str) -> int:
        return cut_furniture(parsed(f"<html><body><p>{LINE}</p><p>{LINE}</p>{body}</body></html>"))

    assert cut(f"<aside><p>{LINE}</p></aside>") == len(LINE)
    assert cut(f"<noscript><p>{LINE}</p></noscript>") == len(LINE)
    assert cut(f"<nav>{LINE}</nav><footer>{LINE}</footer><aside><a href='/'>{LINE}</a></aside>") == 0


def shown(body: str) -> list[str]:
    tree = parsed(f"<html><body>{body}</body></html>")
    cut_hidden(tree)
    return list(blocks(tree))


NOTICE = "This site would like to count you."
PROSE = f"<p>{LINE}</p>" * 6


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        "hidden='hidden'",
        "style='display:none'",
        "style='color: red; DISPLAY : none;'",
        "style='visibility: hidden'",
    ],
)
def test_what_the_markup_hides_is_cut(attributes: str) -> None:
    assert shown(f"{PROSE}<div {attributes}><p>{NOTICE}</p></div><p>Imprint</p>") == [LINE] * 6 + ["Imprint"]


@pytest.mark.parametrize(
    "attributes", ["", "hidden='until-found'", "style='content-visibility: hidden-when-far'", "style='--display:none'"]
)
def test_what_it_does_not_is_not(attributes: str) -> None:
    assert shown(f"{PROSE}<div {attributes}><p>{NOTICE}</p></div>")[-1] == NOTICE


def test_parts_that_are_turned_like_pages_are_kept() -> None:
    parts = f"<section class='slide now'><p>{LINE}</p></section><section class='slide' hidden><p>{NOTICE}</p></section>"
    assert shown(f"{PROSE}{parts}")[-1] == NOTICE
    assert shown(f"{PROSE}{parts.replace('slide now', 'lead')}")[-1] == LINE


def test_a_page_that_a_script_shows_is_kept() -> None:
    assert shown(f"<div style='visibility:hidden'>{PROSE}</div><p>Imprint</p>") == [LINE] * 6 + ["Imprint"]
