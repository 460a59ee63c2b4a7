"""What a page holds as data for search engines, in JSON-LD: the text of its article, and what is stated of it."""

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.markup import blocks, collapsed, parsed, simplify

JSON_LD = "JSON-LD"
# "NewsArticle", "BlogPosting", "Report": the types whose names end so.
_ARTICLES = ("article", "posting", "report", "review")
# Such a page states less surely than an article in it.
_PAGES = ("webpage", "creativework")
_AROUND_DATA = re.compile(r"(?:/\*\s*)?<!\[CDATA\[(?:\s*\*/)?|(?:/\*\s*)?\]\]>(?:\s*\*/)?|^[ \t]*//.*$", re.MULTILINE)
_BETWEEN_DATA = re.compile(r"[\s,;]*")


def article_body(tree: Any) -> list[str]:
    """Return the blocks of the longest articleBody of a page's JSON-LD; none where it has none."""
    bodies = [body for node in _nodes(tree) if isinstance(body := node.get("articleBody"), str)]
    return _blocks(max(bodies, key=len)) if bodies else []


def linked_facts(tree: Any) -> list[Fact]:
    """Return what a page's JSON-LD states of the first article in it, and, after that, of the page."""
    nodes = list(_nodes(tree))
    named = {str(node["@id"]): name for node in nodes if "@id" in node and (name := _text(node.get("name")))}
    facts: list[Fact] = []
    for ends in (_ARTICLES, _PAGES):
        node = next((node for node in nodes if _type(node).endswith(ends)), None)
        if node is not None:
            facts += _facts(node, named, is_article=ends is _ARTICLES)
    return facts


def is_of_event(tree: Any) -> bool:
    """Whether a page's JSON-LD states that something takes place; the dates on such a page are when it does."""
    return any(_type(node).endswith("event") for node in _nodes(tree))


def _facts(node: dict[str, Any], named: dict[str, str], *, is_article: bool) -> Iterator[Fact]:
    values = (
        ("title", _text(node.get("headline")) if is_article else ""),
        ("author", ", ".join(_names(node.get("author"), named)) if is_article else ""),
        ("publisher", ", ".join(_names(node.get("publisher"), named))),
        ("published", iso_date(_text(node.get("datePublished"))) or ""),
        ("modified", iso_date(_text(node.get("dateModified"))) or ""),
    )
    return (Fact(name, value, JSON_LD) for name, value in values if value)


def _names(value: Any, named: dict[str, str]) -> list[str]:
    """Return the names of people or organisations, which may be stated elsewhere in the data."""
    names: list[str] = []
    for stated in value if isinstance(value, list) else [value]:
        if isinstance(stated, dict):
            name = _text(stated.get("name")) or named.get(str(stated.get("@id")), "")
        else:
            name = _text(stated)
        if name and "://" not in name and name not in names:
            names.append(name)
    return names


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return ""
    tree = parsed(value) if "<" in value or "&" in value else None
    return " ".join((value if tree is None else tree.text_content()).split())


def _type(node: dict[str, Any]) -> str:
    stated = node.get("@type")
    return str(stated[0] if isinstance(stated, list) and stated else stated).lower()


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a page's data, the outer before those in them."""
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        for data in _values(script.text or ""):
            queue = deque([data])
            while queue:
                node = queue.popleft()
                if isinstance(node, dict):
                    yield node
                if isinstance(node, dict | list):
                    queue.extend(node.values() if isinstance(node, dict) else node)


def _values(written: str) -> Iterator[Any]:
    """Yield the JSON values of a script up to the first that is none.

    XHTML marks them as characters (CDATA), and some pages write several, a semicolon behind them, or lines of comment.
    """
    decoder = json.JSONDecoder(strict=False)  # Pages hold line breaks within strings, which strict JSON forbids.
    bare = _AROUND_DATA.sub("", written)
    at = 0
    while (start := _BETWEEN_DATA.match(bare, at)) and start.end() < len(bare):
        try:
            value, at = decoder.raw_decode(bare, start.end())
        except (ValueError, RecursionError):
            return
        yield value


def _blocks(body: str) -> list[str]:
    """Part a body into blocks: by its markup, which some write as entities, else by its lines."""
    tree = parsed(body) if "</" in body or "&lt;/" in body or "<br" in body else None
    if tree is None:
        return [block for line in body.split("\n") if (block := collapsed(line))]
    if "&lt;/" in body and (written := parsed(tree.text_content())) is not None:
        tree = written
    simplify(tree)
    return list(blocks(tree))
