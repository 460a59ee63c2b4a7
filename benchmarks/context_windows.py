"""The sentences of contexts, and the windows of some of them that a reader learns from."""

import random
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from embeddings.documents import Sentence
from embeddings.text.splitting import sentences
from qa.answering.windows import WINDOW_WORDS, Window
from qa.answering.windows import _cuts as cuts_of


def widened(context: str, first: int, last: int, chance: random.Random) -> tuple[int, int]:
    """Return the first and last of some sentences around some, about as many words as a window has at most."""
    parts = sentences_of(context)
    while chance.random() > 0.25 and (first, last) != (0, len(parts) - 1):
        wider = (max(first - 1, 0), last) if chance.random() < 0.5 else (first, min(last + 1, len(parts) - 1))
        if len(context[parts[wider[0]].start : parts[wider[1]].end].split()) > WINDOW_WORDS:
            break
        first, last = wider
    return first, last


def cut(context: str, title: str) -> list[Window]:
    """Return the windows of a context, as qa.answering.windows cuts passages."""
    return [window_of(context, title, first, end - 1) for first, end in pairwise(cuts(context))]


def cuts(context: str) -> list[int]:
    """Return where the windows of a context begin and end, as numbers of sentences."""
    return list(cuts_of([len(context[part.start : part.end].split()) for part in sentences_of(context)]))


def window_of(context: str, title: str, first: int, last: int) -> Window:
    """Return the sentences of a context from the first to the last as a window."""
    parts = sentences_of(context)
    start, end = parts[first].start, parts[last].end
    places = tuple((part.start - start, part.end - start) for part in parts[first : last + 1])
    return Window(title, context[start:end], places)


@lru_cache(maxsize=100_000)
def sentences_of(context: str) -> Sequence[Sentence]:
    """Return the sentences of a context; of one in lower case, what stands between its full stops."""
    if context != context.lower():
        return sentences(context)
    parts = [match.span() for match in re.finditer(r"\S.*?(?:\s[.?!](?=\s|$)|$)", context, re.DOTALL)]
    return [Sentence(start, end) for start, end in parts]
