"""HTML as a browser shows it: one rendering for web pages and for HTML within Markdown.

What cannot be set as plain words becomes a sign: 10^5 for a power, [12] for a note's mark. Struck words are left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from embeddings.readers.content import STRUCK, NotReadWhole, Omitted
from embeddings.readers.html_notes import set_note_links
from embeddings.readers.html_office import set_office
from embeddings.readers.preformatted import set_lines
from embeddings.readers.raised import CONTEXT, lowered, raised
from embeddings.readers.xml_parsing import xml_bytes

# libxml2 drops what is nested deeper.
DEEPEST = 2048
# A name that an element may bear in any tree; a parser also takes what a slip of the pen has made one, as in "<b<p>".
_NAME = re.compile(r"[a-z][\w:.-]*")
_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav noscript ol p pre search section summary table"
    " tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SPACE = re.compile(r"\s+")
# What media hold is for browsers that cannot play them.
_MEDIA = ("video", "audio", "canvas", "iframe")
_UNSEEN = ("script", "style", "template[not(@shadowrootmode)]", "svg", "select", "datalist", "comment", *_MEDIA)
_STRUCK = re.compile(r"text-decoration(?:-line)?:\s*line-through")
_RAISED = re.compile(r"vertical-align:\s*super")
_LOWERED = re.compile(r"vertical-align:\s*sub\b")
# A table that holds these, or more characters than this in a cell, sets a page; others hold figures or words in rows.
_OF_PAGES = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "form", "pre")
_CELL_CHARACTERS = 600
# The name of rows: so many cells of so many characters are repeated in the rows that they span.
_SPANNING_CELLS = 8
_SPANNING_CHARACTERS = 120
_ITEM_END = tuple(".,;:!?")


def parsed(text: str) -> Any:
    """Return a page, or a piece of one, as lxml's tree of a whole page; None if it is empty.

    An element whose name is none becomes a span, since lxml refuses to build one of that name again.
    Raises NotReadWhole if its elements are nested so deep that the parser leaves some out.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # Else lxml looks for the class of each element by its name, in Python, whenever it is met.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(html.HtmlElement))
    try:
        tree = html.document_fromstring(xml_bytes(text), parser=parser)
    except (ValueError, etree.LxmlError):
        tree = None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise NotReadWhole(f"nests elements over {DEEPEST:,} deep, where the rest cannot be read; save it flatter")
    tags = set() if tree is None else {element.tag for element in tree.iter("*")}
    if odd := [tag for tag in tags if not _NAME.fullmatch(tag)]:
        for element in tree.iter("*"):
            if element.tag in odd:
                element.tag = "span"
    return tree


def struck_words(tree: Any) -> list[Omitted]:
    """Return the struck words of a tree, which `simplify` leaves out."""
    return [
        Omitted(words, STRUCK) for element in _struck(tree) if (words := " ".join(element.xpath("string()").split()))
    ]


def simplify(tree: Any) -> None:
    """Make a tree's words plain, in place.

    Nothing is unseen or struck, raised text has signs, cells are lines, and preformatted text is paragraphs of lines.
    """
    remove(tree.xpath(" | ".join(f"//{unseen}" for unseen in _UNSEEN)))
    set_office(tree)
    set_note_links(tree)
    remove(_struck(tree))
    _set_raised(tree)
    for table in [table for table in tree.iter("table") if is_of_figures(table)]:
        _flatten(table)
    for element in list(tree.iter("pre")):
        set_lines(element)


def remove(elements: list[Any]) -> None:
    """Remove elements, given in the order of the page, and keep the text that follows each.

    lxml's drop_tree copies the text before an element once for each, which takes for ever where there are many.
    """
    texts: list[str] = []
    for number, element in enumerate(elements):
        parent, before = element.getparent(), element.getprevious()
        texts.append(element.tail or "")
        element.tail = None
        after = element.getnext()
        parent.remove(element)
        if after is not None and number + 1 < len(elements) and elements[number + 1] is after:
            continue
        if before is None:
            parent.text = (parent.text or "") + "".join(texts)
        else:
            before.tail = (before.tail or "") + "".join(texts)
        texts = []


def blocks(root: Any) -> Iterator[str]:
    """Yield the text of each block under an element in order: a paragraph, a heading, an item, a row of a table."""
    return (block for block, _ in held_blocks(root))


