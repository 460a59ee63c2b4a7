"""Links between a text and its notes: the mark of a note becomes [1], and what only leads back says nothing."""

import re
from typing import Any

from embeddings.readers.raised import CONTEXT, is_mark, marks_words

# What a link to a place of its page bears that is nothing but a way to it: back from a note, or to a heading.
_WAY = re.compile(r"[\[(]?[↩↑⤴⏎↵⬆⇧^¶#\ufe0e\ufe0f\s]+[\])]?")


def set_note_links(tree: Any) -> None:
    """Set the marks of notes in brackets, and empty the links that only lead back to them, in place.

    Pages raise many marks by their styles alone; that of the note itself begins its paragraph.
    """
    for link in list(tree.iter("a")):
        if "#" not in link.get("href", ""):
            continue
        words = link.xpath("string()")
        if _WAY.fullmatch(words):
            link.clear(keep_tail=True)
        elif is_mark(words) and not link.xpath("boolean(ancestor::sup | .//sup)"):
            tail, before = link.tail or "", _before(link)
            if not before.strip() and tail[:1].isupper():
                _set(link, f"[{words.strip()}] ")
            elif marks_words(before, words):
                _set(link, f"[{words.strip()}]")


def _before(link: Any) -> str:
    """Return the last letters that stand before a link in its paragraph."""
    before = link.getprevious()
    words = link.getparent().text if before is None else before.tail or before.xpath("string()")
    return str(words or "")[-CONTEXT:]


def _set(link: Any, words: str) -> None:
    for child in list(link):
        link.remove(child)
    link.text = words
