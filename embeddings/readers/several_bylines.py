"""Articles of several authors in one text, as in a newsletter: each begins with a heading and a byline below it.

Where it ends is not said. So it is known who wrote what stands above the next heading, be that of the same article.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from embeddings.dates import human_date
from embeddings.documents import Place
from embeddings.readers.content import FileContent
from embeddings.readers.statements import byline
from embeddings.text.splitting import is_heading
from embeddings.text.structure import Kind, structure

# The origin of an author that is named by a line of the text.
BYLINE = "byline"
FEWEST = 2
# A heading stands so near above its byline, in characters.
REACH = 400
# Not in capitals, as titles of tables are: "BY REVENUE".
_BY = re.compile(r"^By[:\s]\s*\S.{0,120}$", re.MULTILINE)
_LINE_ABOVE = re.compile(r"(?:^|\n)(?P<line>[^\n]*\S[^\n]*)\n\s*\Z")


class Begin(NamedTuple):
    """Where an article begins with its heading and where its text does, who wrote it, and when as ISO 8601 has it."""

    start: int
    below: int
    writer: str
    day: str


def with_bylines(content: FileContent) -> FileContent:
    """Return a content with a place for each article, where they are of several authors.

    None of these is the author of the document.
    """
    begins = list(_begins(content.text))
    names = {begin.writer for begin in begins}
    if len(names) < FEWEST:
        return content
    facts = tuple(
        fact for fact in content.facts if not (fact.name == "author" and fact.origin == BYLINE and fact.value in names)
    )
    author = next((fact.value for fact in facts if fact.name == "author"), None)
    places = sorted([*content.places, *_places(content.text, begins)], key=lambda place: place.start)
    return replace(content, author=author, facts=facts, places=tuple(places))


def _begins(text: str) -> Iterator[Begin]:
    # Most texts have no such line, which is seen faster by its letters.
    for match in _BY.finditer(text) if text.startswith("By") or "\nBy" in text else ():
        above = _LINE_ABOVE.search(text, max(0, match.start() - REACH), match.start())
        stated = byline(match.group())
        if stated and above and is_heading(above["line"].strip()):
            yield Begin(above.start("line"), match.end(), stated["author"], stated.get("published", ""))


def _places(text: str, begins: Sequence[Begin]) -> Iterator[Place]:
    headings = [paragraph.start for paragraph in structure(text) if paragraph.kind is Kind.HEADING]
    for begin in begins:
        following = bisect_left(headings, begin.below)
        end = headings[following] if following < len(headings) else len(text)
        dated = f", {human_date(begin.day)}" if begin.day else ""
        yield Place("article", f"article by {begin.writer}{dated}", begin.start, len(text[:end].rstrip()))
