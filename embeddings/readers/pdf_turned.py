"""What stands turned beside the text of a page, as printers and publishers set notes of their own in its margin."""

import re
from collections import Counter
from collections.abc import Sequence

from embeddings.readers.pdf_lines import Line

# A page nearby is at most so many pages away: left pages and right pages often have heads and margins of their own.
NEARBY = 2
# Lines at the same place of a page differ by so many points at most.
SAME_PLACE = 4.0
_DIGITS = re.compile(r"\d+")


def page_angle(lines: Sequence[Line]) -> int:
    """Return how most of a page's words are turned."""
    letters: Counter[int] = Counter()
    for line in lines:
        letters[line.words[0].angle] += len(line.text)
    return next((angle for angle, _ in letters.most_common(1)), 0)


def recurring_in_margins(pages: Sequence[list[Line]]) -> set[int]:
    """Return the ids of turned lines that stand again at that place of a page nearby, but for their numbers."""
    last: dict[tuple[str, int], Line] = {}
    recurring: set[int] = set()
    for lines in pages:
        angle = page_angle(lines)
        for line in lines:
            if line.words[0].angle == angle:
                continue
            key = (" ".join(_DIGITS.sub("", line.text).split()), line.words[0].angle)
            before = last.get(key)
            if before and 0 < line.page - before.page <= NEARBY and _is_at_place(line, before):
                recurring.update((id(before), id(line)))
            last[key] = line
    return recurring


def _is_at_place(first: Line, second: Line) -> bool:
    return abs(first.left - second.left) < SAME_PLACE and abs(first.bottom - second.bottom) < SAME_PLACE
