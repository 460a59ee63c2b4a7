"""Heads of articles as Nexis Uni writes them, and as LexisNexis Academic and the older Nexis did."""

import re
from collections.abc import Sequence

from embeddings.documents import Fact
from embeddings.readers.press_parts import BY, HEAD_PARAGRAPHS, Paragraph, Part, day_of, named

# The line below each article of the one, and above each of the other.
END_WORDS = ("End of Document", "Ende des Dokuments", "Dokumentende", "Fin du document", "Einde van document")
ENDS = re.compile("|".join(END_WORDS))
BEGINS = re.compile(r"(?:FOCUS - )?\d{1,5} (?:of|von|de|van) \d{1,5} (?:DOCUMENTS?|DOKUMENTEN?|DOCUMENTEN)")
_BODY = re.compile(r"Body|Textkörper|Corps|Hoofdtekst", re.IGNORECASE)
_FIELD = re.compile(
    r"(?P<name>byline|section|length|dateline|highlight|headline|insert|autor|rubrik|länge|auteur|rubrique|longueur|encart)"
    r"\s*:\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
# The names of facts, by those of fields; the other fields state nothing of use.
_FACTS = {
    **dict.fromkeys(("byline", "autor", "auteur"), "author"),
    **dict.fromkeys(("section", "rubrik", "rubrique"), "section"),
    **dict.fromkeys(("highlight", "insert", "encart"), "highlight"),
    "headline": "title",
    "dateline": "dateline",
}
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
# Nearly all of what stands there has a name before it. Of 1,055 articles of eighteen files two have anything else
# below, one paragraph and two; an article with more of it goes on.
_NAMED = re.compile(r"[^\W\d_][\w-]*(?: [\w-]+){0,2}\s?:\s.*|copyright.*|©.*", re.IGNORECASE | re.DOTALL)
MOST_UNNAMED = 2
_COPYRIGHT_YEAR = re.compile(r"(?:copyright|©|\(c\))\D{0,20}(?P<year>(?:19|20)\d\d)", re.IGNORECASE)


def of_nexis(own: Sequence[Paragraph]) -> Part:
    """Return an article that ends with "End of Document"; above "Body" stand fields, a copyright, a date, a paper."""
    body = next((at for at, one in enumerate(own) if _BODY.fullmatch(one.words)), None)
    if body is None:
        return Part(own, None)
    return Part(_without_below(own[body + 1 :]), _facts_above(own[max(0, body - HEAD_PARAGRAPHS) : body]) or None)


def _facts_above(head: Sequence[Paragraph]) -> list[Fact]:
    """Return what the head of an article of Nexis states, from its end upwards: what stands above it is not known."""
    fields, above = _fields(head), [paragraph.words for paragraph in head]
    right = next((at for at in reversed(range(len(above))) if _COPYRIGHT_YEAR.match(above[at])), None)
    dated = next((at for at in reversed(range(len(above))) if day_of(above[at])), right and right - 1)
    if dated is None:
        return fields
    # "Correction Appended" may stand in place of the day.
    year = _COPYRIGHT_YEAR.match(above[right]) if right is not None else None
    published = day_of(above[dated]) or (year["year"] if year else "")
    stated = [("title", above[dated - 2] if dated > 1 else ""), ("publisher", above[dated - 1] if dated else "")]
    return [*named([*stated, ("published", published)]), *fields]


def of_old_nexis(own: Sequence[Paragraph]) -> Part:
    """Return an article that begins with "1 of 10 DOCUMENTS": below stand a paper, a date, the headline and fields."""
    fields = [at for at, one in enumerate(own[:HEAD_PARAGRAPHS]) if _FIELD.fullmatch(one.words)]
    dated = next((at for at, one in enumerate(own[: fields[0]]) if day_of(one.words)), None) if fields else None
    if dated is None:
        return Part(own, None)
    # Words of the article may look like a field, too.
    body = next(at for at in range(fields[0], len(own) + 1) if at not in fields)
    title = own[dated + 1].words if dated + 1 < fields[0] else ""
    paper = own[dated - 1].words if dated else ""
    stated = [("title", title), ("publisher", paper), ("published", day_of(own[dated].words))]
    return Part(_without_below(own[body:]), [*named(stated), *_fields(own[:body])])


def _without_below(body: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the paragraphs of an article without what stands below it."""
    end, unnamed = len(body), 0
    for at in reversed(range(len(body))):
        words = body[at].words
        unnamed += not (_NAMED.fullmatch(words) or _BELOW.fullmatch(words))
        if unnamed > MOST_UNNAMED:
            break
        if _SURELY_BELOW.fullmatch(words):
            end = at
    if end < len(body):
        while end and _BELOW.fullmatch(body[end - 1].words):
            end -= 1
    return body[:end]


def _fields(head: Sequence[Paragraph]) -> list[Fact]:
    """Return what the named fields of a head state: "Byline: Ana Ruiz", "SECTION: NEWS; Pg. 3"."""
    stated = []
    for paragraph in head:
        field = _FIELD.fullmatch(paragraph.words)
        if field and (name := _FACTS.get(field["name"].lower())):
            stated.append((name, BY.sub("", field["value"], count=1) if name == "author" else field["value"]))
    return named(stated)
