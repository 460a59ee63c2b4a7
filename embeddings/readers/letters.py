"""Letters: a salutation at the top, a close at the end, and below it who writes."""

import re
from collections.abc import Sequence

# The salutation is one of so many lines with words in them, and the close is one of so many at the end.
TOP_LINES, END_LINES = 8, 8
_SALUTATION = re.compile(r"(?:My |To my )?[Dd]ear(?:est)? [^.!?]{1,60}[,:!]?")
_CLOSE = re.compile(
    r"(?:(?:I (?:am|remain)[^.!?]{0,40}, )?(?:Ever |Very |Always )?"
    r"(?:Yours?|Sincerely|Respectfully|Faithfully|Love|Cheers|With|Kind|Best|Warm|All)\b)[^.!?:\d]{0,60},"
)
_NAME = re.compile(r"[A-ZÀ-Þ][\w’'.\-]*(?:,? (?:[a-z]{2,3} )?[A-ZÀ-Þ][\w’'.\-]*){0,4}")


def salutation(lines: Sequence[str]) -> bool:
    """Whether lines open a letter: "My dear Agnes,"."""
    return any(_SALUTATION.fullmatch(line) for line in _filled(lines[: 2 * TOP_LINES])[:TOP_LINES])


def signature(text: str) -> str | None:
    """Return who signs a letter below "Yours sincerely,"; None for other texts, and where no name stands there."""
    lines = text.split("\n")
    if not salutation(lines):
        return None
    end = _filled(lines[-2 * END_LINES :])[-END_LINES:]
    closes = [number for number, line in enumerate(end[:-1]) if _CLOSE.fullmatch(line)]
    name = end[closes[-1] + 1] if closes else ""
    return name.rstrip(",.") if _NAME.fullmatch(name.rstrip(",.")) else None


def _filled(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]
