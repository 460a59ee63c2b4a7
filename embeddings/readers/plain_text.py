"""Plain text, as written by hand or saved from a browser.

Lines of site furniture go. The title is the first line if it stands by itself and is no sentence; bylines,
dates and fields are read near the top, a byline also at the end. All these but the title leave the text, and
every line that stays is kept as it is.
"""

import re

from embeddings.readers.furniture import is_furniture, is_link_row
from embeddings.readers.reading import Reading
from embeddings.readers.statements import byline, field, published_line

TITLE_CHARACTERS = 200
# The title is the first block, or follows the name of a section.
TITLE_BLOCKS = 2
# How many lines from the top, and from the end, may state something of the document itself.
TOP_LINES = 8
END_LINES = 3

_MANY_BREAKS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def read(text: str) -> Reading:
    """Read plain text; never fails."""
    lines = ["" if is_furniture(line) else line for line in text.split("\n")]
    for number in _edges(lines, TOP_LINES, END_LINES):
        if is_link_row(lines[number]):
            lines[number] = ""
    stated: dict[str, str] = {}
    for number in _edges(lines, TOP_LINES, 0):
        _take(lines, number, stated, top=True)
    for number in _edges(lines, 0, END_LINES):
        _take(lines, number, stated, top=False)
    body = _MANY_BREAKS.sub("\n\n", "\n".join(lines)).strip("\n")
    return Reading(text=body, **({"title": _title(body)} | stated))


def _edges(lines: list[str], top: int, end: int) -> list[int]:
    """Return the numbers of the first `top` and the last `end` lines that are not empty."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return filled[:top] + filled[max(top, len(filled) - end) :]


def _take(lines: list[str], number: int, stated: dict[str, str], *, top: bool) -> None:
    """Move what a line states of the document, if anything not yet known, from the lines to `stated`."""
    line = lines[number]
    if not line.strip():
        return
    found: dict[str, str] = byline(line) or {}
    if top and not found:
        named = field(line)
        published = published_line(line)
        found = dict([named]) if named else {"published": published} if published else {}
    if found and not stated.keys() & found.keys():
        stated.update(found)
        lines[number] = ""


def _title(body: str) -> str | None:
    """Return the first line of some length that stands alone above the text and does not end like a sentence."""
    blocks = [block.strip() for block in body.split("\n\n", TITLE_BLOCKS)][:TITLE_BLOCKS]
    for block in blocks:
        if "\n" in block or len(block) > TITLE_CHARACTERS or re.search(r"[.;:,]$", block):
            return None
        # One word in capitals above a title names a section.
        if len(block.split()) > 1 and block != body.strip():
            return block
    return None
