"""What a notebook may be called, and what a note and tags may be."""

import re
from collections.abc import Sequence

from qa.errors import ClippingError

_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
# A longer text was pasted by mistake.
LONGEST_NAME, LONGEST_NOTE, MOST_TAGS, LONGEST_TAG = 200, 20_000, 50, 100


def checked_name(name: str) -> str:
    """Return the name of a notebook without spaces around it. Raises ClippingError for one that cannot be a name."""
    plain = checked_text("name of a notebook", " ".join(name.split()), LONGEST_NAME)
    if not plain:
        raise ClippingError("The name of the notebook is empty; give it one.")
    return plain


def checked_tags(tags: Sequence[str]) -> list[str]:
    """Return tags without spaces around them, each once and none empty. Raises ClippingError."""
    plain = [checked_text("tag", " ".join(part.split()), LONGEST_TAG) for tag in tags for part in tag.split(",")]
    distinct = list(dict.fromkeys(filter(None, plain)))
    if len(distinct) > MOST_TAGS:
        raise ClippingError(f"There are {len(distinct)} tags; a clipping has at most {MOST_TAGS}.")
    return distinct


def checked_note(note: str) -> str:
    """Return a note without spaces around it. Raises ClippingError."""
    return checked_text("note", note.strip(), LONGEST_NOTE)


def checked_text(what: str, text: str, longest: int) -> str:
    """Return a text that can be kept. Raises ClippingError for one that is too long, or no text."""
    if len(text) > longest:
        raise ClippingError(f"The {what} has {len(text):,} characters; at most {longest:,} are kept.")
    if _NO_CHARACTER.search(text):
        raise ClippingError(f"The {what} holds half of a character, or U+0000; take it out.")
    return text
