import pytest

from embeddings.readers.html_bylines import authors_beside, marked_facts
from embeddings.readers.html_lines import beside_heading, page_lines
from embeddings.readers.markup import parsed


def marked(body: str) -> list[tuple[str, str]]:
    return [(fact.name, fact.value) for fact in marked_facts(parsed(f"<body>{body}"))]


def beside(body: str) -> list[str]:
    lines = page_lines(parsed(f"<body><h1>Talks go on</h1>{body}"))
    near = [line for line, _ in beside_heading(lines, ["Talks go on"])]
    return list(dict.fromkeys(fact.value for fact in authors_beside(near, ["Talks go on"])))


def test_what_stands_beside_the_name_of_a_person_is_no_part_of_it() -> None:
    person = "<h4><a itemprop=name>dockrat</a></h4><h5>Well-known member</h5><dl><dt>Joined</dt><dd>2012</dd></dl>"
    tree = parsed(f"<h1>Crane seven</h1><div itemprop=author itemscope>{person}</div>")
    assert [fact.value for fact in marked_facts(tree) if fact.name == "author"] == ["dockrat"]


def test_links_name_the_author_before_classes() -> None:
    body = "<span class='byline'>By Bo Ek</span><a rel='author external'>Ana Ruiz</a>"
    assert marked(body) == [("author", "Ana Ruiz"), ("author", "Bo Ek")]


@pytest.mark.parametrize(
    ("name", "is_named"),
    [
        ("comments", False),
        ("list-of-comments", False),
        ("relatedStories", False),
        ("widget-authors", False),
        ("pull-quote__author", False),
        ("pullquote", False),
        ("quote-author", False),
        ("quoted", True),
        ("elementor-widget-container", True),
        ("social-commentary", True),
        ("navy", True),
    ],
)
def test_parts_of_the_page_that_are_of_others_are_told_by_whole_words(name: str, is_named: bool) -> None:
    body = f"<h1>Talks go on</h1><div class='{name}'><a rel='author'>Ana Ruiz</a></div>"
    assert marked(body) == ([("author", "Ana Ruiz")] if is_named else [])


def test_what_stands_around_the_heading_too_is_of_the_article() -> None:
    body = "<div class='with-sidebar'><h1>Talks go on</h1><a rel='author'>Ana Ruiz</a></div>"
    assert marked(body) == [("author", "Ana Ruiz")]
    assert marked(body.replace("<h1>Talks go on</h1>", "<h1><a href='/'>Harbour Post</a></h1>")) == []


@pytest.mark.parametrize(
    "element",
    [
        "<span itemprop='datePublished' content='2020-05-12T08:00:00Z'>today</span>",
        "<p itemprop='datePublished'>12 May 2020</p>",
        "<span property='dc:date dc:created' content='2020-05-12T08:00:00Z'>by Bo</span>",
        "<time class='entry-date' datetime='2020-05-12'>12.5.</time>",
    ],
)
def test_elements_state_when_the_article_was_published(element: str) -> None:
    assert marked(element) == [("published", "2020-05-12")]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>by ANA RUIZ, BO EK and CY MO</p>", ["ANA RUIZ, BO EK and CY MO"]),
        ("<p class='story-meta__authors'>By <a>Ana Ruiz</a></p>", ["Ana Ruiz"]),
        ("<div class='articleByline'>Ana Ruiz | Harbour Post</div>", ["Ana Ruiz"]),
        ("<p><a href='/people/ana-ruiz'>Ana Ruiz</a> 12 May 2020</p>", ["Ana Ruiz"]),
        ("<p><a href='/news/ana-ruiz'>Ana Ruiz</a> 12 May 2020</p>", []),
        ("<p class='author-role'>Harbour Correspondent</p>", []),
        ("<p class='c-author'>Follow</p>", []),
        ("<p class='c-author'>the talks that began in spring</p>", []),
        ("<p class='c-author'>山田太郎</p>", ["山田太郎"]),
        ("<p class='c-author'>“Talks”</p>", []),
        ("<p>By the end of the year</p>", []),
        ("<p class='c-author'>Talks go on</p>", []),
    ],
)
def test_a_name_beside_the_heading_is_told_by_what_is_like_a_mark(line: str, names: list[str]) -> None:
    assert beside(line) == names


def test_names_farther_below_are_of_others() -> None:
    assert beside(f"<p>{'The talks went on in the spring. ' * 20}</p><p class='c-author'>By Ana Ruiz</p>") == []
