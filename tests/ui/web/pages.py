"""What stands on a page."""

from lxml import html


def texts(page: str, path: str) -> list[str]:
    """Return the texts of the elements of a piece of a page at an XPath."""
    return [element.text_content() for element in html.fragment_fromstring(page, create_parent="div").xpath(path)]
