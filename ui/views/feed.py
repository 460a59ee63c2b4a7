"""The news of standing questions as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from qa.citations.lines import quoted
from qa.wording import replace_control_characters
from ui.views.html import escape
from ui.views.standing import NEWS

if TYPE_CHECKING:
    from qa.kept.standing_questions import Quoted, StandingQuestion

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
# The newest news; readers of feeds keep what they have read.
MOST_ENTRIES = 100
# What XML cannot hold, beside control characters.
_NO_XML = re.compile("[\ufffe\uffff]")


def feed(kept: Sequence["StandingQuestion"], address: str, name: str, began: str) -> bytes:
    """Return the questions with news as a feed, the newest first.

    `address` is that of the page, with a slash at its end, `name` the path of the feed below it, and `began` the time
    that a feed without entries was updated, in ISO 8601 with a zone.
    """
    ElementTree.register_namespace("", ATOM)
    news = sorted((one for one in kept if one.news), key=lambda one: one.since, reverse=True)[:MOST_ENTRIES]
    root = ElementTree.Element(_tag("feed"))
    _add(root, "id", uuid5(NAMESPACE_URL, f"{address}{name}").urn)
    _add(root, "title", "loccit: standing questions")
    _add(root, "updated", max([began, *(one.since for one in news)]))
    _add(_add(root, "author"), "name", "loccit")
    _add(root, "link", rel="self", href=f"{address}{name}", type=MEDIA_TYPE)
    _add(root, "link", rel="alternate", href=f"{address}archive", type="text/html")
    for one in news:
        _add_entry(root, one, address)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(root: ElementTree.Element, one: "StandingQuestion", address: str) -> None:
    entry = _add(root, "entry")
    # Another answer is another entry, which a reader of feeds shows as unread.
    _add(entry, "id", uuid5(NAMESPACE_URL, f"{address}{one.added}/{one.number}/{one.since}").urn)
    _add(entry, "title", one.question)
    _add(entry, "updated", one.since)
    _add(entry, "link", rel="alternate", href=f"{address}?{urlencode({'q': one.question})}", type="text/html")
    _add(entry, "summary", NEWS[one.news])
    new = "".join(_quotation(excerpt, address, "{}") for excerpt in one.new_excerpts)
    lost = "".join(_quotation(excerpt, address, "<del>{}</del>") for excerpt in one.lost_excerpts)
    _add(entry, "content", f"<p>{NEWS[one.news]}</p>{new}{lost}", type="html")


def _quotation(excerpt: "Quoted", address: str, pattern: str) -> str:
    words = pattern.format("<br>".join(map(escape, quoted(excerpt.text))))
    cited = escape(f"{excerpt.title} · {excerpt.cited}")
    return f'<blockquote>{words}</blockquote><p><a href="{escape(address)}?ref={excerpt.reference}">{cited}</a></p>'


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, _tag(name), attributes)
    child.text = _NO_XML.sub("\ufffd", replace_control_characters(text)) or None
    return child


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"
