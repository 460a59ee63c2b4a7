"""The marks of list items in XML: what shows a document sets "- " or "3. " before them, as the list says."""

import re
from collections import Counter
from typing import Any

from embeddings.readers.docx_numbers import written_number
from embeddings.readers.item_marks import BULLET
from embeddings.readers.xml_vocabularies import local_name

_TYPES = ("list-type", "type", "rend", "rendition", "numeration", "mark")
# The first that what a list states of itself speaks of, and the format of numbers that it means, "" for no marks.
_FORMATS = (
    (re.compile(r"lower-?(?:alpha|letter)|alpha-lower", re.IGNORECASE), "lowerLetter"),
    (re.compile(r"upper-?(?:alpha|letter)|alpha-upper", re.IGNORECASE), "upperLetter"),
    (re.compile(r"lower-?roman|roman-lower", re.IGNORECASE), "lowerRoman"),
    (re.compile(r"upper-?roman|roman-upper", re.IGNORECASE), "upperRoman"),
    (re.compile(r"\border(?:ed)?\b|\bnumber(?:ed)?\b|arabic|\bdecimal\b", re.IGNORECASE), "decimal"),
    (re.compile(r"\bsimple\b|\bnone\b|\bgloss|\bdefinition", re.IGNORECASE), ""),
)
# Lists that count where they state nothing, and those whose items are what the words before them mean.
_COUNTING = {"orderedlist": "decimal", "procedure": "decimal", "substeps": "lowerLetter"}
_MEANINGS = frozenset(("varlistentry", "glossentry", "def-item"))
# Lists that go on from another are not counted.
_GOING_ON = ("continued-from", "continuation")
_STARTS = ("startingnumber", "start")
_WHOLE = re.compile(r"\s*(\d{1,6})[.)]?\s*")


class ItemMarks:
    """The marks of a document's items, given in order."""

    def __init__(self) -> None:
        self._counts: Counter[Any] = Counter()

    def of(self, item: Any) -> str:
        """Return the mark of an item, "" for none; one that a label stands before bears that."""
        holder, before = item.getparent(), item.getprevious()
        if holder is None or local_name(holder) in _MEANINGS or (before is not None and local_name(before) == "label"):
            return ""
        kind = _kind(holder)
        if kind in {BULLET, ""}:
            return kind
        self._counts[holder] += 1
        stated = next(filter(None, map(holder.get, _STARTS)), "") if self._counts[holder] == 1 else ""
        number = _WHOLE.fullmatch(item.get("n") or stated)
        if number:
            self._counts[holder] = int(number[1])
        return f"{written_number(kind, self._counts[holder])}. "


def _kind(holder: Any) -> str:
    """Return how a list counts, BULLET where it does not, "" where it shows no marks."""
    if any("restart" not in (holder.get(name) or "restart") for name in _GOING_ON):
        return BULLET
    stated = " ".join(holder.get(name) or "" for name in _TYPES)
    usual = _COUNTING.get(local_name(holder), BULLET)
    return next((kind for words, kind in _FORMATS if words.search(stated)), usual)
