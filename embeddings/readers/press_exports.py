"""Articles of a press database -> documents: Nexis, Nexis Uni, LexisNexis Academic and Factiva put many in one file.

Each article has a head, that says in what paper it stood, when, and who wrote it, and lines that say where it ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from embeddings.documents import Fact, Place, Span
from embeddings.readers.composing import BETWEEN
from embeddings.readers.content import FileContent, content_with
from embeddings.times.mentions import mentions

ORIGIN = "press database"
# A head has so many paragraphs at most.
HEAD_PARAGRAPHS = 20
# Of what stands in a head, longer paragraphs are prose.
HEAD_CHARACTERS = 600

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_SPACE = re.compile(r"\s+")
_BEGINS_OLD = re.compile(r"(?:FOCUS - )?\d{1,5} (?:of|von|de|van) \d{1,5} (?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTEN)")
_ENDS_NEW = re.compile(
    r"End of Document|Ende des Dokuments|Dokumentende|Fin du document|Einde van document", re.IGNORECASE
)
_BODY = re.compile(r"Body|Textkörper|Corps|Hoofdtekst", re.IGNORECASE)
_FIELD = re.compile(
    r"(?P<name>byline|section|length|dateline|highlight|headline|insert|autor|rubrik|länge|auteur|rubrique|longueur|encart)"
    r"\s*:\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_AUTHOR_FIELDS = {"byline", "autor", "auteur"}
# What stands below an article: what it is filed under, and what is said of its pictures.
_BELOW = re.compile(
    r"classification|(?:load-date|language|publication-type|journal-code|subject|graphic|geographic|company|person|industry"
    r"|organization|ticker|document-type|publication-subject|acc-no|notes|grafik)\s*:?(?:\s.*)?"
    r"|(?-i:[A-ZÄÖÜÀ-Ý]+(?:-[A-ZÄÖÜÀ-Ý]+)*)\s*:.*",
    re.IGNORECASE | re.DOTALL,
)
_SURELY_BELOW = re.compile(
    r"(?i:load-date|update|date-chargement)\s*:.{0,30}\d{4}|(?i:language|sprache|langue|taal)\s*:\s*[A-Z][A-Z;, ]{2,40}"
    r"|(?i:publication-type)\s*:.{1,40}"
)
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))\s.*", re.IGNORECASE | re.DOTALL)
_COPYRIGHT_YEAR = re.compile(r"(?:copyright|©|\(c\))\D{0,20}(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_ENDS_FACTIVA = re.compile(r"(?:Documento?|Dokument|Документ|文件|文書) [A-Z]{2,8}[A-Za-z0-9]{14,30}")
_ENDS_CODED = re.compile(rf"AN (?:\| )?{_ENDS_FACTIVA.pattern}")
_CODED = re.compile(r"(?P<code>[A-Z]{2,3})(?: \|(?: (?P<value>.*))?)?", re.DOTALL)
_TEXT_CODES = frozenset({"LP", "TD"})
_WORDS = re.compile(r"\d[\d,. ]*(?:words|Wörter|mots|palabras|parole|palavras|woorden|слов\w*|字|語)")
_FACTIVA_BY = re.compile(r"(?:By|BY|Von|Par|Por)\s+(?P<name>\S.*)", re.DOTALL)
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}:\d\d(?: ?[AP]M)?")
_NUMBERED_DAY = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")


class Paragraph(NamedTuple):
    """A paragraph as [start, end) of a text, its number in that, and its words on a line."""

    number: int
    start: int
    end: int
    words: str


class Article(NamedTuple):
    """An article as one or more [start, end) of a text, without its head, and what that states."""

    spans: tuple[Span, ...]
    facts: tuple[Fact, ...]


class Part(NamedTuple):
    """What stands between two articles' ends: the paragraphs, and what their head states, None where none is known."""

    paragraphs: Sequence[Paragraph]
    facts: Sequence[Fact] | None


def articles_of(content: FileContent) -> tuple[FileContent, ...]:
    """Return the articles of what a press database has given out; what is nothing of that kind as it is.

    Each has a member of its own, its number, unless it is the only one. Nothing but heads, what stands below articles,
    and the cover above the first is left out.
    """
    parts = _parts(_paragraphs(content.text))
    if all(part.facts is None for part in parts):
        return (content,)
    articles = [article for part in parts for article in _article(part)]
    return tuple(
        _content(content, article, str(number) if len(articles) > 1 else "")
        for number, article in enumerate(articles, start=1)
    )


