"""Who wrote a web page and when, where its elements say that their words state it.

Elements of comments, of other articles and of the site are passed over.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.html_authors import is_no_author, name_in_byline, name_of
from embeddings.readers.html_headings import is_of_site, parted_words, words_of
from embeddings.readers.html_lines import Line
from embeddings.readers.html_meta import stated_day
from embeddings.readers.statements import is_name

BYLINE = "byline"
_BYLINES = (
    "byline by-line author authors authorname author-name author-link author-first by-author post-author entry-author"
    " article-author p-author byline-name byline__name article-byline post-byline"
)
_BYLINE_CLASSES = frozenset(_BYLINES.split())
_PUBLISHED_CLASS = re.compile(r"publish|create|entry-date|post-date|posted", re.IGNORECASE)
# In RDFa, as Drupal writes it.
_PUBLISHED_PROPERTIES = frozenset(("datePublished", "schema:datePublished", "dc:created"))
_ELSEWHERE = re.compile(
    r"(?<![^\W_])(?:comments?|respond|related|sidebar|footer|nav|navigation|teasers?|recommended|recommendations|popular"
    r"|trending|pull-?quotes?|quotes?|blockquote)(?![^\W_])|(?:^|\s)widget",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Parts of the names of classes: "story-meta__authors", "c-byline__author-name".
_PARTS = re.compile(r"[a-z]+")
_NAMES_OF_AUTHOR = "byline bylines author authors authorname writer autor autores auteur auteurs autore firma"
_OF_AUTHOR = frozenset(_NAMES_OF_AUTHOR.split())
_NAMES_BESIDE_AUTHOR = (
    "avatar image img photo picture bio description social follow twitter role job date time count more posts"
)
_BESIDE_AUTHOR = frozenset(_NAMES_BESIDE_AUTHOR.split())
_AUTHORS_ADDRESS = re.compile(
    r"/(?:authors?|by|people|persons?|profiles?|contributors?|staff|writers?|journalists?|autor(?:en|es)?|auteurs?|autori?)/\w"
)
# "Ana Ruiz | Harbour Post".
_PARTED = re.compile(r"\s+[|·•/–—]\s|\|")
# Names of Chinese, Japanese and Korean have no more.
_UNSPACED_CHARACTERS = 8
# So many levels up it stands what the words in an element are.
_LEVELS = 4


def marked_facts(tree: Any) -> Iterator[Fact]:
    """Yield who wrote the article and when, where elements say that their words state it."""
    # By how sure they are.
    linked, classed, dated = list[str](), list[str](), list[str]()
    around = _around_headings(tree)
    for element in tree.iter("a", "span", "div", "p", "time", "address"):
        kind, value = _marked(element, linked, classed, dated)
        if (
            value
            and not kind
            and not (kind is not dated and is_no_author(value))
            and not _is_elsewhere(element, around)
        ):
            kind.append(value)
    yield from (Fact("author", name, BYLINE) for name in [*linked, *classed])
    yield from (Fact("published", value, "time element") for value in dated)


def _marked(element: Any, linked: list[str], classed: list[str], dated: list[str]) -> tuple[list[str], str]:
    """Return what an element states by its marks, and to which of these it belongs."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    properties = f"{element.get('itemprop') or ''} {element.get('property') or ''}".split()
    is_dated = not _PUBLISHED_PROPERTIES.isdisjoint(properties)
    if element.tag == "time" or is_dated:
        is_dated = is_dated or "pubdate" in element.attrib or bool(_PUBLISHED_CLASS.search(names))
        return dated, _day(element) if is_dated else ""
    if "author" in (element.get("rel") or "").split() or "author" in properties:
        # Beside the name may stand what else is known of a person.
        named = next((each for each in element.iter() if each.get("itemprop") == "name"), element)
        return linked, name_in_byline(parted_words(named))
    is_byline = not _BYLINE_CLASSES.isdisjoint(names.lower().split())
    return classed, name_in_byline(parted_words(element)) if is_byline else ""


def authors_beside(lines: Sequence[Line], titles: Sequence[str]) -> Iterator[Fact]:
    """Yield who is named in lines beside the heading of a page, by what is like the mark of an author.

    That is a part of a class, the address of a link, or "By" before a name.
    """
    known = {title.casefold() for title in titles}
    for line in lines:
        runs = groupby(zip(line.pieces, line.holders, strict=True), key=lambda each: _mark(each[1]))
        stated = [" ".join(words for words, _ in run) for mark, run in runs if mark is not None]
        if name_of(line.words) != line.words:
            stated.append(line.words)
        for words in stated:
            name = name_in_byline(_PARTED.split(words.lstrip(), maxsplit=1)[0])
            if _is_surely_name(name) and name.casefold() not in known and not is_no_author(name):
                yield Fact("author", name, BYLINE)


def _is_surely_name(name: str) -> bool:
    """Whether words are a name of at least two, or of some letters in a script that has no spaces between them."""
    if " " in name:
        return is_name(name, dated=False)
    return 1 < len(name) <= _UNSPACED_CHARACTERS and name.isalpha() and name.upper() == name.lower()


def _mark(holder: Any) -> Any:
    """Return the element around words that is like the mark of an author, None where none is."""
    for level, element in enumerate((holder, *holder.iterancestors())):
        if level == _LEVELS or element.tag in {"body", "article", "main", "header", "h1"}:
            return None
        names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}").lower()
        parts = set(_PARTS.findall(names))
        if not _BESIDE_AUTHOR.isdisjoint(parts):
            return None
        if not _OF_AUTHOR.isdisjoint(parts) or _AUTHORS_ADDRESS.search(element.get("href") or ""):
            return element
    return None


def _day(element: Any) -> str:
    return next(filter(None, map(stated_day, _days(element))), "")


def _days(element: Any) -> Iterator[str]:
    yield from (element.get(name) or "" for name in ("datetime", "content"))
    yield words_of(element)


def _around_headings(tree: Any) -> set[Any]:
    """Return all that stands around the headings of a page's article."""
    return {above for heading in tree.iter("h1") if not is_of_site(heading) for above in heading.iterancestors()}


def _is_elsewhere(element: Any, around: set[Any]) -> bool:
    """Whether an element stands in a part of the page that is not of the article."""
    return any(
        above.tag in {"footer", "nav", "aside", "blockquote"}
        or _ELSEWHERE.search(_CAMEL.sub("-", f"{above.get('class') or ''} {above.get('id') or ''}"))
        for above in (element, *element.iterancestors())
        if above not in around and above.tag not in {"body", "html"}
    )
