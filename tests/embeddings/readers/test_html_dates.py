import time

import pytest

from embeddings.documents import Fact
from embeddings.readers.html_dates import stated_dates
from embeddings.readers.html_lines import beside_heading, page_lines
from embeddings.readers.markup import parsed

PROSE = "<p>The harbour office says that the talks on the northern pier will go on until the end of the year.</p>"


def dates(body: str, reported: str | None = None, address: str = "") -> list[Fact]:
    tree = parsed(f"<html><head><title>Talks resume | The Post</title></head><body>{body}{PROSE}</body></html>")
    lines = page_lines(tree)
    return stated_dates(lines, list(beside_heading(lines, ["Talks resume"])), reported, address)


def published(line: str) -> str | None:
    return next((fact.value for fact in dates(f"<h1>Talks resume</h1>{line}") if fact.name == "published"), None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p>12 May 2020</p>", "2020-05-12"),
        ("<p>By Ana Ruiz | May 12, 2020 | 3 comments</p>", "2020-05-12"),
        ("<div><span>Ana Ruiz</span> <span>12 May 2020 at 10:30 am</span> <a>Share</a></div>", "2020-05-12"),
        ("<p>Posted on Tuesday, May 12, 2020 by Ana Ruiz</p>", "2020-05-12"),
        ("<div>First published: <b>2020-05-12</b></div>", "2020-05-12"),
        ("<p>Veröffentlicht am 12. Mai 2020 um 10:30 Uhr von Ana Ruiz</p>", "2020-05-12"),
        ("<p>Dienstag, 12. November 2020, 10:30</p>", "2020-11-12"),
        ("<p>Publié le 12 février 2020</p>", "2020-02-12"),
        ("<p>Por Ana Ruiz, <span>el 12 de mayo de 2020</span></p>", "2020-05-12"),
        ("<p>Hamburg, 12.05.2020</p>", "2020-05-12"),
        ('<p><time datetime="2020-05-12T10:00">two hours ago</time></p>', "2020-05-12"),
        # A deck between, and a date above.
        ("<p>Both sides meet again in the harbour office.</p><p>12 May 2020</p>", "2020-05-12"),
        # The day of a change beside it.
        ("<p>Published 12 May 2020 | Updated 14 May 2020</p>", "2020-05-12"),
        ("<p>12 May 2020 (last update: 14 May 2020)</p>", "2020-05-12"),
        # No other than a day before the month is meant.
        ("<p>25/12/2020</p>", "2020-12-25"),
        ("<p>2020年5月12日（火） 10時30分</p>", "2020-05-12"),
        ("<p>2020년 5월 12일</p>", "2020-05-12"),
        ("<p>2020.5.12</p>", "2020-05-12"),
        ("<p>12 May 2020 at 10:30 am ET • 5 min read</p>", "2020-05-12"),
        ("<p>12 May 2020 10:30 - Harbours - ar</p>", "2020-05-12"),
        ("<p>12 May 2020, Ana Ruiz</p>", "2020-05-12"),
        ("<p>12 May 2020, the day of the talks</p>", None),
        ("<p>Submitted by Ana Ruiz on 12 May 2020 - 18:44</p>", "2020-05-12"),
        ("<p>Share:</p><p>12 May 2020</p>", "2020-05-12"),
        ("<p><time datetime='2020-05-12'>12 May 2020</time> harbours</p>", "2020-05-12"),
        ("<p>Updated <time datetime='2020-05-12'>12 May 2020</time> harbours</p>", None),
        ("<p><time>12 May 2020</time> harbours</p><p><time>14 May 2020</time> piers</p>", None),
        # Which of the two is the month cannot be known.
        ("<p>03/04/2020</p>", None),
        ("<p>May 2020</p>", None),
        # Prose, and what is under a picture.
        ("<p>The talks that began on 12 May 2020 go on.</p>", None),
        ("<p>The next meeting is on <b>12 May 2020</b></p>", None),
        ("<p>12 May 2020 was the day on which it began.</p>", None),
        ("<p>The pier on 12 May 2020. Photo: Bo Ek</p>", None),
        # Of something else.
        ("<p>Deadline: 12 May 2020</p>", None),
        ("<p><b>Joined</b> <span>12 May 2020</span></p>", None),
        ("<dl><dt>Released</dt><dd>12 May 2020</dd></dl>", None),
        ("<table><tr><th>Founded</th><td>12 May 2020</td></tr></table>", None),
        ("<table><tr><th>Published:</th><td>12 May 2020</td></tr></table>", "2020-05-12"),
        ("<table><tr><td>Ana Ruiz</td><td>12 May 2020</td></tr></table>", "2020-05-12"),
        ("<dl><dt>Opening</dt><dd>12 May 2020</dd></dl>", None),
        ("<dl><dt>Date</dt><dd>12 May 2020</dd></dl>", "2020-05-12"),
        ("<p>12 May 2020 – 14 May 2020</p>", None),
        ("<p>From 12 to 14 May 2020</p>", None),
        ('<div class="event-date">12 May 2020</div>', None),
        ('<div class="comment"><p>Bo Ek</p><p>12 May 2020</p></div>', None),
        ("<footer>12 May 2020</footer>", None),
        ('<span class="sr-only">12 May 2020</span>', None),
        ("<p>© 2020 The Post</p>", None),
        ("<p>12 May 2020 https://post.example/talks</p>", None),
        # Of another article.
        ('<h2><a href="/pier">The pier</a></h2><p>12 May 2020</p>', None),
        # Further from the heading than a date stands.
        (PROSE * 5 + "<p>12 May 2020</p>", None),
    ],
)
def test_a_line_that_states_when_the_text_was_published_is_read(line: str, day: str | None) -> None:
    assert published(line) == day