def held_blocks(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield the text of each block under an element in order, with the element whose words it holds."""
    from lxml import etree

    run: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_start = event == "start"
        if run and is_block(element):
            block = collapsed("".join(run))
            if block := block.rstrip(" |") if element.tag == "tr" else block:
                yield block, element.getparent() if is_start else element
            run = []
        if not is_start:
            text = element.tail if element is not root else None
        elif element.tag == "br":
            run.append("\n")
            continue
        else:
            if _follows_cell(element) and element is not root:
                run.append(" | ")
            text = element.text
        if text:
            # Other white space is made one space at the end of the block.
            run.append(text.replace("\n", " "))
    if block := collapsed("".join(run)):
        yield block, root


def in_line(parts: Iterable[str], *, is_list: bool) -> str:
    """Join blocks into a line; the items of a list, whose signs a line has no place for, by semicolons."""
    lines = [part.replace("\n", " ") for part in parts if part]
    ends = ["; " if is_list and not line.endswith(_ITEM_END) else " " for line in lines]
    return "".join(line + end for line, end in zip(lines, [*ends[:-1], ""], strict=False))


def collapsed(text: str) -> str:
    """Make each run of white space one space, except line breaks that the page asks for."""
    if "\n" not in text:
        return spaced_once(text)
    lines = (spaced_once(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def spaced_once(text: str) -> str:
    """Make each run of white space one space, with none at an end."""
    # Single spaces, the only white space that can be printed, stay: most text has no other.
    if text.isprintable() and "  " not in text and text.strip() == text:
        return text
    return " ".join(text.split())


def _follows_cell(element: Any) -> bool:
    """Whether a cell that is part of a line has another before it."""
    return element.tag in {"td", "th"} and element.getprevious() is not None and not is_block(element)


def is_block(element: Any) -> bool:
    """Whether an element stands on lines of its own."""
    if element.tag in {"td", "th"}:
        # A cell of a table that sets a page.
        return any(child.tag in _BLOCKS for child in element)
    return element.tag in _BLOCKS


def _struck(tree: Any) -> list[Any]:
    """Return the elements that are struck; none where whole paragraphs are that are most of a page: a tag is open."""
    from lxml import etree

    if not tree.xpath("boolean(//del | //s | //strike | //@style[contains(., 'line-through')])"):
        return []
    outermost = []
    walk = etree.iterwalk(tree, events=("start",))
    for _, element in walk:
        if element.tag in {"del", "s", "strike"} or _STRUCK.search(element.get("style") or ""):
            outermost.append(element)
            walk.skip_subtree()
    paragraphs = [element for element in outermost if next(element.iterdescendants(*_BLOCKS), None) is not None]
    struck = sum(len(element.xpath("string()")) for element in paragraphs)
    return outermost if 2 * struck <= len(tree.xpath("string()")) else []


def _set_raised(tree: Any) -> None:
    """Set raised and lowered text flat, with the sign by which it reads."""
    from lxml import etree

    if not tree.xpath("boolean(//sup | //sub | //@style[contains(., 'vertical-align')])"):
        return
    signs = []
    before = ""
    skipped = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        is_start = event == "start"
        if is_start and skipped is None and (kind := _level(element)):
            text = element.xpath("string()")
            linked = element.find(".//a") is not None or element.getparent().tag == "a"
            sign = raised(before, text, element.tail or "", linked=linked) if kind > 0 else lowered(before, text)
            signs.append((element, sign))
            before = (before + sign)[-CONTEXT:]
            skipped = element
        if is_block(element) or element.tag in {"br", "td", "th"}:
            before = ""
        if skipped is None or (element is skipped and not is_start):
            text = element.text if is_start else element.tail
            before = (before + _SPACE.sub(" ", text or ""))[-CONTEXT:]
            skipped = None
    for element, sign in signs:
        for child in list(element):
            element.remove(child)
        element.attrib.clear()
        element.tag, element.text = "span", sign


def _level(element: Any) -> int:
    """Return 1 for an element that raises its text, -1 for one that lowers it, else 0."""
    style = element.get("style") or ""
    if element.tag == "sup" or _RAISED.search(style):
        return 1
    return -1 if element.tag == "sub" or _LOWERED.search(style) else 0


def is_of_figures(table: Any) -> bool:
    """Whether a table holds figures or words in rows, not the parts of a page."""
    if table.get("role") in {"presentation", "none"} or next(table.iterdescendants(*_OF_PAGES), None) is not None:
        return False
    rows = [len(row) for row in table.iter("tr")]
    is_grid = len(rows) > 1 and max(rows) > 1
    return is_grid and all(len(cell.xpath("string()")) <= _CELL_CHARACTERS for cell in table.iter("td", "th"))


def _flatten(table: Any) -> None:
    """Make each cell of a table a line of text, and repeat a cell in the rows that it spans."""
    from lxml import etree

    # By column: how many more rows a cell spans, its own included, and its text.
    spanning: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        column = 0
        for cell in row.xpath("./td | ./th"):
            column = _repeat(row, column, spanning, before=cell)
            text = _line(cell)
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1 and len(spanning) < _SPANNING_CELLS:
                spanning[column] = (rows, text if len(text) <= _SPANNING_CHARACTERS else "")
            column += columns
        _repeat(row, column, spanning, before=None)
        spanning = {at: (rows - 1, text) for at, (rows, text) in spanning.items() if rows > 1}
    etree.strip_attributes(table, "rowspan", "colspan")


def _repeat(row: Any, column: int, spanning: dict[int, tuple[int, str]], before: Any) -> int:
    """Repeat the cells that span a row from this column on, before a cell or at the end; return the next column."""
    while column in spanning:
        _, text = spanning[column]
        if text:
            cell = row.makeelement("td")
            cell.text = text
            row.insert(len(row) if before is None else row.index(before), cell)
        column += 1
    return column


def _span(cell: Any, name: str) -> int:
    """Return how many rows or columns a cell spans; a browser takes no more than a thousand columns."""
    stated = (cell.get(name) or "").strip()
    return min(int(stated), 1000) if re.fullmatch(r"[0-9]{1,6}", stated) else 1


def _line(cell: Any) -> str:
    """Return a cell's text as a line, and set it into the cell in place of lists, paragraphs and line breaks."""
    text = in_line(blocks(cell), is_list=cell.find(".//li") is not None)
    if next(cell.iterdescendants("br", "li", "p", "div", "dl", "dd", "blockquote"), None) is None:
        return text
    in_links = sum(len(link.xpath("string()")) for link in cell.iter("a"))
    for child in list(cell):
        cell.remove(child)
    # A cell of links stays one: tables of links are menus.
    holder = cell if 2 * in_links <= len(text) else cell.makeelement("a")
    cell.text, holder.text = None, text
    if holder is not cell:
        cell.append(holder)
    return text
