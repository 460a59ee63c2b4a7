"""HTML pages.

trafilatura finds the article. What it reports of the page is kept only if the page states it.
"""

import re
from collections.abc import Iterator
from typing import Any

from embeddings.dates import iso_date
from embeddings.readers.content import FileContent
from embeddings.readers.furniture import is_furniture
from embeddings.readers.statements import byline, published_line

# So many blocks at the top of an article may be its byline, its date or a share bar.
TOP_BLOCKS = 5

# Never part of an article, even on a page that is too short for trafilatura to judge.
_FURNITURE = [
    f"//{tag}"
    for tag in ("nav", "footer", "aside", "form", "dialog", "script", "style", "noscript", "template", "svg", "select")
] + ["//header[not(ancestor::article) and not(ancestor::main)]", "//button", "//*[@aria-hidden='true']"]
_WHOLE_PAGE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_AROUND = " |/·•–—-,:"
# Elements that split a page's text into blocks, in trafilatura's own tree and in HTML.
_BLOCKS = {"p", "head", "item", "row", "quote", "code", "list", "table", "div", "cell"}
_HTML_BLOCK = re.compile(
    r"address|article|blockquote|body|caption|d[dlt]|div|fig(?:caption|ure)|h[1-6r]|li|main|[ou]l|p|pre|section|table|tr"
)


def read(text: str) -> FileContent:
    """Read a web page; never fails. The text is empty if no article is found.

    Paragraphs, headings, list items and table rows become blocks with a blank line between them.
    """
    import trafilatura

    tree = _parsed(text)
    page: Any = tree is not None and trafilatura.bare_extraction(
        # It finds nothing in a piece of a page, so it gets the whole page that the parser makes of the piece.
        text if _WHOLE_PAGE.search(text) else tree,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        prune_xpath=_FURNITURE,
        # Only a date that the page's markup gives as its own; no guessing from the text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not page:
        return FileContent(text="")
    visible = _text_and_attributes(tree)
    author = _as_stated(page.author, visible)
    blocks = [block for block in (_page_blocks(tree) if _is_dump(page.body) else _blocks(page.body)) if block]
    return FileContent(
        text="\n\n".join(_without_furniture(blocks, author)),
        title=_as_stated(page.title, visible),
        author=author,
        publisher=_as_stated(page.sitename, visible),
        published=iso_date(page.date) if page.date else None,
        url=page.url or None,
        language=_language(text),
    )


def _is_dump(body: Any) -> bool:
    """Whether trafilatura found no article and gives all text of the page, each piece on a line by itself."""
    return len(body) == 1 and body[0].tag == "p" and "\n" in (body[0].text or "")


def _page_blocks(tree: Any) -> Iterator[str]:
    """Yield the text of each block of a page in order, without its furniture."""
    from lxml import etree

    for element in tree.xpath(" | ".join(_FURNITURE)):
        element.drop_tree()
    run: list[str] = []
    for event, element in etree.iterwalk(tree.find(".//body"), events=("start", "end")):
        if _HTML_BLOCK.fullmatch(element.tag):
            yield _collapsed("".join(run))
            run = []
        if event == "end":
            run.append(_spaced(element.tail))
        elif element.tag == "br":
            run.append("\n")
        else:
            next_cell = element.tag in {"td", "th"} and element.getprevious() is not None
            run.append((" | " if next_cell else "") + _spaced(element.text))


def _parsed(text: str) -> Any:
    """Return a page as lxml's tree, None if it is empty."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (ValueError, etree.LxmlError):
        return None


def _spaced(text: str | None) -> str:
    """Make each run of white space one space, as a browser does."""
    return re.sub(r"\s+", " ", text or "")


def _blocks(element: Any) -> Iterator[str]:
    """Yield the text of each block under an element of trafilatura's tree, in order."""
    if element.tag == "row":
        yield " | ".join(_collapsed(" ".join(cell.itertext())) for cell in element)
        return
    run = [element.text or ""]
    for child in element:
        if child.tag in _BLOCKS:
            yield _collapsed("".join(run))
            yield from _blocks(child)
            run = []
        elif child.tag == "lb":
            run.append("\n")
        else:
            run.append("".join(child.itertext()))
        run.append(child.tail or "")
    yield _collapsed("".join(run))


def _collapsed(text: str) -> str:
    """Make each run of white space one space, except line breaks that the page asks for."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _without_furniture(blocks: list[str], author: str | None) -> list[str]:
    kept = []
    for number, block in enumerate(blocks):
        about_itself = number < TOP_BLOCKS and _states_only(block, author)
        if not about_itself and not is_furniture(block):
            kept.append(block)
    return kept


def _states_only(block: str, author: str | None) -> bool:
    """Whether a block states only who wrote the article and when it was published."""
    rest = re.sub(rf"(?:by\s+)?{re.escape(author)}", "", block, flags=re.IGNORECASE) if author else block
    rest = rest.strip(_AROUND)
    return rest.lower() in {"", "by", "published", "posted"} or bool(byline(rest) or published_line(rest))


def _text_and_attributes(tree: Any) -> str:
    """Return all text of a page, and of attributes that hold text, with white space collapsed.

    It includes the text of scripts: JSON-LD, in which many sites state author and publisher, is there.
    """
    values = [str(value) for value in tree.xpath("//text() | //@content | //@title | //@alt")]
    return " ".join(" ".join(values).split())


def _as_stated(reported: str | None, visible: str) -> str | None:
    """Return what trafilatura reports as the page spells it; None if the page does not state it.

    trafilatura capitalises names.
    """
    if not reported:
        return None
    words = r"\s+".join(re.escape(word) for word in reported.split())
    match = re.search(words, visible, re.IGNORECASE)
    return match[0] if match else None


def _language(text: str) -> str | None:
    match = re.search(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", text[:5000], re.IGNORECASE)
    return match[1] if match else None
