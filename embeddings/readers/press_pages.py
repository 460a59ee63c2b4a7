"""Web pages of press databases: heads and paragraphs of their articles, as embeddings.readers.press_exports reads them.

Pages of Factiva come to the lines that it gives out as text, those of Europresse to lines with Factiva's codes.
"""

import re
from collections.abc import Iterator
from itertools import chain, takewhile
from typing import Any

from embeddings.readers.chat_pages import classes, of_class, words
from embeddings.readers.markup import blocks
from embeddings.readers.statements import is_name
from embeddings.times.mentions import mentions

# "article enArticle", by the language.
_FACTIVA = re.compile(r"[a-z]{2}Article")
_PAPER = "DocPublicationName"
_MAY_BE_OF_PRESS = f"boolean(//@class[contains(., 'Article') or contains(., '{_PAPER}')])"
NAME_CHARACTERS = 80
_BY = re.compile(r"(?:by|von|par|por)\s", re.IGNORECASE)
# What stands below an article of Europresse.
_BELOW = re.compile(r"(?:Numéro de document|Document number|Document ?: )|(?:©|\(c\)) ?\d{4}", re.IGNORECASE)


def press_blocks(tree: Any) -> list[str]:
    """Return the blocks of all articles of a page; none where it is none of a press database."""
    if not tree.xpath(_MAY_BE_OF_PRESS):
        return []
    of_factiva = [block for element in tree.iter("div") if _is_of_factiva(element) for block in _factiva(element)]
    return of_factiva or [
        block for number, element in enumerate(_of_europresse(tree)) for block in _europresse(element, number)
    ]


def _is_of_factiva(element: Any) -> bool:
    names = classes(element)
    return "article" in names and any(map(_FACTIVA.fullmatch, names))


def _factiva(article: Any) -> Iterator[str]:
    """Yield the blocks of an article; who wrote it stands behind "By", as where Factiva gives out plain text."""
    for part in article:
        author = words(part) if "author" in classes(part) else ""
        if author:
            yield author if _BY.match(author) else f"By {author}"
        else:
            yield from blocks(part)


def _of_europresse(tree: Any) -> Iterator[Any]:
    """Yield the elements that hold one article each: the widest around one name of a paper."""
    papers = list(of_class(tree, _PAPER))
    counted: dict[Any, int] = {}
    for paper in papers:
        for above in paper.iterancestors():
            counted[above] = counted.get(above, 0) + 1
    for paper in papers:
        yield next((above for above in reversed(list(paper.iterancestors())) if counted[above] == 1), paper)


def _europresse(article: Any, number: int) -> Iterator[str]:
    """Yield the blocks of an article, each field with its code, as Factiva gives them out."""
    paper, above = (" ".join(" ".join(map(words, of_class(article, name))).split()) for name in (_PAPER, "DocHeader"))
    titled = chain(of_class(article, "titreArticleVisu"), of_class(article, "TitreArticleVisu"))
    title = next((" ".join(words(element).split()) for element in titled), "")
    day = next((above[x.start : x.end] for x in mentions(above) if x.time and x.time.precision == "day"), "")
    author, said = _said(article, title)
    yield from (f"{code} | {value}" for code, value in (("HD", title), ("SN", paper), ("PD", day), ("BY", author)))
    yield from ("LP", *said, f"AN | Document EUROPRESSE{number:014}")


def _said(article: Any, title: str) -> tuple[str, list[str]]:
    """Return who wrote an article, "" where no line below its title says so, and the blocks of its text."""
    found = list(blocks(article))
    at = next((at for at, block in enumerate(found) if title and title in " ".join(block.split())), -1)
    text = next(of_class(article, "DocText"), None)
    if text is not None:
        said = list(blocks(text))
        below = found[at + 1] if at + 1 < len(found) else ""
        return (below if below not in said and _is_name(below) else ""), said
    # In older pages the head is one block, with who wrote the article, or its first words, below the title.
    last = found[at].split("\n")[-1].strip() if at >= 0 else ""
    after = [last] if last and last not in title and title not in last else []
    author = next(filter(_is_name, after), "")
    following = [*after, *found[at + 1 :]]
    return author, list(takewhile(lambda block: not _BELOW.match(block), following[1 if author else 0 :]))


def _is_name(words: str) -> bool:
    return len(words) <= NAME_CHARACTERS and is_name(words, dated=False)
