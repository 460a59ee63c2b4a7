"""Pages of Factiva: the heads and the paragraphs of their articles, one article below another."""

import re
from collections.abc import Iterator
from typing import Any

from embeddings.readers.chat_pages import classes, words
from embeddings.readers.markup import blocks

# "article enArticle", by the language.
_ARTICLE = re.compile(r"[a-z]{2}Article")
_BY = re.compile(r"(?:by|von|par|por)\s", re.IGNORECASE)


def factiva_blocks(tree: Any) -> list[str]:
    """Return the blocks of all articles of a page; none where it is no page of Factiva.

    Who wrote an article stands behind "By", as where Factiva gives out plain text.
    """
    return [block for element in tree.iter("div") if _is_article(element) for block in _blocks(element) if block]


def _is_article(element: Any) -> bool:
    names = classes(element)
    return "article" in names and any(map(_ARTICLE.fullmatch, names))


def _blocks(article: Any) -> Iterator[str]:
    for part in article:
        author = words(part) if "author" in classes(part) else ""
        if author:
            yield author if _BY.match(author) else f"By {author}"
        else:
            yield from blocks(part)