def test_the_date_says_that_it_is_beside_the_heading() -> None:
    expected = [Fact("published", "2020-05-12", "beside the heading")]
    assert dates("<h1>Talks resume</h1><p>12 May 2020</p>") == expected
    assert dates("<p>12 May 2020 | News</p><h1>Talks resume</h1>") == expected
    # Two headings of the first order, of which one is the title.
    assert dates("<h1>The Post</h1><h1>Talks resume</h1><p>12 May 2020</p>") == expected
    # No heading but the title in words.
    assert dates("<div>Talks resume</div><p>12 May 2020</p>") == expected


def test_the_date_above_a_page_is_of_today() -> None:
    masthead = (
        "<p>Tuesday, 12 May 2020</p><p>News from the harbours, the piers and the islands, every day of the year</p>"
    )
    assert dates(f"{masthead}<h1>Talks resume</h1>") == []


def test_a_class_that_is_of_the_heading_too_is_no_other_part() -> None:
    body = '<div class="with-sidebar" id="comments-open">{}<p>12 May 2020</p></div>'
    assert [fact.value for fact in dates(body.format("<h1>Talks resume</h1>"))] == ["2020-05-12"]


def test_the_day_of_a_change_is_no_day_of_publishing() -> None:
    assert dates("<h1>Talks resume</h1><p>Last updated: 12 May 2020</p>", "2020-05-12") == [
        Fact("modified", "2020-05-12", "beside the heading")
    ]
    assert dates("<h1>Talks resume</h1><p>Stand: 12.05.2020</p>") == [
        Fact("modified", "2020-05-12", "beside the heading")
    ]


def test_a_page_of_several_articles_has_no_date_of_its_own() -> None:
    article = "<h1>{}</h1><p>{} May 2020</p>"
    assert dates(article.format("The pier", 12) + article.format("The island", 13)) == []


def test_what_trafilatura_reports_is_kept_where_the_page_names_no_other_day() -> None:
    reported = [Fact("published", "2020-05-12", "page")]
    far = f"<h1>Talks resume</h1>{PROSE * 6}"
    assert dates(f"{far}<p>filed 12 May 2020 under harbours</p>", "2020-05-12") == reported
    assert dates(f"{far}<p>filed 12 May 2020 under harbours</p><p>13 May 2020</p>", "2020-05-12") == []
    assert dates(f"{far}<p>last modified on 12 May 2020</p>", "2020-05-12") == []
    assert dates(f'{far}<div class="comment">12 May 2020</div>', "2020-05-12") == []
    # It is in an attribute, or in the name of a picture.
    assert dates(far, "2020-05-12") == []
    assert dates(far, "2020-05-12", "https://post.example/2020/05/12/talks") == reported
    assert dates(far, "2020-05-12", "https://post.example/talks-20200512.html") == reported
    assert dates(far, "2020-05-12", "https://post.example/talks-120200512.html") == []


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://post.example/2020/05/12/talks-resume", "2020-05-12"),
        ("https://post.example/harbour/2020/05/12/talks.html", "2020-05-12"),
        ("https://post.example/blog/2020-05-12-talks/", "2020-05-12"),
        # All of a day, an event on it, and no day at all.
        ("https://post.example/2020/05/12/", None),
        ("https://post.example/events/2020/05/12/talks", None),
        ("https://post.example/2020/13/45/talks", None),
        ("https://post.example/2020/05/talks", None),
    ],
)
def test_the_day_in_the_address_is_taken_where_the_page_states_none(address: str, day: str | None) -> None:
    assert dates("<h1>Talks resume</h1>", None, address) == ([Fact("published", day, "address")] if day else [])
    assert dates("<h1>Talks resume</h1><p>13 May 2020</p>", None, address) == [
        Fact("published", "2020-05-13", "beside the heading")
    ]


def test_long_pages_take_time_in_proportion() -> None:
    body = "<h1>Talks resume</h1>" + "<div><span>12 May 2020</span> and <i>so on</i></div>" * 20_000
    tree = parsed(f"<html><body>{body}</body></html>")
    start = time.thread_time()
    lines = page_lines(tree)
    stated_dates(lines, list(beside_heading(lines, ["Talks resume"])), "2020-05-12", "")
    assert time.thread_time() - start < 20
