import pytest

from embeddings.readers.html_authors import (
    is_in_byline,
    is_no_author,
    is_site_name,
    name_in_byline,
    name_of,
    without_repeated,
)
from embeddings.readers.html_lines import beside_heading, page_lines
from embeddings.readers.markup import parsed


@pytest.mark.parametrize(
    ("stated", "name"),
    [
        ("By Ana Ruiz", "Ana Ruiz"),
        ("Written by Ana Ruiz", "Ana Ruiz"),
        ("View all posts by Ana Ruiz", "Ana Ruiz"),
        ("Zeige alle Beiträge von Ana Ruiz", "Ana Ruiz"),
        ("Veröffentlicht von Ana Ruiz", "Ana Ruiz"),
        ("Author: Ana Ruiz", "Ana Ruiz"),
        ("von Trier", "von Trier"),
        ("di Maria", "di Maria"),
        ("Anna von Bülow", "Anna von Bülow"),
        ("Bobby Smith", "Bobby Smith"),
    ],
)
def test_the_words_before_a_name_are_not_of_it(stated: str, name: str) -> None:
    assert name_of(stated) == name


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("von Ana", "Ana"),
        ("vom Harbour Team", "Harbour Team"),
        ("~ Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz am 26/10/13, 03:48 pm", "Ana Ruiz"),
        ("By Ana Ruiz | May 12, 2020", "Ana Ruiz"),
        ("Ana Ruiz Fr, 18. Oktober 2019", "Ana Ruiz"),
        ("Ana Ruiz Updated: May 12, 2020", "Ana Ruiz"),
        ("Friday Ruiz", "Friday Ruiz"),
        ("12 May 2020", ""),
        ("the talks that began in the spring go on until the end of the year", ""),
        ("by dockrat » Nov 04, 2018 8:12 am", "dockrat"),
        ("Ana Ruiz • 8h", "Ana Ruiz"),
        ("Ana Ruiz · 3 min read", "Ana Ruiz"),
        ("Ana Ruiz · Bo Ek", "Ana Ruiz · Bo Ek"),
        ("Written by Ana Ruiz Edited by Bo Ek", "Ana Ruiz"),
        ("By Ana Ruiz and Bo Ek | Photographs by Cy Dahl", "Ana Ruiz and Bo Ek"),
        ("Ana Ruiz, photos by Bo Ek", "Ana Ruiz"),
        ("Ana Ruiz; additional reporting by Bo Ek", "Ana Ruiz"),
        ("Photos by Bo Ek", "Photos by Bo Ek"),
    ],
)
def test_a_byline_names_its_author_without_the_date(byline: str, name: str) -> None:
    assert name_in_byline(byline) == name


@pytest.mark.parametrize("day", [" 2019年04月28日 08時00分", "2019년 4월 28일", " / 2019 年4月"])
def test_a_byline_names_its_author_without_an_eastern_day(day: str) -> None:
    assert name_in_byline(f"River Post Staff{day}") == "River Post Staff"


def test_buttons_and_programs_write_nothing() -> None:
    names = (
        "",
        "1",
        "admin",
        "Follow",
        "Article by",
        "Archiv anzeigen →",
        "desk@post.example",
        "January",
        "Nov.",
        "xxx",
    )
    for name in (*names, "See full bio"):
        assert is_no_author(name)
    assert not is_no_author("Ana Followill")


def test_a_name_may_be_that_of_the_site() -> None:
    assert is_site_name("The Harbour Post", "https://www.harbour-post.example/talks")
    assert is_site_name("harbour.example", "https://harbour.example/talks")
    assert not is_site_name("Ana Ruiz", "https://harbour.example/talks")
    assert not is_site_name("Ana Ruiz", "")
    assert not is_site_name("Ana Ruiz", "http://[")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Talks</h1><p>Ana Ruiz, reporter</p>", True),
        ("<h1>Talks</h1><p>Text</p><p>The end.</p><p>Posted by Ana Ruiz at 5:11</p>", True),
        # Who commented, and whom the text is about.
        ("<h1>Talks</h1><p>Both sides meet.</p>" + "<p>words</p>" * 100 + "<p>Ana Ruiz says: no.</p>", False),
        ('<h1>Talks</h1><div class="comment">by Ana Ruiz</div>', False),
        ("<h1>Talks</h1><p>Both sides meet.</p>", False),
    ],
)
def test_an_author_is_named_beside_the_heading_or_after_by(body: str, expected: bool) -> None:
    lines = page_lines(parsed(f"<html><body>{body}</body></html>"))
    near = [line for line, _ in beside_heading(lines, ["Talks"])]
    assert is_in_byline("Ana Ruiz", lines, near, ["Talks"]) is expected


def test_the_title_is_no_author() -> None:
    lines = page_lines(parsed("<html><body><h1>Talks</h1><p>Talks | 12 May 2020</p></body></html>"))
    assert not is_in_byline("talks", lines, lines, ["Talks"])


def test_a_name_that_is_stated_again_in_capitals_is_one() -> None:
    assert without_repeated(["Ana Ruiz", "ANA RUIZ", "Bo Ek"]) == ["Ana Ruiz", "Bo Ek"]
    assert without_repeated(["ANA RUIZ", "Ana Ruiz"]) == ["Ana Ruiz"]
    assert without_repeated(["BO EK", "BO EK"]) == ["BO EK"]
