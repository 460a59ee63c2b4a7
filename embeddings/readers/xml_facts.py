"""What XML documents state of themselves, by the vocabularies that they are written in."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.xml_text import children_of, words_of
from embeddings.readers.xml_vocabularies import local_name

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DUBLIN_CORE = "{http://purl.org/dc/"
_DUBLIN_CORE_NAMES = {
    "title": "title",
    "creator": "author",
    "publisher": "publisher",
    "date": "published",
    "issued": "published",
    "language": "language",
}
# A title of an unknown vocabulary is an element of such a name, of so many characters at most.
_TITLE = re.compile(r"(?:[\w.]*-)?(?:title|headline|hl1)", re.IGNORECASE)
TITLE_CHARACTERS = 300
# What elements of such names state of a document. Of several the outermost does, if alone there: of a list of books
# each has its own.
_STATED_OUTERMOST = {
    "dateIssued": "published",
    "datePublished": "published",
    "pubDate": "published",
    "pubdate": "published",
    "publicationDate": "published",
    "date": "published",
    "publisher": "publisher",
    "author": "author",
    "byline": "author",
}
# The elements of FB2, DocBook and TEI that a name is made of.
_NAME_PARTS = {
    *("first-name", "middle-name", "last-name", "nickname", "firstname", "givenname", "othername", "surname"),
    *("forename", "nameLink"),
}
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def tei_facts(root: Any) -> list[Fact]:
    """Return what the head of a TEI document states."""
    described = next(root.iterfind(".//{*}fileDesc"), root)
    titles = sorted(
        children_of(described, "titleStmt", "title"), key=lambda title: title.get("type") not in {"main", "complete"}
    )
    authors = [*children_of(described, "titleStmt", "author")]
    # Programs that make TEI of articles state them with the source.
    authors = authors or [*children_of(described, "sourceDesc", "biblStruct", "analytic", "author")]
    published = next(children_of(described, "publicationStmt"), None)
    publication = [] if published is None else list(published)
    dates = [element for element in publication if local_name(element) == "date"]
    publishers = [element for element in publication if local_name(element) == "publisher"]
    publishers = publishers or [element for element in publication if local_name(element) in {"authority", "p"}]
    # A speech is of the day on which it was held.
    dates = [*root.iterfind(".//{*}settingDesc/{*}setting/{*}date"), *dates]
    written = [*root.iterfind(".//{*}creation/{*}date"), *root.iterfind(".//{*}correspAction[@type='sent']/{*}date")]
    languages = [element.get("ident") for element in root.iterfind(".//{*}langUsage/{*}language")]
    values = [
        ("title", _first(titles)),
        ("author", "; ".join(filter(None, map(_tei_author, authors)))),
        ("editor", "; ".join(_words(children_of(described, "titleStmt", "editor")))),
        ("publisher", _first(publishers)),
        ("published", next((day for date in dates if (day := _day(date.get("when")) or _day(words_of(date)))), "")),
        ("written", next((day for date in written if (day := _day(date.get("when")) or _day(words_of(date)))), "")),
        ("source", _first(children_of(described, "sourceDesc", "p"))),
        ("language", _stated_language(root) or next((name for name in languages if name), "")),
    ]
    return _facts(values, "TEI header")


def jats_facts(root: Any) -> list[Fact]:
    """Return what the front of an article of a journal states."""
    article = next(root.iterfind(".//{*}article-meta"), root)
    journal = next(root.iterfind(".//{*}journal-meta"), root)
    authors = (
        contrib
        for contrib in children_of(article, "contrib-group", "contrib")
        if contrib.get("contrib-type", "author") == "author"
    )
    dates = sorted(children_of(article, "pub-date"), key=lambda date: -len(_date_of_parts(date)))
    doi = next((x for x in children_of(article, "article-id") if x.get("pub-id-type") == "doi"), None)
    values = [
        ("title", _first(children_of(article, "title-group", "article-title"))),
        ("author", ", ".join(filter(None, map(_contributor, authors)))),
        ("publisher", _first(journal.iterfind(".//{*}journal-title"))),
        ("publishing house", _first(journal.iterfind(".//{*}publisher-name"))),
        ("published", next((day for day in map(_date_of_parts, dates) if day), "")),
        ("doi", "" if doi is None else words_of(doi)),
        ("language", _stated_language(root)),
    ]
    return _facts(values, "article front")


def fb2_facts(root: Any) -> list[Fact]:
    """Return what the description of a book states."""
    book = next(root.iterfind("{*}description/{*}title-info"), root)
    printed = next(root.iterfind("{*}description/{*}publish-info"), None)
    dates = [*children_of(book, "date")]
    values = [
        ("title", _first(children_of(book, "book-title"))),
        ("author", ", ".join(_person(author) for author in children_of(book, "author"))),
        ("publisher", "" if printed is None else _first(children_of(printed, "publisher"))),
        ("published", next((day for date in dates if (day := _day(date.get("value")) or _day(words_of(date)))), "")),
        ("published", "" if printed is None else _day(_first(children_of(printed, "year")))),
        ("language", _first(children_of(book, "lang"))),
    ]
    return _facts(values, "book description")


def docbook_facts(root: Any) -> list[Fact]:
    """Return what the head of a DocBook document states."""
    info = next((child for child in root if local_name(child) in {"info", f"{local_name(root)}info"}), root)
    people = [*children_of(info, "author"), *children_of(info, "authorgroup", "author")]
    dates = [*children_of(info, "pubdate"), *children_of(info, "date")]
    values = [
        ("title", _first(children_of(root, "title")) or _first(children_of(info, "title"))),
        ("author", ", ".join(_person(person) for person in people)),
        ("publisher", _first(children_of(info, "publisher", "publishername"))),
        ("published", next((day for date in dates if (day := _day(words_of(date)))), "")),
        ("language", _stated_language(root)),
    ]
    return _facts(values, "document info")


def akoma_ntoso_facts(root: Any) -> list[Fact]:
    """Return what the meta part of a law, a debate or a judgment states, and the title that its text marks.

    People and bodies stand there as references ("#assembly") to a list of them.
    """
    meta = next(root.iter("{*}meta"), root)
    work = next(meta.iter("{*}FRBRWork"), meta)
    shown = {element.get("eId") or element.get("id"): element.get("showAs", "") for element in meta.iter("{*}*")}
    authors = (shown.get((author.get("href") or "").lstrip("#"), "") for author in children_of(work, "FRBRauthor"))
    days = [*root.iter("{*}docDate"), *children_of(work, "FRBRdate"), *meta.iter("{*}publication")]
    titles = (_first(root.iter(f"{{*}}{name}")) for name in ("shortTitle", "docTitle"))
    values = [
        ("title", next(filter(None, titles), "")),
        ("author", ", ".join(filter(None, authors))),
        ("publisher", next((element.get("showAs", "") for element in meta.iter("{*}publication")), "")),
        ("published", next((day for element in days if (day := _day(element.get("date")))), "")),
        ("language", _stated_language(root)),
    ]
    return _facts(values, "document meta")


def generic_facts(root: Any) -> list[Fact]:
    """Return what elements of Dublin Core state, and the first title, of a document of no known vocabulary."""
    facts = []
    for element in root.iter("*"):
        name = local_name(element)
        if element.tag.startswith(_DUBLIN_CORE) and name.lower() in _DUBLIN_CORE_NAMES:
            field = _DUBLIN_CORE_NAMES[name.lower()]
            facts += _facts(
                [(field, _day(words_of(element)) if field == "published" else words_of(element))], "Dublin Core"
            )
        elif _TITLE.fullmatch(name) and not any(fact.origin == "XML element" for fact in facts):
            words = words_of(element)
            facts += _facts([("title", words if len(words) <= TITLE_CHARACTERS else "")], "XML element")
    facts += _stated_outermost(root, {fact.name for fact in facts})
    return [*facts, *_facts([("language", _stated_language(root))], "XML attribute")]


def _stated_outermost(root: Any, known: set[str]) -> list[Fact]:
    """Return what elements state whose name says what of a document, of each name the outermost."""
    from lxml import etree

    found: dict[str, dict[int, list[Any]]] = {name: {} for name in _STATED_OUTERMOST}
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and (name := local_name(element)) in found:
            found[name].setdefault(depth, []).append(element)
    values: dict[str, str] = {}
    for name, by_depth in found.items():
        outermost = by_depth[min(by_depth)] if by_depth else []
        words = words_of(outermost[0]) if len(outermost) == 1 else ""
        words = _day(words) if _STATED_OUTERMOST[name] == "published" else words
        if words and len(words) <= TITLE_CHARACTERS and _STATED_OUTERMOST[name] not in known:
            values.setdefault(_STATED_OUTERMOST[name], words)
    return _facts(values.items(), "XML element")


def _facts(values: Iterable[tuple[str, str]], origin: str) -> list[Fact]:
    return [Fact(name, value, origin) for name, value in values if value]


def _words(elements: Iterable[Any]) -> Iterator[str]:
    return (words for element in elements if (words := words_of(element)))


def _first(elements: Iterable[Any]) -> str:
    return next(_words(elements), "")


def _day(stated: str | None) -> str:
    """Return a date as ISO 8601, "" where it is no clear one."""
    text = (stated or "").strip()
    beginning = _DAY.match(text)
    return (beginning and "T" in text and iso_date(beginning[0])) or iso_date(text) or ""


def _date_of_parts(date: Any) -> str:
    """Return a date whose year, month and day are elements of their own."""
    parts = [_first(children_of(date, name)) for name in ("year", "month", "day")]
    numbers = [part.zfill(2) for part in parts if part]
    if all(number.isdigit() for number in numbers):
        return _day("-".join(numbers))
    return _day(" ".join(part for part in (parts[2], parts[1], parts[0]) if part)) or _day(parts[0])


def _contributor(contrib: Any) -> str:
    name = next(contrib.iter("{*}name", "{*}string-name"), None)
    if name is None:
        return _first(contrib.iterfind(".//{*}collab"))
    parts = [_first(children_of(name, part)) for part in ("given-names", "surname")]
    return " ".join(part for part in parts if part) or words_of(name)


def _tei_author(author: Any) -> str:
    has_parts = all(next(author.iterfind(f".//{{*}}{name}"), None) is not None for name in ("forename", "surname"))
    return _person(author) if has_parts else words_of(author)


def _person(person: Any) -> str:
    """Return the name of a person, whose parts may be elements of their own."""
    parts = [words_of(part) for part in person.iter("*") if local_name(part) in _NAME_PARTS]
    return " ".join(part for part in parts if part) or words_of(person)


def _stated_language(root: Any) -> str:
    return str(root.get(_LANGUAGE) or root.get("lang") or "")
