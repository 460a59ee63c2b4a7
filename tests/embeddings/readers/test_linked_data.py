import json

import pytest

from embeddings.readers.linked_data import article_body, linked_facts
from embeddings.readers.markup import parsed


def body_of(*scripts: str) -> list[str]:
    return article_body(
        parsed("".join(f'<script type="application/ld+json">{script}</script>' for script in scripts) + "<p>x")
    )


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "NewsArticle", "articleBody": "One.\n\nTwo."},
        [{"@type": "WebPage"}, {"articleBody": "One.\nTwo."}],
        {"@graph": [{"mainEntity": {"articleBody": "<p>One.</p><p>Two.</p>"}}]},
        {"articleBody": "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"},
        {"articleBody": "<p>One.<br></p><p>Two.<del>Three.</del></p>"},
    ],
)
def test_the_body_of_an_article_is_read_in_blocks(data: object) -> None:
    assert body_of(json.dumps(data)) == ["One.", "Two."]


def test_the_longest_body_counts() -> None:
    assert body_of('{"articleBody": "Short."}', '{"articleBody": "Much longer."}') == ["Much longer."]


def test_line_breaks_within_a_string_are_read() -> None:
    assert body_of('{"articleBody": "One.\nTwo."}') == ["One.", "Two."]


@pytest.mark.parametrize(
    "script",
    ["", "{", '{"articleBody": 3}', '{"articleBody": ""}', '{"articleBody": [', '{"articleBody":' * 50_000],
    ids=["nothing", "broken", "a number", "empty", "cut short", "deep"],
)
def test_other_data_has_no_body(script: str) -> None:
    assert body_of(script) == []


def facts_of(data: str) -> list[tuple[str, str]]:
    tree = parsed(f'<html><script type="application/ld+json">{data}</script></html>')
    return [(fact.name, fact.value) for fact in linked_facts(tree)]


def test_an_article_states_its_facts() -> None:
    assert facts_of(
        '{"@graph": [{"@id": "#p", "name": "Ana Ruiz"}, {"@type": "WebPage", "dateModified": "2011-04-06"}, '
        '{"@type": ["NewsArticle"], "headline": "Talks &amp; grain", "author": [{"@id": "#p"}, "Bo Ek", '
        '"https://x.org/y"], "publisher": {"name": "The Post"}, "datePublished": "2011-04-05T10:00:00+00:00"}]}'
    ) == [
        ("title", "Talks & grain"),
        ("author", "Ana Ruiz, Bo Ek"),
        ("publisher", "The Post"),
        ("published", "2011-04-05"),
        ("modified", "2011-04-06"),
    ]


def test_other_data_and_broken_data_state_nothing() -> None:
    for data in (
        '{"@type": "Person", "name": "Ana"}',
        "{",
        "[1, null]",
        '{"@type": "Article", "headline": 1, "author": null}',
    ):
        assert facts_of(data) == []
    assert facts_of('{"@type": "Article", "datePublished": "0001-01-01T00:00:00"}') == []


ARTICLE = '{"@type": "NewsArticle", "headline": "Talks go on"}'


@pytest.mark.parametrize(
    "script",
    [
        f"<![CDATA[\n{ARTICLE}\n]]>",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/\n{ARTICLE}\n/*]]>*/",
        f"{ARTICLE};",
        f'{{"@type": "WebSite"}}\n{ARTICLE}',
        f"{ARTICLE} }}",
        ARTICLE.replace(", ", ",\n  // the desk's words\n"),
    ],
    ids=["characters", "lines of comment", "comments", "semicolon", "two values", "a brace too many", "comment"],
)
def test_data_are_read_with_what_sites_write_around_them(script: str) -> None:
    tree = parsed(f'<script type="application/ld+json">{script}</script><p>x')
    assert [(fact.name, fact.value) for fact in linked_facts(tree)] == [("title", "Talks go on")]
