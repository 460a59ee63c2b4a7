"""Words of scripts that are written without spaces: each two neighbouring characters of Chinese and Japanese are one.

Pairs that overlap need no dictionary and find what words would: both are told in

    J.-Y. Nie, J. Gao, J. Zhang and M. Zhou, "On the use of words and n-grams for Chinese information retrieval",
    IRAL 2000.

Other scripts without spaces (Thai, Lao, Khmer) are not parted.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from embeddings.documents import Span

_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_UNSPACED}]+")
_PART = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
# Japanese writes its endings and particles in these letters alone.
_HIRAGANA = re.compile("[\u3040-\u309f]+")


def is_unspaced(text: str) -> bool:
    """Whether a text holds characters of a script that is written without spaces."""
    return not text.isascii() and _RUN.search(text) is not None


def holds_ending(word: str) -> bool:
    """Whether a word holds letters in which Japanese writes endings and particles."""
    return not word.isascii() and _HIRAGANA.search(word) is not None


def with_spaced_pairs(text: str) -> str:
    """Return a text in which the pairs of its unspaced scripts are words, without those that are grammar alone."""
    return _RUN.sub(lambda run: f" {' '.join(_pairs_that_tell(run[0]))} ", text)


def word_spans(word: str, start: int) -> Iterator[Span]:
    """Yield the places of the words that a run of letters and figures at `start` is: pairs overlap."""
    for part in _PART.finditer(word):
        first, end = start + part.start(), start + part.end()
        if not _RUN.fullmatch(part[0]) or end - first == 1:
            yield first, end
        else:
            yield from ((at, at + 2) for at in range(first, end - 1))


def _pairs_that_tell(run: str) -> Iterator[str]:
    pairs = ["".join(pair) for pair in pairwise(run)] or [run]
    return (pair for pair in pairs if not _HIRAGANA.fullmatch(pair))
