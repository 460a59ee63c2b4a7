"""HTML pages: trafilatura finds the article; what it reports of the page is kept only if the page states it."""

import re
from collections.abc import Iterator
from typing import Any

from embeddings.readers.furniture import is_furniture
from embeddings.readers.reading import Reading
from embeddings.readers.statements import byline, iso_date, published_line

# How many blocks at the top of an article may be its byline, its date or a share bar.
TOP_BLOCKS = 5

# Never part of an article, also where a page is too short for trafilatura to judge.
_FURNITURE = [
    f"//{tag}" for tag in ("nav", "footer", "aside", "form", "dialog", "script", "style", "noscript", "template")
] + ["//header[not(ancestor::article) and not(ancestor::main)]", "//button", "//*[@aria-hidden='true']"]
_AROUND = " |/·•–—-,:"
_BLOCKS = {"p", "head", "item", "row", "quote", "code", "list", "table", "div", "cell"}


def read(text: str) -> Reading:
    """Read a web page; never fails, but the text is empty where no article is found.

    Paragraphs, headings, list items and table rows become blocks parted by a blank line.
    """
    import trafilatura

    page: Any = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        prune_xpath=_FURNITURE,
        # Only dates that the page's own markup gives as its date; no guessing from the text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if page is None:
        return Reading(text="")
    visible = _text_and_attributes(text)
    author = _as_stated(page.author, visible)
    blocks = [block for block in _blocks(page.body) if block]
    return Reading(
        text="\n\n".join(_without_furniture(blocks, author)),
        title=_as_stated(page.title, visible),
        author=author,
        publisher=_as_stated(page.sitename, visible),
        published=iso_date(page.date) if page.date else None,
        url=page.url or None,
        language=_language(text),
    )


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
    """White space means nothing in HTML; a line break that the page asks for stays."""
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
    """Whether a block says nothing but who wrote the article and when it was published."""
    said = re.sub(rf"(?:by\s+)?{re.escape(author)}", "", block, flags=re.IGNORECASE) if author else block
    said = said.strip(_AROUND)
    return said.lower() in {"", "by", "published", "posted"} or bool(byline(said) or published_line(said))


def _text_and_attributes(text: str) -> str:
    """All a page says, markup aside, with white space collapsed."""
    from lxml import html

    try:
        tree = html.fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, SyntaxError):
        return ""
    # JSON-LD, where many sites state author and publisher, stands in script elements' text.
    said = [str(value) for value in tree.xpath("//text() | //@content | //@title | //@alt")]
    return " ".join(" ".join(said).split())


def _as_stated(reported: str | None, visible: str) -> str | None:
    """Give back the page's own spelling (trafilatura capitalises names); None if the page does not say it."""
    if not reported:
        return None
    words = r"\s+".join(re.escape(word) for word in reported.split())
    match = re.search(words, visible, re.IGNORECASE)
    return match[0] if match else None


def _language(text: str) -> str | None:
    match = re.search(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", text[:5000], re.IGNORECASE)
    return match[1] if match else None
