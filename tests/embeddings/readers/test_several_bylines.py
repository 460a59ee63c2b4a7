from pathlib import Path

import pytest

from embeddings.documents import Fact, Place
from embeddings.readers.content import FileContent
from embeddings.readers.registry import contents_of
from embeddings.readers.several_bylines import with_bylines
from qa.places import place_line

NEWS = """Harbour News

The lock leaks

By Ana Ruiz, 3 May 2010

The lock has leaked since April. Tomorrow it will be closed.

The pier is shut

By Bo Ek

Nobody may walk on the pier. I went there and was sent away.

Letters

The ferry is late, sir."""


def test_each_article_has_a_place_that_names_its_author_and_ends_at_the_next_heading() -> None:
    facts = (Fact("author", "Ana Ruiz", "byline"), Fact("title", "Harbour News", "heading"))
    content = with_bylines(FileContent(NEWS, title="Harbour News", author="Ana Ruiz", facts=facts))
    assert [(place.name, NEWS[place.start : place.end].split("\n\n")[::2]) for place in content.places] == [
        (
            "article by Ana Ruiz, 3 May 2010",
            ["The lock leaks", "The lock has leaked since April. Tomorrow it will be closed."],
        ),
        ("article by Bo Ek", ["The pier is shut", "Nobody may walk on the pier. I went there and was sent away."]),
    ]
    assert (content.author, content.title, content.facts) == (None, "Harbour News", facts[1:])
    assert place_line(content.places[1:]) == "article by Bo Ek"


def test_an_author_that_is_stated_elsewhere_stays() -> None:
    stated = Fact("author", "The editors", "front matter")
    content = with_bylines(FileContent(NEWS, author="The editors", facts=(stated,), places=(Place("page", "1", 0, 9),)))
    assert (content.author, content.facts) == ("The editors", (stated,))
    assert [place.kind for place in content.places] == ["page", "article", "article"]


@pytest.mark.parametrize(
    "text",
    [
        NEWS.replace("Bo Ek", "Ana Ruiz"),
        NEWS.replace("By Bo Ek", "By the sea it is cold"),
        NEWS.replace("The pier is shut\n\nBy", "The pier is shut.\n\nBy"),
        "The lock leaks\n\nBy Ana Ruiz\n\nIt leaks.",
        "Companies\n\nBY REVENUE\n\nLund 4\n\nPorts\n\nBY MARKET SHARE\n\nLund 5",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    content = FileContent(text, author="Ana Ruiz")
    assert with_bylines(content) is content


def test_newsletters_are_read_so_and_web_pages_are_not() -> None:
    (newsletter,) = contents_of(Path("a.txt"), NEWS.encode()).documents
    assert (newsletter.author, [place.kind for place in newsletter.places]) == (None, ["article", "article"])
    markup = "".join(f"<p>{paragraph}</p>" for paragraph in NEWS.split("\n\n"))
    assert contents_of(Path("a.html"), f"<html><body>{markup}</body></html>".encode()).documents[0].places == ()
