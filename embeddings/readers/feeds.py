"""Feeds of news, RSS and Atom: each item is a document."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.content import File, FileContent, LimitReached, NotReadWhole, content_with
from embeddings.readers.mail_headers import day
from embeddings.readers.mail_text import html_body
from embeddings.readers.xml_text import children_of, words_of
from embeddings.readers.xml_vocabularies import local_name

_ORIGIN = "feed"
# What RSS has beside a name: "ana@example.org (Ana Ruiz)".
_ADDRESS = re.compile(r"[(<]?[^\s@(<]+@[^\s@)>]+[)>]?")
_TAG = re.compile(r"<[^<>]{0,1000}>")
# The names of elements; the text of a video's entry stands in a group.
_TEXTS = (("encoded",), ("content",), ("description",), ("summary",), ("body",), ("group", "description"))
_DATES = ("pubDate", "published", "date", "issued", "created", "updated", "modified")


def is_feed(root: Any) -> bool:
    """Whether an element is a feed's."""
    return local_name(root) in {"rss", "feed", "RDF"} and next(_items(root), None) is not None


def feed_documents(root: Any, file: File) -> list[FileContent]:
    """Return the items of a feed. Raises LimitReached if there are more than are read of a file."""
    channel = next(root.iterfind("{*}channel"), root)
    name, language = _plain(_words(channel, ("title",))), _words(channel, ("language",))
    shared = [Fact(key, value, _ORIGIN) for key, value in (("publisher", name), ("language", language)) if value]
    # Of Atom, an entry without an author has that of the feed.
    authors = [Fact("author", author, _ORIGIN) for author in [_author(root)] if author]
    documents = []
    for number, item in enumerate(_items(root), start=1):
        if number > file.limits.members:
            raise LimitReached(f"holds more than {file.limits.members:,} items; split it, or set LOCCIT_FILE_MEMBERS")
        documents.append(_document(item, f"item {number}", [*authors, *shared]))
    about = _plain(_words(channel, ("description", "subtitle")))
    if about:
        documents.insert(0, content_with(f"{name}\n\n{about}" if name else about, _titled(name, shared)))
    return documents


def _items(root: Any) -> Iterator[Any]:
    for path in ("{*}channel/{*}item", "{*}item", "{*}entry"):
        yield from root.iterfind(path)


def _document(item: Any, number: str, shared: list[Fact]) -> FileContent:
    title = _plain(_words(item, ("title",)))
    text = next((text for names in _TEXTS for element in _children(item, *names) if (text := _text(element))), "")
    dates = (words_of(element) for name in _DATES for element in _children(item, name))
    values = [
        ("title", title),
        ("author", _author(item)),
        ("published", next((stated for date in dates if (stated := day(date))), "")),
        ("url", _link(item)),
        ("publisher", _plain(_source(item))),
        *(("subject", words_of(category) or category.get("term") or "") for category in children_of(item, "category")),
    ]
    facts = [Fact(name, value, _ORIGIN) for name, value in values if value]
    body = f"{title}\n\n{text}" if title and text and not text.startswith(title) else text
    return content_with(body or title, [*facts, *shared], member=title.replace("/", "-")[:100] or number)


def _titled(name: str, shared: list[Fact]) -> list[Fact]:
    return [*([Fact("title", name, _ORIGIN)] if name else []), *shared]


def _words(parent: Any, names: tuple[str, ...]) -> str:
    return next((words for name in names for child in _children(parent, name) if (words := words_of(child))), "")


def _children(parent: Any, *names: str) -> list[Any]:
    """Return the elements that are reached by names; before those of extensions, which may share them, feeds' own."""
    vocabulary = _vocabulary(parent)
    return sorted(children_of(parent, *names), key=lambda child: _vocabulary(child) != vocabulary)


def _vocabulary(element: Any) -> str:
    return str(element.tag).rpartition("}")[0]


def _text(element: Any) -> str:
    """Return the text of an item: HTML that is written as words, or elements of XHTML."""
    from lxml import etree

    if len(element):
        inside = (etree.tostring(child, encoding="unicode") for child in element)
        written = escape(element.text or "") + "".join(inside)
    else:
        written = element.text or ""
    return _plain(written)


def _plain(written: str) -> str:
    if "<" not in written and "&" not in written:
        return written.strip()
    try:
        return html_body(written).text
    except NotReadWhole:
        return " ".join(_TAG.sub(" ", written).split())


def _author(item: Any) -> str:
    names = [*children_of(item, "author", "name"), *children_of(item, "creator")]
    names = names or [*children_of(item, "source", "author", "name")] or _children(item, "author")
    return ", ".join(name for element in names if (name := _name(words_of(element))))


def _name(words: str) -> str:
    """Return a name without the address that RSS has beside it."""
    return _ADDRESS.sub(" ", words).strip(' ()<>,"') or words


def _source(item: Any) -> str:
    """Return the name of the feed or the paper that an item was taken from, "" where it is of this feed."""
    return _words_at(item, "source", "title") or _words_at(item, "source")


def _words_at(item: Any, *names: str) -> str:
    return next((element.text.strip() for element in _children(item, *names) if (element.text or "").strip()), "")


def _link(item: Any) -> str:
    links = _children(item, "link")
    links.sort(key=lambda link: link.get("rel", "alternate") != "alternate")
    addresses = [link.get("href") or words_of(link) for link in links]
    addresses += [words_of(guid) for guid in _children(item, "guid") if guid.get("isPermaLink") != "false"]
    return next((address for address in addresses if address.startswith(("http://", "https://"))), "")
