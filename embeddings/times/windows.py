"""The parts of a text that are worth a closer look: many patterns are tried there only."""

import re
from collections.abc import Iterable, Iterator

from embeddings.documents import Span

# How far around an anchor, in characters, the forms reach: "28 April until the 2 May" before a year is the longest.
BEFORE, AFTER = 60, 20


def windows(text: str, anchor: re.Pattern[str]) -> Iterator[Span]:
    """Yield the parts of a text around what an anchor matches, in order; they do not overlap, and end between words."""
    begin = end = 0
    for match in anchor.finditer(text):
        start = max(0, match.start() - BEFORE)
        if start > end:
            if end:
                yield begin, end
            begin = start
        end = text.find(" ", match.end() + AFTER, match.end() + 2 * AFTER)
        end = min(len(text), match.end() + 2 * AFTER) if end < 0 else end
    if end:
        yield begin, end


def either(patterns: Iterable[str]) -> str:
    """Return a pattern that matches where any of these does: most windows hold none, which it tells sooner than all."""
    return "|".join(re.sub(r"\?P<\w+>", "?:", pattern) for pattern in patterns)
