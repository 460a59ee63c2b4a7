"""Articles of press databases -> documents: Nexis, Factiva, ProQuest and Europresse put many in one file.

Each article has a head, that says in what paper it stood, when, and who wrote it, and lines that say where it ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from embeddings.documents import Fact, Place, Span
from embeddings.readers import press_factiva, press_nexis, press_proquest
from embeddings.readers.composing import BETWEEN
from embeddings.readers.content import FileContent, content_with
from embeddings.readers.press_parts import Paragraph, Part

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_SPACE = re.compile(r"\s+")
# The lines that part articles, and what makes an article of the paragraphs between them.
_LAYOUTS = (
    (press_nexis.ENDS, press_nexis.of_nexis),
    (press_nexis.BEGINS, press_nexis.of_old_nexis),
    (press_factiva.ENDS, press_factiva.of_factiva),
    (press_factiva.ENDS_CODED, press_factiva.of_coded_factiva),
    (press_proquest.BETWEEN_ARTICLES, press_proquest.of_proquest),
)
# One of these stands in each such line, but for Factiva's.
_IN_LINES = (*press_nexis.END_WORDS, " DOCUMENT", " DOKUMENT", "_" * 30)


class Article(NamedTuple):
    """An article as one or more [start, end) of a text, without its head, and what that states."""

    spans: tuple[Span, ...]
    facts: tuple[Fact, ...]


def articles_of(content: FileContent) -> tuple[FileContent, ...]:
    """Return the articles of what a press database has given out; what is nothing of that kind as it is.

    Each has a member of its own, its number, unless it is the only one. Nothing but heads, what stands below articles,
    and the cover above the first is left out.
    """
    parts = _parts(_paragraphs(content.text)) if _may_be_parted(content.text) else []
    if all(part.facts is None for part in parts):
        return (content,)
    articles = [article for part in parts for article in _article(part)]
    return tuple(
        _content(content, article, str(number) if len(articles) > 1 else "")
        for number, article in enumerate(articles, start=1)
    )


def _may_be_parted(text: str) -> bool:
    """Whether a text may hold a line that parts articles: most texts are not looked through line by line."""
    return any(words in text for words in _IN_LINES) or press_factiva.ENDS.search(text) is not None


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
            return [parts(one) for one in _between(paragraphs, marked, are_ends=marks is not press_nexis.BEGINS)]
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


def _article(part: Part) -> Iterator[Article]:
    """Yield the article of some paragraphs; none where nothing is left."""
    if part.paragraphs:
        yield Article(tuple(_spans(part.paragraphs)), tuple(part.facts or ()))


def _spans(body: Sequence[Paragraph]) -> Iterator[Span]:
    """Yield the stretches of text of which nothing is left out."""
    first = body[0]
    for one, following in zip(body, [*body[1:], None], strict=True):
        if following is None or following.number != one.number + 1:
            yield first.start, one.end
            first = following or one
