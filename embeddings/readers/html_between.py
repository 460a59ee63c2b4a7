"""What stands between the paragraphs of an article: lists and headings that the extraction passed over.

trafilatura drops lists and headings where it finds no element that frames the article, and where another extractor
found the paragraphs. What stands beside kept paragraphs belongs to the article, unless it is mostly links.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from embeddings.readers.html_lines import is_elsewhere
from embeddings.readers.markup import held_blocks

# Each block between is looked for in what stands there in other words: 50,000 in so many characters take a second.
MOST_UNMATCHED = 20_000
_LISTS = frozenset(("ul", "ol", "dl"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


class _Block(NamedTuple):
    """A block of a page: its words, and the element whose words they are."""

    words: str
    holder: Any


def with_units_between(article: list[str], body: Any) -> list[str]:
    """Return the blocks of an article with the lists and headings of a page's body that stand beside them.

    `body` is without what surrounds the article.
    """
    page = [_Block(words, holder) for words, holder in held_blocks(body)]
    pairs = matched(article, [block.words for block in page])
    if not pairs:
        return article
    kept: list[str] = []
    at = 0
    for (number, place), (following, end) in zip(pairs, [*pairs[1:], (len(article), len(page))], strict=True):
        kept += article[at : number + 1]
        at = number + 1
        # Blocks of the article that are not found on the page may say what stands here in other words.
        others = "".join(map(_letters, article[at:following]))
        gap = page[place + 1 : end]
        is_last = following == len(article)
        if len(others) <= MOST_UNMATCHED:
            kept += _belonging(gap, page[place], None if is_last else page[end], others)
    return [*kept, *article[at:]]


def _belonging(gap: Sequence[_Block], before: _Block, after: _Block | None, others: str) -> list[str]:
    """Return the words of those blocks between two of an article that belong to it."""
    around = {*before.holder.iterancestors(), *(() if after is None else after.holder.iterancestors())}
    judged: dict[Any, bool] = {}
    units: list[Any] = []
    belong: list[bool] = []
    for block in gap:
        unit = _unit(block.holder)
        units.append(unit)
        if unit is not None and unit not in judged:
            judged[unit] = unit.getparent() in around and not _is_of_links(unit)
        belong.append(unit is not None and judged[unit] and _letters(block.words) not in others)
        if after is None and not (belong[-1] and _is_plain(unit)):
            # Behind the last paragraph only what follows it at once: below are labels and comments.
            belong[-1] = False
            break
    # A heading stands before something.
    for number in reversed(range(len(belong))):
        is_heading = units[number] is not None and units[number].tag in _HEADINGS
        is_led = belong[number + 1] if number + 1 < len(belong) else after is not None
        belong[number] = belong[number] and (is_led or not is_heading)
    return [block.words for block, belongs in zip(gap, belong, strict=False) if belongs]


def matched(article: Sequence[str], page: Sequence[str]) -> list[tuple[int, int]]:
    """Return the numbers of the blocks of an article that are found on its page, in order, each with its block there.

    White space does not count.
    """
    places: dict[str, list[int]] = {}
    for place, words in enumerate(page):
        places.setdefault(_letters(words), []).append(place)
    pairs: list[tuple[int, int]] = []
    at = -1
    for number, words in enumerate(article):
        found = places.get(_letters(words), [])
        following = bisect_right(found, at)
        if following < len(found):
            at = found[following]
            pairs.append((number, at))
    return pairs


def _unit(holder: Any) -> Any:
    """Return the list or the heading that a block is part of; None for another block."""
    unit = None
    for element in (holder, *holder.iterancestors()):
        if element.tag in _LISTS or (element is holder and element.tag in _HEADINGS):
            unit = element
    return unit


def _is_of_links(unit: Any) -> bool:
    """Whether most of the words of a list or a heading are links."""
    linked = sum(len(link.xpath("string()")) for link in unit.iter("a"))
    return 2 * linked > len(unit.xpath("string()"))


def _is_plain(unit: Any) -> bool:
    """Whether a unit is a list without a link, of the page itself."""
    return unit.tag in _LISTS and next(unit.iter("a"), None) is None and not is_elsewhere(unit)


def _letters(words: str) -> str:
    # A block has no other white space.
    return words.replace(" ", "").replace("\n", "")
