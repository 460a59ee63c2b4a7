"""The marks of list items in the article of a web page: its blocks get those that they have on the page."""

from collections.abc import Sequence
from typing import Any

from embeddings.readers.html_between import matched
from embeddings.readers.item_marks import marks_of


def marks_of_blocks(held: Sequence[tuple[str, Any]], root: Any) -> list[str]:
    """Return the mark of each block under an element, given with its holder; "" for all but the first of an item."""
    marks = dict(marks_of(root))
    if not marks:
        return [""] * len(held)
    begun: set[Any] = set()
    found = []
    for _, holder in held:
        item: Any = holder if holder.tag == "li" else next(holder.iterancestors("li"), None)
        if item is None or item in begun:
            found.append("")
        else:
            found.append(marks.get(item, ""))
            begun.update((item, *item.iterancestors("li")))
    return found


def with_marks(article: Sequence[str], page: Sequence[str], marks: Sequence[str]) -> list[str]:
    """Return the blocks of an article with the marks that these blocks of their page have."""
    marked = list(article)
    for number, place in matched(article, page) if any(marks) else ():
        marked[number] = marks[place] + marked[number]
    return marked
