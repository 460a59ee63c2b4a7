import time

import pytest

from embeddings.documents import Fact
from embeddings.readers.html_facts import page_facts
from embeddings.readers.markup import parsed


def facts(head: str, body: str = "", **reported: str | None) -> list[Fact]:
    return page_facts(parsed(f"<html><head>{head}</head><body>{body}</body></html>"), reported)


def first(stated: list[Fact], name: str) -> tuple[str, str] | None:
    return next(((fact.value, fact.origin) for fact in stated if fact.name == name), None)


def test_each_fact_says_where_it_is_from() -> None:
    data = (
        '{"@type": "NewsArticle", "headline": "Talks", "author": {"name": "Ana Ruiz"},'
        ' "datePublished": "2011-04-05T10:00"}'
    )
    head = (
        f'<script type="application/ld+json">{data}</script><meta property="og:site_name" content="The Post">'
        '<meta name="dc.date" content="2011-04-04"><meta name="author" content="By Bo Ek">'
        '<meta property="article:modified_time" content="2011-04-06">'
    )
    assert facts(head, '<a rel="author">Kim Lund</a>') == [
        Fact("title", "Talks", "JSON-LD"),
        Fact("author", "Ana Ruiz", "JSON-LD"),
        Fact("published", "2011-04-05", "JSON-LD"),
        Fact("publisher", "The Post", "OpenGraph"),
        Fact("published", "2011-04-04", "meta element"),
        Fact("modified", "2011-04-06", "OpenGraph"),
        Fact("author", "Bo Ek", "meta element"),
        Fact("author", "Kim Lund", "byline"),
    ]


def test_the_publisher_is_the_author_only_where_nobody_else_is_named() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "The Post"},'
        ' "publisher": {"name": "The Post"}}</script>'
    )
    assert first(facts(head, '<span class="byline">By Ana Ruiz</span>'), "author") == ("Ana Ruiz", "byline")
    assert first(facts(head), "author") == ("The Post", "JSON-LD")


def test_a_date_beside_the_heading_counts_where_the_markup_states_none() -> None:
    body = "<h1>Talks</h1><p>By Ana Ruiz | 4 April 2011</p>"
    assert first(facts("<title>Talks</title>", body), "published") == ("2011-04-04", "beside the heading")
    head = '<meta property="article:published_time" content="2011-04-05">'
    assert first(facts(head, body), "published") == ("2011-04-05", "OpenGraph")
    event = '<script type="application/ld+json">{"@type": "MusicEvent", "name": "Talks"}</script>'
    assert first(facts(event, body), "published") is None


def test_what_is_stated_in_several_places_is_a_fact_once() -> None:
    head = '<meta name="author" content="Ana"><meta name="dc.creator" content="Ana">'
    assert facts(head, '<span class="byline">By Ana</span>', author="Ana") == [Fact("author", "Ana", "meta element")]


SITE = '<meta property="og:site_name" content="The Post">'
HEADED = ("Talks resume", "heading")
IN_TITLE = ("Talks", "title element")
IN_TITLE_RESUMED = ("Talks resume | The Post", "title element")
ON_NETWORKS = ("Talks", "OpenGraph")


@pytest.mark.parametrize(
    ("head", "body", "reported", "title"),
    [
        ("<title>Talks resume | The Post</title>", "<h1>Talks resume</h1>", "Talks resume", HEADED),
        ("<title>Talks - The Post</title>", "", "Talks", IN_TITLE),
        (
            "<title>Talks — The Post</title>",
            "<h1>Talks: what comes next</h1>",
            "Talks: what comes next",
            ("Talks: what comes next", "heading"),
        ),
        # A heading of another part of the page.
        ("<title>Talks resume | The Post</title>", "<h2>Talks resume</h2><h3>Comment</h3>", "Comment", HEADED),
        # The name of the site, which leads to its first page.
        ("<title>Talks : The Post</title>", '<h1><a href="/">The Post</a></h1>', "The Post", IN_TITLE),
        ("<title>The Post | Talks</title>", '<h1 class="site-title">The Post</h1>', "The Post", IN_TITLE),
        # A heading of one word that the title element does not hold.
        ("<title>Talks resume | The Post</title>", "<h1>Harbours</h1>", "Harbours", IN_TITLE_RESUMED),
        ("<title>港湾 交渉再開</title>", "<h1>交渉が再開した</h1>", "交渉が再開した", ("交渉が再開した", "heading")),
        # What networks show and readers see.
        ('<title>X y</title><meta property="og:title" content="Talks">', "<h1>Talks</h1>", "X y", ON_NETWORKS),
        (f'<meta property="og:title" content="Talks | The Post">{SITE}', "", None, ON_NETWORKS),
        (f'<meta property="og:title" content="The Post">{SITE}', "", None, None),
        ("", "", "Talks", IN_TITLE),
        ("", "", None, None),
    ],
)
def test_the_title_is_that_of_the_article(
    head: str, body: str, reported: str | None, title: tuple[str, str] | None
) -> None:
    assert first(facts(head, body, title=reported), "title") == title


