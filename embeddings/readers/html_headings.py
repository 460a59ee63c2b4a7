"""The headings of a web page: their words, and whether one names the site rather than what stands on the page."""

import re
from typing import Any
from urllib.parse import urlsplit

# No title has more.
MOST_CHARACTERS = 500

# What parts a title from the name of the site.
SEPARATOR = re.compile(r"\s+[|»«•·–—:-]\s+|\s*[|»]\s*")
_SITE_CLASS = re.compile(r"site-?(?:title|name)|logo|brand|blog-?title", re.IGNORECASE)


def is_of_site(heading: Any) -> bool:
    """Whether a heading names the site: it leads to its first page, or is marked as its name."""
    if _SITE_CLASS.search(f"{heading.get('class') or ''} {heading.get('id') or ''}"):
        return True
    links = [*heading.iter("a"), *(above for above in heading.iterancestors("a"))]
    return any(link.get("rel") == "home" or _is_first_page(link.get("href") or "x") for link in links[:1])


def _is_first_page(address: str) -> bool:
    try:
        return urlsplit(address).path in {"", "/"}
    except ValueError:
        return False


def folded(text: str) -> str:
    """Return a text in small letters and with straight apostrophes, to be compared."""
    return text.casefold().replace("’", "'").replace("‘", "'")


def parted_words(element: Any) -> str:
    """Return the words of an element as `words_of`, with space between those of the elements in it."""
    return words_of(element, " ").replace(" ,", ",")


def words_of(element: Any, between: str = "") -> str:
    """Return the words of an element on a line; of many no more than are needed to see that they are no title."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(piece[:MOST_CHARACTERS])
        length += len(pieces[-1])
        if length > MOST_CHARACTERS:
            break
    return " ".join(between.join(pieces).split())


def without_site(written: str, site_names: set[str]) -> str:
    """Return a title without the name of the site behind or before it."""
    for name in site_names:
        if name and written.casefold().endswith(name) and len(written) > len(name):
            return written[: -len(name)].rstrip(" |»«•·–—:-")
        if name and written.casefold().startswith(name) and len(written) > len(name):
            rest = written[len(name) :]
            if SEPARATOR.match(rest):
                return rest.lstrip(" |»«•·–—:-")
    return written
