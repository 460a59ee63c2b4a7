"""What surrounds the text of a web page: menus, mastheads, forms, asides, and what its markup hides.

Tags name what they are for, and sites use them for anything. Where they would take away half of what there is to read,
the largest of them hold the text.
"""

import heapq
import re
from typing import Any

from embeddings.readers.html_office import GOOGLE_DOCS
from embeddings.readers.markup import remove

_TAGS = "nav footer aside form dialog noscript fieldset label menu object figure noindex button textarea"
_CANDIDATES = (
    " | ".join(f"//{tag}" for tag in _TAGS.split())
    + " | //header[not(ancestor::article) and not(ancestor::main)] | //body/*//@aria-hidden[. = 'true']/.."
)
# Programs that make a page of a document: nothing but what its tags name stands around the text. trafilatura drops
# headings and lists of such pages where they are short.
_OF_DOCUMENTS = re.compile(
    r"pandoc|libreoffice|openoffice|microsoft word|asciidoctor|docutils|latex2html|texinfo|groff", re.I
)
_GENERATORS = "//meta[@name='generator' or @name='Generator']/@content"
# Its title and what leads into it stand in its header, its notes and boxes in asides. LibreOffice writes the running
# heads of the printed pages into the page, and Word and LibreOffice lists of contents.
_OF_TEXT = ("header", "aside")
_OF_PRINT = (
    "//body/div[@title='header' or @title='footer'] | //div[starts-with(@id, 'Table of Contents')]"
    " | //p[starts-with(@class, 'MsoToc') or starts-with(@class, 'MsoTof')]"
)
# Elements in which a page says that its text stands, and how much of it there is enough to believe that.
_STATED_TEXT = "//article | //main | //@role[. = 'main']/.. | //@itemprop[. = 'articleBody']/.."
_ENOUGH_CHARACTERS = 500
# trafilatura judges these; here they only count where they hold most of the text.
_LEFT_IN = frozenset(("fieldset", "label", "menu", "object", "figure", "noindex", "textarea"))
_NO_TEXT = frozenset(("nav", "footer", "button"))
# What a browser hides until a search finds it is text.
_FOUND = "until-found"
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Words in these are no text to read, however many they are.
_UNREAD = frozenset(("a", "button", "option", "script", "select", "style", "template", "svg", "textarea"))


def cut_hidden(tree: Any) -> None:
    """Cut what a page's markup hides, in place: notices, menus and forms that a click opens.

    Parts of which another of the same class is shown stay, since they are turned like pages; and all stays where
    hardly anything else is to be read, since a script then shows it.
    """
    if hidden := _hidden(tree):
        sizes = _sizes(tree)
        if sizes[tree] - sum(sizes[element] for element in hidden) >= _ENOUGH_CHARACTERS:
            remove(hidden)


def _hidden(tree: Any) -> list[Any]:
    """Return the outermost elements of a page's body that its markup hides, but for parts that are turned."""
    from lxml import etree

    body = tree.find(".//body")
    hidden: list[Any] = []
    shown: dict[Any, set[tuple[str, str]]] = {}
    walk = etree.iterwalk(tree if body is None else body, events=("start",))
    for _, element in walk:
        if element is body or not _is_hidden(element):
            continue
        walk.skip_subtree()
        parent = element.getparent()
        if parent not in shown:
            shown[parent] = {kind for child in parent if not _is_hidden(child) for kind in _kinds(child)}
        if shown[parent].isdisjoint(_kinds(element)):
            hidden.append(element)
    return hidden


def _is_hidden(element: Any) -> bool:
    return element.get("hidden", _FOUND) != _FOUND or bool(_HIDING.search(element.get("style") or ""))


def _kinds(element: Any) -> list[tuple[str, str]]:
    return [(element.tag, name) for name in (element.get("class") or "").split()]


def is_of_document(tree: Any) -> bool:
    """Whether a program made a page of a document, so that all of it is the text. Its styles may tell."""
    return any(_OF_DOCUMENTS.match(name) for name in tree.xpath(_GENERATORS)) or bool(tree.xpath(GOOGLE_DOCS))


def set_document(tree: Any) -> None:
    """Cut what was only to be printed from the page of a document, in place; its header and asides become plain."""
    remove(tree.xpath(_OF_PRINT))
    for element in tree.iter(*_OF_TEXT):
        element.tag = "div"


def cut_furniture(tree: Any) -> int:
    """Cut the furniture of a page's tree, in place; elements that hold most of the text become plain ones.

    Return how many characters to read were cut that may be text, as those of forms and asides may, and no menu is.
    """
    candidates = tree.xpath(_CANDIDATES)
    outer, within = _nested(tree, candidates)
    sizes = _sizes(tree)
    left = sizes[tree] - sum(sizes[element] for element in outer)
    is_stated = _stated_outside(tree, set(outer), sizes) >= _ENOUGH_CHARACTERS
    # The largest first; the number keeps elements, which have no order, from being compared.
    queue = [(-sizes[element], number, element) for number, element in enumerate(outer)]
    heapq.heapify(queue)
    count = len(queue)
    while queue and not is_stated and 2 * left < sizes[tree] and queue[0][0] < 0:
        _, _, element = heapq.heappop(queue)
        inner = within.get(element, [])
        left += sizes[element] - sum(sizes[child] for child in inner)
        element.tag = "div"
        element.attrib.clear()
        for child in inner:
            heapq.heappush(queue, (-sizes[child], count, child))
            count += 1
    cut = {element for _, _, element in queue if element.tag not in _LEFT_IN}
    remove([element for element in candidates if element in cut])
    return sum(sizes[element] for element in cut if element.tag not in _NO_TEXT)


def _nested(tree: Any, candidates: list[Any]) -> tuple[list[Any], dict[Any, list[Any]]]:
    """Return the elements that stand in no other, and for each the elements directly within it."""
    from lxml import etree

    among = set(candidates)
    outer: list[Any] = []
    within: dict[Any, list[Any]] = {}
    around: list[Any] = []
    tags = tuple({element.tag for element in candidates})
    for event, element in etree.iterwalk(tree, events=("start", "end"), tag=tags):
        if element not in among:
            continue
        if event == "end":
            around.pop()
            continue
        if around:
            within.setdefault(around[-1], []).append(element)
        else:
            outer.append(element)
        around.append(element)
    return outer, within


def _stated_outside(tree: Any, outer: set[Any], sizes: dict[Any, int]) -> int:
    """Return the characters of the longest text that the page itself names as its text, outside these elements."""
    from lxml import etree

    stated = set(tree.xpath(_STATED_TEXT))
    longest = 0
    walk = etree.iterwalk(tree, events=("start",), tag=tuple({element.tag for element in outer | stated}))
    for _, element in walk:
        if element in outer:
            walk.skip_subtree()
        elif element in stated:
            longest = max(longest, sizes[element])
    return longest


def _sizes(tree: Any) -> dict[Any, int]:
    """Return how many characters to read each element holds: outside links, without runs of white space."""
    from lxml import etree

    sizes: dict[Any, int] = {}
    read = unread = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            # What is read before it, until its end is met.
            sizes[element] = read
            unread += element.tag in _UNREAD
            text = element.text
        else:
            sizes[element] = read - sizes[element]
            unread -= element.tag in _UNREAD
            text = element.tail
        if text and not unread:
            read += len(" ".join(text.split()))
    return sizes
