"""The layout of a web page made plain before its article is sought: paragraphs of bare text, parts of tables.

trafilatura passes over text that stands in no paragraph beside elements that are blocks, and over lists in the cells of
tables.
"""

from typing import Any

from embeddings.readers.markup import is_block, is_of_figures

# A label beside a part of the page has fewer characters.
SHORTEST_PROSE = 80
# Elements in which pages without a frame have bare text beside blocks; in others trafilatura sees it.
_HOLDERS = ("body", "center", "td")


def set_layout(tree: Any) -> None:
    """Make the tables that set a page, and bare text beside blocks, plain parts and paragraphs, in place."""
    for holder in list(tree.iter(*_HOLDERS)):
        if any(is_block(child) for child in holder):
            _wrap_bare(holder)
    for table in list(tree.iter("table")):
        if not is_of_figures(table) and any(is_block(cell) for cell in table.iter("td", "th")):
            _unset(table)


def _unset(table: Any) -> None:
    """Make the cells of a table that sets a page parts of it; a row without such cells stays a line."""
    table.tag = "div"
    for part in table.xpath("./thead | ./tbody | ./tfoot | ./caption"):
        part.tag = "p" if part.tag == "caption" and not any(map(is_block, part)) else "div"
    for row in table.xpath("./tr | ./div/tr"):
        cells = row.xpath("./td | ./th")
        if any(map(is_block, cells)):
            row.tag = "div"
            for cell in cells:
                cell.tag = "div"
                _wrap_bare(cell, shortest=1)
            continue
        row.tag = "p"
        for number, cell in enumerate(cells):
            cell.tag = "span"
            if number and cell.xpath("string()").strip():
                cell.text = f" | {cell.text or ''}"


def _wrap_bare(holder: Any, shortest: int = SHORTEST_PROSE) -> None:
    """Make a paragraph of each run of so many characters, text and elements within lines, that stands beside blocks."""
    before: Any = None
    run: list[Any] = []
    for child in [*holder, None]:
        if child is not None and not is_block(child):
            run.append(child)
            continue
        text = (holder.text if before is None else before.tail) or ""
        if len(" ".join("".join([text, *map(_unlinked, run)]).split())) >= shortest:
            paragraph = holder.makeelement("p")
            paragraph.text = text
            if before is None:
                holder.text = None
                holder.insert(0, paragraph)
            else:
                before.tail = None
                before.addnext(paragraph)
            paragraph.extend(run)
        before, run = child, []


def _unlinked(element: Any) -> str:
    """Return the words of an element and those behind it, without a link's."""
    return ("" if element.tag == "a" else element.xpath("string()")) + (element.tail or "")
