"""HTML pages.

trafilatura finds the article. What it reports of the page is kept only if the page states it.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from copy import copy
from itertools import takewhile
from typing import Any

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.content import FileContent, content_with, missing
from embeddings.readers.forum_posts import posts_of, thread, title_of
from embeddings.readers.furniture import is_furniture
from embeddings.readers.html_between import with_units_between
from embeddings.readers.html_breaks import with_breaks
from embeddings.readers.html_facts import page_facts
from embeddings.readers.html_furniture import cut_furniture, cut_hidden, is_of_document, set_document
from embeddings.readers.html_items import marks_of_blocks, with_marks
from embeddings.readers.html_layout import set_layout
from embeddings.readers.html_math import set_math
from embeddings.readers.html_properties import styled_title, word_properties
from embeddings.readers.html_standfirst import with_standfirst
from embeddings.readers.linked_data import article_body
from embeddings.readers.markup import blocks, held_blocks, parsed, simplify, struck_words
from embeddings.readers.press_pages import press_blocks
from embeddings.readers.statements import byline, published_line

# So many blocks at the top of an article may be its byline, its date or a share bar.
TOP_BLOCKS = 5
AROUND = "around the article: menus, forms, asides, or what it states of itself"

STATEMENT_CHARACTERS = 300
# trafilatura's own parser goes no deeper, and it takes ever longer over pages that do.
DEEPEST_JUDGED = 255
_TOO_DEEP = f"boolean({'/*' * (DEEPEST_JUDGED + 1)})"
# Over so many elements, the other extractors that trafilatura compares itself with take for ever: their time grows with
# the square of them. The largest of 34 saved pages has 1,523.
MOST_COMPARED = 20_000
# Over so many, its own tables and lists do too.
MOST_JUDGED = 50_000

# Of an article with fewer characters it is looked whether more was meant to be read.
SHORT_CHARACTERS = 1_500
# Such is the case where more was cut than was found, or where the whole page says so many times as much: of 488 pages
# with fewer than 3,100 characters none then loses what was meant.
MOST_OF_PAGE = 8

_LANGUAGE = re.compile(r"[A-Za-z-]{2,12}")
_LANGUAGE_WITHIN = 5000
_LANGUAGE_WRITTEN = re.compile(r"<html\b[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
# Elements whose words make a line.
_LINE_NAMES = "p li td th dd dt h1 h2 h3 h4 h5 h6 blockquote span a b i em strong u mark"
_LINES = frozenset(_LINE_NAMES.split())
_AROUND = " |/·•–—-,:"
# trafilatura's names of elements.
_HTML_NAMES = {
    "head": "h2",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "list": "ul",
    "lb": "br",
    "code": "pre",
}


def read(text: str) -> FileContent:
    """Read a web page. The text is empty if the page holds none.

    Paragraphs, headings, list items with their marks and table rows become blocks with a blank line between them.
    Raises NotReadWhole if the page's elements are nested too deep.
    """
    tree = parsed(text)
    if tree is None:
        return FileContent(text="")
    stated = [*styled_title(tree), *_stated(tree, text), *word_properties(text)]
    if of_press := press_blocks(tree):
        return content_with("\n\n".join(of_press), stated)
    if posts := posts_of(tree):
        return thread(posts, title_of(tree), stated)
    embedded = article_body(tree)
    struck = struck_words(tree)
    is_document = is_of_document(tree)
    set_math(tree)
    simplify(tree)
    set_layout(tree)
    body = tree.find(".//body")
    root = tree if body is None else body
    shown = list(held_blocks(root))
    of_page, marks = [block for block, _ in shown], marks_of_blocks(shown, root)
    cut_hidden(tree)
    if is_document:
        set_document(tree)
    cut = cut_furniture(tree)
    cut_body = tree.find(".//body")
    found = list(_article(tree) if not is_document or cut_body is None else blocks(cut_body))
    found = found if cut_body is None else with_units_between(with_breaks(found, cut_body), cut_body)
    size = _length(found)
    if size < SHORT_CHARACTERS and (cut > size or _length(of_page) > MOST_OF_PAGE * size):
        found = _with_what_was_cut(text, found)
    titles = [fact.value for fact in stated if fact.name == "title"]
    article = with_standfirst(_with_repeats(found, of_page), shown, tree, titles)
    # A page that is built by a script has its text only in the data.
    article = embedded if _length(article) * 2 < _length(embedded) else article
    author = next((fact.value for fact in stated if fact.name == "author"), None)
    kept = article if is_document else _without_furniture(article, author)
    omitted = missing(of_page, kept, AROUND)
    left_out = len(struck) + max(0, len(of_page) - len(kept))
    marked = with_marks(kept, of_page, marks)
    return content_with("\n\n".join(marked), stated, left_out=left_out, omitted=[*struck, *omitted])


def _stated(tree: Any, text: str) -> list[Fact]:
    """Return what a page states of itself, the surest first; what trafilatura makes of its words comes last."""
    import trafilatura
    from trafilatura.settings import Document

    try:
        page: Any = trafilatura.extract_metadata(
            copy(tree),
            # Only a date that the page's markup gives as its own; no guessing from the text.
            date_config={"extensive_search": False, "original_date": True},
        )
    except (TypeError, ValueError):
        page = Document()
    visible = _text_and_attributes(tree)
    small = _small(visible)
    reported = {
        "title": _as_stated(page.title, visible, small),
        "author": _as_stated(page.author, visible, small),
        "publisher": _as_stated(page.sitename, visible, small),
        "published": iso_date(page.date) if page.date else None,
        "url": page.url or None,
    }
    others = (("url", reported["url"]), ("language", _language(tree.get("lang") or "", text)))
    return [*page_facts(tree, reported), *(Fact(name, value, "page") for name, value in others if value)]


def _article(tree: Any) -> Iterator[str]:
    """Return the blocks of a page's article, or of the whole page if trafilatura finds none."""
    body = tree.find(".//body")
    if body is None:
        return iter(())
    extracted = _extracted(tree)
    return blocks(body if extracted is None else extracted)


