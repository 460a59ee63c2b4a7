"""What the meta elements of a web page state of it."""

import re
from collections.abc import Iterator
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.html_authors import name_of, without_repeated
from embeddings.readers.html_headings import without_site

OPEN_GRAPH, META = "OpenGraph", "meta element"
# By names in small letters, with points for colons: "og:title", "DC.creator".
_FACTS = {
    "og.title": ("title", OPEN_GRAPH),
    "og.site_name": ("publisher", OPEN_GRAPH),
    "article.author": ("author", OPEN_GRAPH),
    "article.published_time": ("published", OPEN_GRAPH),
    "article.modified_time": ("modified", OPEN_GRAPH),
    **dict.fromkeys(("citation_title", "dc.title", "dcterms.title", "parsely-title"), ("title", META)),
    **dict.fromkeys(
        ("author", "byl", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"),
        ("author", META),
    ),
    **dict.fromkeys(
        (
            *("citation_publication_date", "citation_date", "date", "dc.date", "dc.date.issued", "dcterms.issued"),
            *("parsely-pub-date", "pubdate", "publish-date", "publishdate", "sailthru.date", "datepublished"),
        ),
        ("published", META),
    ),
    **dict.fromkeys(("citation_journal_title", "dc.publisher", "dcterms.publisher"), ("publisher", META)),
}
# What the names of single sites end in: "cXenseParse:recs:publishtime", "rnews:datePublished", "article:author_name".
_PUBLISHED = re.compile(
    r"(?:.*[._-])?(?:(?:original)?publi(?:sh(?:ed)?|cation)[_-]?(?:date|time|at)?|pub[_-]?date|date[_-]?published)"
)
_AUTHOR = re.compile(r"(?!has|smartbanner)(?:.*[._-])?author(?:[_-]?name)?")
# Beside "twitter:label1" its value stands in "twitter:data1".
_WRITTEN_BY = re.compile(
    r"(?:written )?by|(?:verfasst|geschrieben|veröffentlicht) von|[ée]crit par|escrito por|scritto da", re.IGNORECASE
)
# "Ana Ruiz (https://post.example/ana)".
_ADDRESS_BEHIND = re.compile(r"(?<=\S)\s*[(<][^\s()<>]*(?:://|@)[^\s()<>]*[)>]\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")


def meta_facts(tree: Any) -> Iterator[Fact]:
    """Yield what a page's meta elements of common names state, in their order; several authors are one fact."""
    site = ""
    facts = []
    for name, value in _metas(tree):
        field, origin = _FACTS.get(name, ("", ""))
        if stated := _stated(field, value):
            facts.append(Fact(field, stated, origin))
            site = value if name == "og.site_name" else site
    authors = [fact.value for fact in facts if fact.name == "author" and fact.origin == META]
    for fact in facts:
        if fact.name == "title" and fact.origin == OPEN_GRAPH:
            if fact.value != site:
                yield Fact("title", without_site(fact.value, {site.casefold()}), OPEN_GRAPH)
        elif fact.name != "author" or fact.origin != META:
            yield fact
    if authors:
        yield Fact("author", ", ".join(without_repeated(authors)), META)


def other_meta_facts(tree: Any) -> Iterator[Fact]:
    """Yield who wrote a page and when, as its meta elements of other names state it, which is less sure."""
    values = dict(_metas(tree))
    for name, value in values.items():
        is_label = name.startswith("twitter.label") and _WRITTEN_BY.fullmatch(value)
        if name in _FACTS:
            field = ""
        elif is_label or _AUTHOR.fullmatch(name):
            field = "author"
        else:
            field = "published" if _PUBLISHED.fullmatch(name) else ""
        if stated := _stated(field, values.get(name.replace("label", "data"), "") if is_label else value):
            yield Fact(field, stated, META)


def _stated(field: str, value: str) -> str:
    """Return what a value states as a fact of a name, "" for nothing."""
    if field in {"published", "modified"}:
        return stated_day(value)
    stated = name_of(_ADDRESS_BEHIND.sub("", value)) if field == "author" else value
    return stated if field and "://" not in stated else ""


def stated_times(tree: Any) -> str:
    """Return all in which a page's markup may state a time of a day: values of elements, and data."""
    return " ".join(
        map(str, tree.xpath("//meta/@content | //time/@datetime | //script[contains(@type, 'ld+json')]/text()"))
    )


def stated_day(stated: str) -> str:
    """Return a date as ISO 8601, "" for none; days before months, where points part them."""
    if dotted := _DOTTED.search(stated):
        day, month, year = dotted.groups()
        return iso_date(f"{year}-{int(month):02}-{int(day):02}") or ""
    return iso_date(stated) or ""


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield the names and values of a page's meta elements, of which one may have several names."""
    for element in tree.iter("meta"):
        names = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = " ".join((element.get("content") or "").replace("\xa0", " ").split())
        for name in names.replace(":", ".").split():
            yield name.removeprefix("og.") if name.startswith("og.article.") else name, value
