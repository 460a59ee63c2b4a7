"""What the layouts of press databases share: paragraphs of a file, what heads state, and days as they write them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from embeddings.documents import Fact
from embeddings.times.mentions import mentions

ORIGIN = "press database"
# A head has so many paragraphs at most.
HEAD_PARAGRAPHS = 20
# Of what stands in a head, longer paragraphs are prose.
HEAD_CHARACTERS = 600
# "By" before a name.
BY = re.compile(r"by:?\s+", re.IGNORECASE)

_NUMBERED_DAY = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")


class Paragraph(NamedTuple):
    """A paragraph as [start, end) of a text, its number in that, and its words on a line."""

    number: int
    start: int
    end: int
    words: str


class Part(NamedTuple):
    """What stands between two articles' ends: the paragraphs, and what their head states, None where none is known."""

    paragraphs: Sequence[Paragraph]
    facts: Sequence[Fact] | None


def without_name(paragraph: Paragraph, field: re.Pattern[str]) -> Paragraph | None:
    """Return a paragraph of a text without the name of the field before it, None where nothing follows that."""
    match = field.fullmatch(paragraph.words)
    if not match:
        return paragraph
    return paragraph._replace(start=paragraph.end - len(match["value"])) if match["value"] else None


def named(stated: Sequence[tuple[str, str]]) -> list[Fact]:
    """Return what a head states as facts, without what is empty."""
    return [Fact(name, value.strip(), ORIGIN) for name, value in stated if value.strip()]


def day_of(words: str) -> str:
    """Return the day that a line of a head begins with, as ISO 8601 has it; "" where it begins with none."""
    if len(words) > HEAD_CHARACTERS:
        return ""
    if numbered := _NUMBERED_DAY.match(words):
        return "-".join(f"{int(part):02}" for part in numbered.groups())
    found = next(iter(mentions(words[:60])), None)
    is_day = found and found.time and found.time.precision == "day" and not re.search(r"\w", words[: found.start])
    return found.time.first.isoformat() if found and found.time and is_day else ""