def test_a_broken_address_is_not_the_first_page_of_a_site() -> None:
    body = '<h1><a href="http://[broken">Talks resume</a></h1>'
    assert first(facts("<title>Talks resume</title>", body), "title") == HEADED


def test_a_publisher_is_the_name_that_is_reported_with_where_it_is_stated() -> None:
    head = '<meta property="og:site_name" content="the post">'
    assert first(facts(head, publisher="The Post"), "publisher") == ("The Post", "OpenGraph")
    assert first(facts(head, publisher="Other"), "publisher") == ("Other", "page")


@pytest.mark.parametrize(
    ("stated", "reported", "day"),
    [
        ("2011-04-06T01:00:00Z", "2011-04-05", "2011-04-05"),
        ("2011-04-05T23:10:00+00:00", "2011-04-06", "2011-04-06"),
        ("2011-04-06", "2011-04-05", "2011-04-05"),
        # At noon in Greenwich it is the same day nearly everywhere; a time of the place itself states its day.
        ("2011-04-06T12:00:00Z", "2011-04-05", "2011-04-06"),
        ("2011-04-06T01:00:00-05:00", "2011-04-05", "2011-04-06"),
    ],
)
def test_the_day_is_that_of_the_place_where_the_time_can_be_of_another(stated: str, reported: str, day: str) -> None:
    head = f'<meta property="article:published_time" content="{stated}">'
    assert first(facts(head, published=reported), "published") == (day, "OpenGraph")


def test_a_date_is_the_one_that_is_stated_but_for_its_time_zone() -> None:
    head = '<meta property="article:published_time" content="2011-04-06T01:00:00Z">'
    assert first(facts(head, published="2011-04-05"), "published") == ("2011-04-05", "OpenGraph")
    assert first(facts(head, published="2011-03-05"), "published") == ("2011-04-06", "OpenGraph")
    line = "<p>filed on 5 March 2011 under harbours</p>"
    assert first(facts("", line, published="2011-03-05"), "published") == ("2011-03-05", "page")
    # A guess, as from the name of a picture.
    assert first(facts("", published="2011-03-05"), "published") is None


@pytest.mark.parametrize("name", ["admin", "wordpressadmin", "User12", "desk@example.org", "unknown"])
def test_names_of_programs_and_addresses_are_no_authors(name: str) -> None:
    assert facts(f'<meta name="author" content="{name}">', f'<a rel="author">{name}</a>', author=name) == []


def test_authors_of_comments_and_of_other_articles_are_passed_over() -> None:
    body = '<div class="comments"><a rel="author">Kim</a></div><footer><span class="byline">Lee</span></footer>'
    assert facts("", body + '<span class="byline">Von Ana Ruiz</span>') == [Fact("author", "Ana Ruiz", "byline")]


@pytest.mark.parametrize(
    ("element", "day"),
    [
        ('<time pubdate datetime="2011-04-05T10:00:00Z">today</time>', "2011-04-05"),
        ('<time class="create-date">31.03.2020</time>', "2020-03-31"),
        ('<time itemprop="datePublished">5 April 2011</time>', "2011-04-05"),
        ('<time datetime="2011-04-05">of something else</time>', None),
        ('<time pubdate datetime="0001-01-01">never</time>', None),
        ("<time pubdate>45.45.2011</time>", None),
    ],
)
def test_a_time_that_is_said_to_be_of_publication_is_the_date(element: str, day: str | None) -> None:
    assert first(facts("", element), "published") == (None if day is None else (day, "time element"))


def test_large_pages_are_read_in_linear_time() -> None:
    started = time.thread_time()
    facts("<meta name='author' content='a'>" * 20_000, "<span class='byline'>a</span>" * 20_000 + "<h1>a</h1>" * 20_000)
    facts("", "<div class='author'>" * 200 + "x" * 1_000_000)
    assert time.thread_time() - started < 20


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bobby Smith", "Bobby Smith"),
        ("Anna von Bülow", "Anna von Bülow"),
        ("Leonardo di Caprio", "Leonardo di Caprio"),
        ("Von Anna Ruiz", "Anna Ruiz"),
        ("Written by Ruby Par", "Ruby Par"),
    ],
)
def test_words_within_a_name_are_of_it(written: str, name: str) -> None:
    assert facts(f'<meta name="author" content="{written}">') == [Fact("author", name, "meta element")]
    assert facts("", f'<p class="byline">{written}</p>') == [Fact("author", name, "byline")]