def _content(content: FileContent, article: Article, number: str) -> FileContent:
    text = BETWEEN.join(content.text[start:end] for start, end in article.spans)
    title = next((fact.value for fact in article.facts if fact.name == "title"), "")
    places = [moved for place in content.places if place.name != title and (moved := _moved(place, article.spans))]
    member = "/".join(filter(None, (content.member, number)))
    return replace(content_with(text, article.facts, places, member=member), poor=content.poor)


def _moved(place: Place, spans: Sequence[Span]) -> Place | None:
    """Return a place as it stands in the text of some spans, None where it does not."""
    at, held = 0, list[int]()
    for start, end in spans:
        if place.start < end and start < place.end:
            held += [at + max(place.start, start) - start, at + min(place.end, end) - start]
        at += end - start + len(BETWEEN)
    return place._replace(start=held[0], end=held[-1]) if held else None


def _parts(paragraphs: Sequence[Paragraph]) -> list[Part]:
    for marks, parts in _LAYOUTS:
        marked = [at for at, paragraph in enumerate(paragraphs) if marks.fullmatch(paragraph.words)]
        if marked:
            return [parts(one) for one in _between(paragraphs, marked, are_ends=marks is not _BEGINS_OLD)]
    return []


def _between(paragraphs: Sequence[Paragraph], marked: Sequence[int], *, are_ends: bool) -> list[Sequence[Paragraph]]:
    """Return the paragraphs above each mark of an end, or below each mark of a beginning."""
    edges = [-1, *marked] if are_ends else [*marked, len(paragraphs)]
    return [paragraphs[first + 1 : last] for first, last in pairwise(edges) if last > first + 1]


def _paragraphs(text: str) -> list[Paragraph]:
    paragraphs = list[Paragraph]()
    at = 0
    for blank in [*_BLANK.finditer(text), None]:
        end = blank.start() if blank else len(text.rstrip())
        words = _SPACE.sub(" ", text[at:end]).strip()
        if words:
            start = end - len(text[at:end].lstrip())
            paragraphs.append(Paragraph(len(paragraphs), start, end, words))
        at = blank.end() if blank else end
    return paragraphs


def _of_nexis(own: Sequence[Paragraph]) -> Part:
    """Return an article that ends with "End of Document"; above "Body" stand fields, a copyright, a date, a paper."""
    body = next((at for at, one in enumerate(own) if _BODY.fullmatch(one.words)), None)
    if body is None:
        return Part(own, None)
    return Part(own[body + 1 :], _facts_above(own[max(0, body - HEAD_PARAGRAPHS) : body]) or None)


def _facts_above(head: Sequence[Paragraph]) -> list[Fact]:
    """Return what the head of an article of Nexis states, from its end upwards: what stands above it is not known."""
    fields, above = _fields(head), [paragraph.words for paragraph in head]
    right = next((at for at in reversed(range(len(above))) if _COPYRIGHT_YEAR.match(above[at])), None)
    dated = next((at for at in reversed(range(len(above))) if _day(above[at])), right and right - 1)
    if dated is None:
        return fields
    # "Correction Appended" may stand in place of the day.
    year = _COPYRIGHT_YEAR.match(above[right]) if right is not None else None
    published = _day(above[dated]) or (year["year"] if year else "")
    stated = [("title", above[dated - 2] if dated > 1 else ""), ("publisher", above[dated - 1] if dated else "")]
    return [*_named([*stated, ("published", published)]), *fields]


def _of_old_nexis(own: Sequence[Paragraph]) -> Part:
    """Return an article that begins with "1 of 10 DOCUMENTS": below stand a paper, a date, the headline and fields."""
    fields = [at for at, one in enumerate(own[:HEAD_PARAGRAPHS]) if _FIELD.fullmatch(one.words)]
    dated = next((at for at, one in enumerate(own[: fields[0]]) if _day(one.words)), None) if fields else None
    if dated is None:
        return Part(own, None)
    # Words of the article may look like a field, too.
    body = next(at for at in range(fields[0], len(own) + 1) if at not in fields)
    title = own[dated + 1].words if dated + 1 < fields[0] else ""
    paper = own[dated - 1].words if dated else ""
    stated = [("title", title), ("publisher", paper), ("published", _day(own[dated].words))]
    return Part(own[body:], [*_named(stated), *_fields(own[:body])])


