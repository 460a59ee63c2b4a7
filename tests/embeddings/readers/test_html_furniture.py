import pytest

from embeddings.readers.html_furniture import cut_furniture
from embeddings.readers.markup import blocks, parsed

LINE = "The clerks of the harbour met on Monday and put off the dredging of the basin until spring."


def left(body: str) -> list[str]:
    tree = parsed(f"<html><body>{body}</body></html>")
    cut_furniture(tree)
    return [block for block in blocks(tree) if block]


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
