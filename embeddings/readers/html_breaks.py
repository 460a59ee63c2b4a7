"""The blocks of a short article that was extracted as one run of words.

trafilatura gives an article that it finds too short for its rules as one paragraph: heading, byline and all.
"""

from collections.abc import Sequence
from typing import Any

from embeddings.readers.markup import blocks


def with_breaks(article: Sequence[str], body: Any) -> list[str]:
    """Return the blocks of an article; one that is all of it and runs blocks of a page's body together is parted."""
    return _parted(article[0], list(blocks(body))) if len(article) == 1 else list(article)


def _parted(block: str, page: Sequence[str]) -> list[str]:
    """Return the blocks of a page that make up one, in their order; the block itself where they do not."""
    whole, place, parts = _letters(block), 0, []
    for words in page:
        letters = _letters(words)
        if letters and whole.startswith(letters, place):
            parts.append(words)
            place += len(letters)
    return parts if place == len(whole) else [block]


def _letters(words: str) -> str:
    # A block has no other white space.
    return words.replace(" ", "").replace("\n", "")
