import pytest

from embeddings.readers.statements import byline, field, published_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Ana de Souza", {"author": "Ana de Souza"}),
        ("BY ANA DE SOUZA", {"author": "ANA DE SOUZA"}),
        ("  By: Ana de Souza ", {"author": "Ana de Souza"}),
        ("By Staff writer / April 5, 2011", {"author": "Staff writer", "published": "2011-04-05"}),
        ("By Ana de Souza | 5 April 2011", {"author": "Ana de Souza", "published": "2011-04-05"}),
        ("By Ana de Souza, April 5, 2011", {"author": "Ana de Souza", "published": "2011-04-05"}),
        ("By Ana de Souza, 5 April 2011", {"author": "Ana de Souza", "published": "2011-04-05"}),
        ("By Ana de Souza, Tuesday, April 5, 2011", {"author": "Ana de Souza", "published": "2011-04-05"}),
        ("By Bo Ek, The Post, 5 April 2011", {"author": "Bo Ek, The Post", "published": "2011-04-05"}),
        ("By Ana de Souza – April 2011", {"author": "Ana de Souza", "published": "2011-04"}),
        ("By Ann-Marie O’Neil and Bo Ek", {"author": "Ann-Marie O’Neil and Bo Ek"}),
        ("By The Harbour Post", {"author": "The Harbour Post"}),
        ("By loccit sample desk", {"author": "loccit sample desk"}),
        ("By Bo Ek, special to the Post", {"author": "Bo Ek, special to the Post"}),
    ],
)
def test_a_byline_names_the_author_and_perhaps_the_date(line: str, expected: dict[str, str]) -> None:
    assert byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "By",
        "Byron left",
        "By the numbers",
        "By any measure",
        "by far the best",
        "By Ana de Souza.",
        "By 2010 the river was dry",
        "By Ana de Souza, 3 boats",
        "By Ana de Souza / soon",
        "Written by hand",
        "By means of a long letter to the minister of foreign affairs",
    ],
)
def test_other_lines_are_no_byline(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "By nightfall the talks were over",
        "By March the snow had gone",
        "By March",
        "By All Accounts",
        "by Senator Kerry during negotiations concerning international",
        "by fishermen of the northern villages",
    ],
)
def test_a_heading_or_a_line_of_prose_names_no_author(line: str) -> None:
    assert byline(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("November 30, 2010", "2010-11-30"),
        ("2010-11-30", "2010-11-30"),
        ("Published: 30 November 2010", "2010-11-30"),
        ("Published on November 30, 2010", "2010-11-30"),
        ("POSTED November 30, 2010", "2010-11-30"),
        ("First published November 2010", "2010-11"),
        ("Date: 2010", "2010"),
        # A place, or a paper, may stand before the day.
        ("Lund, 2 May 1911", "1911-05-02"),
        ("Felix Courier, Tuesday, May 2, 1911", "1911-05-02"),
        ("Felix Courier | Tuesday, 2 May 1911", "1911-05-02"),
        ("Riga, the 2nd May 1911", "1911-05-02"),
        ("Port Riga, 1911-05-02", "1911-05-02"),
        ("Cablegram 17 LISBON, 3 May 1947, 5.15 p.m.", "1947-05-03"),
        ("Telegram unnumbered LISBON, 3 May 1947, 5 pm, SECRET AND PERSONAL", "1947-05-03"),
        ("Minute 9/1945 Riga, 3 May 1947", "1947-05-03"),
        ("Letter RIGA, 3 May 1947, MOST SECRET", "1947-05-03"),
        ("Minute 17, 3 May 1947", None),
        ("Riga, 3 May 1947, they met", None),
        ("in Lund, 2 May 1911", None),
        ("The lock of Lund, 2 May 1911", None),
        ("Lund, May 1911", None),
        # A bare year or month may be a heading.
        ("2010", None),
        ("November 2010", None),
        ("Published: soon", None),
        ("On November 30, 2010, they met.", None),
        ("", None),
    ],
)
def test_a_line_may_state_when_it_was_published(line: str, expected: str | None) -> None:
    assert published_line(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Title: River talks", ("title", "River talks")),
        ("Headline: River talks: day two", ("title", "River talks: day two")),
        ("AUTHOR: Ana de Souza", ("author", "Ana de Souza")),
        ("By: Ana de Souza", ("author", "Ana de Souza")),
        ("Source : The Harbour Post", ("publisher", "The Harbour Post")),
        ("Publisher: The Harbour Post", ("publisher", "The Harbour Post")),
        ("Date: 5 April 2011", ("published", "2011-04-05")),
        ("Published on: April 2011", ("published", "2011-04")),
        ("URL: https://example.org/a?b=c:d", ("url", "https://example.org/a?b=c:d")),
        ("Link: https://example.org", ("url", "https://example.org")),
        ("Date: 03/04/2010", None),
        ("Title:", None),
        (f"Title: {'river ' * 100}", None),
        ("Subject: river talks", None),
        ("The source: a clerk", None),
        ("", None),
    ],
)
def test_a_field_is_a_known_name_a_colon_and_a_value(line: str, expected: tuple[str, str] | None) -> None:
    assert field(line) == expected
