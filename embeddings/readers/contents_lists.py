"""Lists of contents in office files: lines of a style of such lists that end with the number of a page.

They say nothing that the headings do not, and are near to many questions; so they are left out, and named.
"""

import re

_STYLES = re.compile(r"(?:toc|contents) ?\d|table of figures", re.IGNORECASE)
_HEADINGS = re.compile(r"(?:toc|contents) heading", re.IGNORECASE)
_PAGE = re.compile(r"[\s.…·_-]\s*(?:\d{1,4}|[ivxlc]{1,7})\Z", re.IGNORECASE)


def is_of_contents(style: str, text: str) -> bool:
    """Whether a paragraph of a style is the heading or a line of a list of contents."""
    return _HEADINGS.fullmatch(style) is not None or (_STYLES.fullmatch(style) is not None and names_page(text))


def names_page(text: str) -> bool:
    """Whether a line ends with the number of a page."""
    return _PAGE.search(text.rstrip()) is not None
