"""What a page that an office program made of a document states of it: its title by its style, and its properties."""

import re
from html import unescape
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.document_properties import property_facts
from embeddings.readers.html_office import GOOGLE_DOCS

# The properties of a page of Word stand in a comment for programs in its head.
_PROPERTY = re.compile(r"<o:(Author|Created)>([^<]{1,200})</o:")
_PROPERTIES_WITHIN = 20_000
_FIELDS = {"Author": "author", "Created": "published"}
_CHARACTERS = {"Author": 200, "Created": len("2010-11-30")}


def styled_title(tree: Any) -> list[Fact]:
    """Return the title that a paragraph of a document is by its style."""
    classes = {"MsoTitle", "title"} if tree.xpath(GOOGLE_DOCS) else {"MsoTitle"}
    titles = (_words(p) for p in tree.iter("p") if classes & {*(p.get("class") or "").split()})
    return [Fact("title", title, "paragraph of the style Title") for title in [*filter(None, titles)][:1]]


def word_properties(text: str) -> list[Fact]:
    """Return the properties that a page of Word states."""
    stated = _PROPERTY.findall(text[:_PROPERTIES_WITHIN])
    return property_facts((_FIELDS[name], unescape(value)[: _CHARACTERS[name]]) for name, value in stated)


def _words(element: Any) -> str:
    return " ".join(element.xpath("string()").split())
