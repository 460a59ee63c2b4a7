"""The blocks of a short article that was extracted as one run of words.

trafilatura gives an article that it finds too short for its rules as one paragraph: heading, byline and all.
"""

from collections.abc import Sequence
from typing import Any

from embeddings.readers.markup import blocks


def with_breaks(article: Sequence[str], body: Any) -> list[str]:
    """Return the blocks of an article; one that runs blocks of a page's body together is parted as they are."""
    page = [(words, _letters(words)) for words in blocks(body) if words]
    known = {words for words, _ in page}
    return [part for block in article for part in ([block] if block in known else _parted(block, page))]


def _parted(block: str, page: Sequence[tuple[str, str]]) -> list[str]:
    """Return the blocks of a page that make up one, in their order; the block itself where they do not."""
    left, parts = _letters(block), []
    for words, letters in page:
        if letters and left.startswith(letters):
            parts.append(words)
            left = left[len(letters) :]
    return parts if not left else [block]


def _letters(words: str) -> str:
    return "".join(words.split())
