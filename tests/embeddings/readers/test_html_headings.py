import pytest

from embeddings.readers.html_headings import folded, is_of_site, words_of
from embeddings.readers.markup import parsed


def test_the_words_of_a_heading_are_a_line() -> None:
    assert words_of(parsed("<h1>Talks\n <b>resume</b>  today</h1>").find(".//h1")) == "Talks resume today"
    assert len(words_of(parsed(f"<h1>{'word ' * 10_000}</h1>").find(".//h1"))) < 1_100


def test_apostrophes_are_compared_as_one() -> None:
    assert folded("The Pier’s End") == folded("the pier's end")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ('<h1><a href="/">The Post</a></h1>', True),
        ('<a href="https://post.example/"><h1>The Post</h1></a>', True),
        ('<h1 class="site-title">The Post</h1>', True),
        ('<h1><a href="/2020/talks">Talks</a></h1>', False),
        ('<h1><a href="http://[">Talks</a></h1>', False),
        ("<h1>Talks</h1>", False),
    ],
)
def test_a_heading_that_leads_to_the_first_page_names_the_site(heading: str, expected: bool) -> None:
    assert is_of_site(parsed(heading).find(".//h1")) is expected