def _with_what_was_cut(text: str, article: list[str]) -> list[str]:
    """Return the article of a page of which nothing was cut, if that says more than twice as much; else the one given.

    Some sites have their text in elements that are made for what surrounds it.
    """
    tree = parsed(text)
    set_math(tree)
    simplify(tree)
    set_layout(tree)
    cut_hidden(tree)
    extracted = _extracted(tree)
    whole = [] if extracted is None else list(blocks(extracted))
    return whole if _length(whole) > 2 * _length(article) else article


def _extracted(tree: Any) -> Any:
    """Return the body of a page as trafilatura extracts it; None if it finds no article, or is not asked."""
    import trafilatura

    _keep_within_lines(tree)
    count = tree.xpath("count(//*)")
    page: Any = (count <= MOST_JUDGED and not tree.xpath(_TOO_DEEP)) and trafilatura.bare_extraction(
        tree,
        # The elements are taken; without this it also makes a text of them.
        output_format="xml",
        include_comments=False,
        include_tables=True,
        include_images=False,
        fast=count > MOST_COMPARED,
    )
    return None if not page or _is_dump(page.body) else _as_html(page.body)


def _with_repeats(article: list[str], page: list[str]) -> list[str]:
    """Return the blocks of an article with those between them that say again what one of them says.

    trafilatura keeps such a block once, be it the refrain of a song or an answer in an interview.
    """
    repeats = Counter(page)
    repeats.subtract(article)
    # None stands more often in the article than on the page, nor one that the article does not hold at all.
    left = {block: repeats[block] for block in article if repeats[block] > 0}
    if not left:
        return article
    places: dict[str, list[int]] = {}
    for number, block in enumerate(page):
        places.setdefault(block, []).append(number)

    def again(block: str) -> bool:
        left[block] = left.get(block, 0) - 1
        return left[block] >= 0

    kept: list[str] = []
    at = 0
    for block in article:
        found = places.get(block, [])
        following = bisect_left(found, at)
        if following < len(found):
            kept += filter(again, page[at : found[following]] if at else ())
            at = found[following] + 1
        kept.append(block)
    return [*kept, *takewhile(again, page[at:] if at else ())]


def _keep_within_lines(tree: Any) -> None:
    """Keep trafilatura from cutting words out of a line, or joining two: it drops dates and labels, and parts code."""
    for element in tree.iter("time", "label", "output", "q", "code"):
        if element.getparent().tag in _LINES:
            element.tag = "span"
    for element in tree.iter("div"):
        element.text = f" {element.text}" if (element.text or "").strip() else element.text
        element.tail = f" {element.tail}" if (element.tail or "").strip() else element.tail


def _length(texts: list[str]) -> int:
    return sum(len(text) for text in texts)


def _is_dump(body: Any) -> bool:
    """Whether trafilatura found no article and gives all text of the page, each piece on a line by itself."""
    return len(body) == 1 and body[0].tag == "p" and "\n" in (body[0].text or "")


def _as_html(body: Any) -> Any:
    """Give the elements of trafilatura's tree the names that they had on the page."""
    for element in body.iter("*"):
        element.tag = _HTML_NAMES.get(element.tag, element.tag)
    return body


def _without_furniture(article: list[str], author: str | None) -> list[str]:
    kept = []
    for number, block in enumerate(article):
        about_itself = number < TOP_BLOCKS and _states_only(block, author)
        if not about_itself and not is_furniture(block):
            kept.append(block)
    return kept


def _states_only(block: str, author: str | None) -> bool:
    """Whether a block states only who wrote the article and when it was published."""
    if len(block) > STATEMENT_CHARACTERS:
        return False
    rest = re.sub(rf"(?:by\s+)?{re.escape(author)}", "", block, flags=re.IGNORECASE) if author else block
    rest = rest.strip(_AROUND)
    return rest.lower() in {"", "by", "published", "posted"} or bool(byline(rest) or published_line(rest))


def _text_and_attributes(tree: Any) -> str:
    """Return all text of a page, and of attributes that hold text, with white space collapsed.

    It includes the text of scripts: JSON-LD, in which many sites state author and publisher, is there.
    """
    values = tree.xpath("//text() | //@content | //@title | //@alt", smart_strings=False)
    return " ".join(" ".join(values).split())


def _as_stated(reported: object, visible: str, small: str) -> str | None:
    """Return what trafilatura reports as the page spells it; None if the page does not state it.

    `small` is what is visible in small letters. trafilatura capitalises names, and reports what is a number in a page's
    data as one.
    """
    words = " ".join(reported.split()) if isinstance(reported, str) else ""
    at = small.find(_small(words)) if words else -1
    return visible[at : at + len(words)] if at >= 0 else None


def _small(text: str) -> str:
    """Return a text of the same length in small letters; İ is the only letter whose small form is longer."""
    return text.replace("İ", "I").lower()


def _language(lang: str, text: str) -> str | None:
    """Return the language that a page states; the parser does not see an element that stands below other text."""
    stated = _LANGUAGE.match(lang) or _LANGUAGE_WRITTEN.search(text[:_LANGUAGE_WITHIN])
    return stated[stated.lastindex or 0] if stated else None