def _of_factiva(own: Sequence[Paragraph]) -> Part:
    """Return an article that ends with "Document" and a number; above stand headline, length, date and paper."""
    length = next((at for at, one in enumerate(own[:HEAD_PARAGRAPHS]) if _WORDS.fullmatch(one.words)), None)
    right = next((at for at, one in enumerate(own[:HEAD_PARAGRAPHS]) if _COPYRIGHT.fullmatch(one.words)), None)
    if length is None or right is None or right < length + 2:
        return Part(own, None)
    above, below = ([one.words for one in several] for several in (own[:length], own[length + 1 : right]))
    signed = next((at for at in range(1, length) if _FACTIVA_BY.fullmatch(above[at])), length)
    by = _FACTIVA_BY.fullmatch(above[signed]) if signed < length else None
    paper = next((words for words in below if not _day(words) and not _TIME.fullmatch(words)), "")
    stated = [("title", above[signed - 1] if signed else ""), ("publisher", paper), ("published", _day(below[0]))]
    return Part(own[right + 1 :], _named([*stated, ("author", by["name"] if by else "")]))


def _of_coded_factiva(own: Sequence[Paragraph]) -> Part:
    """Return an article of Factiva whose fields bear codes: "HD" is its headline, "LP" and "TD" are its text."""
    coded = [(at, match) for at, one in enumerate(own) if (match := _CODED.fullmatch(one.words))]
    values = {match["code"]: (match["value"] or "").strip() for _, match in reversed(coded)}
    begins = next((at for at, match in coded if match["code"] in _TEXT_CODES), None)
    if begins is None or "HD" not in values:
        return Part(own, None)
    end = next((at for at, match in coded if at > begins and match["code"] not in _TEXT_CODES), len(own))
    said = [said for one in own[begins:end] if (said := _without_code(one))]
    stated = [
        *(("title", values["HD"]), ("publisher", values.get("SN", "")), ("published", _day(values.get("PD", "")))),
        *(("author", _BY.sub("", values.get("BY", ""), count=1)), ("section", values.get("SE", ""))),
    ]
    return Part(said, _named(stated))


def _without_code(paragraph: Paragraph) -> Paragraph | None:
    """Return a paragraph of a text without the code before it, None where nothing follows that."""
    match = _CODED.fullmatch(paragraph.words)
    if not match:
        return paragraph
    return paragraph._replace(start=paragraph.end - len(match["value"])) if match["value"] else None


_LAYOUTS = (
    (_ENDS_NEW, _of_nexis),
    (_BEGINS_OLD, _of_old_nexis),
    (_ENDS_FACTIVA, _of_factiva),
    (_ENDS_CODED, _of_coded_factiva),
)


def _article(part: Part) -> Iterator[Article]:
    """Yield the article of some paragraphs, without what stands below it; none where nothing is left."""
    body = part.paragraphs
    end = next((at for at, one in enumerate(body) if _SURELY_BELOW.fullmatch(one.words)), len(body))
    if end < len(body):
        while end and _BELOW.fullmatch(body[end - 1].words):
            end -= 1
    if end:
        yield Article(tuple(_spans(body[:end])), tuple(part.facts or ()))


def _spans(body: Sequence[Paragraph]) -> Iterator[Span]:
    """Yield the stretches of text of which nothing is left out."""
    first = body[0]
    for one, following in zip(body, [*body[1:], None], strict=True):
        if following is None or following.number != one.number + 1:
            yield first.start, one.end
            first = following or one


def _fields(head: Sequence[Paragraph]) -> list[Fact]:
    """Return what the named fields of a head state: "Byline: Ana Ruiz", "SECTION: NEWS; Pg. 3"."""
    stated = []
    for paragraph in head:
        if field := _FIELD.fullmatch(paragraph.words):
            name = field["name"].lower()
            if name in _AUTHOR_FIELDS:
                stated.append(("author", _BY.sub("", field["value"], count=1)))
            elif name in {"section", "dateline", "headline"}:
                stated.append(("title" if name == "headline" else name, field["value"]))
    return _named(stated)


def _named(stated: Sequence[tuple[str, str]]) -> list[Fact]:
    return [Fact(name, value.strip(), ORIGIN) for name, value in stated if value.strip()]


def _day(words: str) -> str:
    """Return the day that a line of a head begins with, as ISO 8601 has it; "" where it begins with none."""
    if len(words) > HEAD_CHARACTERS:
        return ""
    if numbered := _NUMBERED_DAY.match(words):
        return "-".join(f"{int(part):02}" for part in numbered.groups())
    found = next(iter(mentions(words[:60])), None)
    is_day = found and found.time and found.time.precision == "day" and not re.search(r"\w", words[: found.start])
    return found.time.first.isoformat() if found and found.time and is_day else ""
