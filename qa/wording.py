"""Counts and dates as a reader would write them, and text that can be shown."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from embeddings import dates

DATE_UNKNOWN = "date unknown"
# Control characters have no place on a screen, and some turn the direction of what follows. Halves of characters, which
# names of files may hold, cannot be sent.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def count_of(number: int, noun: str) -> str:
    """Return a number of things: "1 document", "1,204 documents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@lru_cache(maxsize=1024)
def human_date(published: str | None) -> str:
    """Write an ISO date as a reader would: "30 November 2010", "November 2010", "2010", or "date unknown"."""
    return dates.human_date(published) if published else DATE_UNKNOWN


def replace_control_characters(text: str) -> str:
    """Return text with U+FFFD in place of each control character; tabs and line breaks stay."""
    # Nearly all text has none, which is told in a tenth of the time that looking for each takes.
    return text if text.replace("\n", "").isprintable() else _CONTROL.sub("\ufffd", text)


def is_web_address(url: str) -> bool:
    """Whether a document's address may become a link: http or https with a host, and nothing unseen in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable() and " " not in url
