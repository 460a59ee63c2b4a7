"""The standfirst of an article: what stands in a line or two between its heading and its text.

Many sites set it beside the heading, outside the element that frames the article, where an extraction does not look.
"""

import re
from collections.abc import Sequence
from typing import Any

_NAMES = (
    r"standfirst|dec?k|sub-?titles?|sub-?head(?:line|ing)?|strapline|tagline|lede|chapo|vorspann|bajada|copete|entradilla"
    r"|sottotitolo|sommario|(?:article|post|story|entry)[-_]*(?:summary|intro|lead|description|excerpt)"
)
_CLASS = re.compile(rf"(?<![^\W_])(?:{_NAMES})(?![^\W_])", re.IGNORECASE)
_DESCRIPTIONS = "//meta[@name='description' or @property='og:description']/@content"
# Between a heading and the text stand section, author, date, share bar and caption: all 25 below within so many lines.
MOST_LINES_BETWEEN = 12
# Shorter ones are labels, longer ones paragraphs: of 181 public articles 25 gain a line by this, each a standfirst.
FEWEST_CHARACTERS, MOST_CHARACTERS = 40, 500
# How far up an element may stand that names it.
_LEVELS = 2


def with_standfirst(article: list[str], page: Sequence[tuple[str, Any]], tree: Any, titles: Sequence[str]) -> list[str]:
    """Return the blocks of an article with its standfirst before them, where the page has one that is not among them.

    `page` are the blocks of the whole page, each with the element that holds it, `titles` what it states as its title.
    """
    headings = {_letters(title) for title in titles}
    first = next((number for number, block in enumerate(article) if _letters(block) not in headings), len(article))
    if first == len(article):
        return article
    begin = _letters(article[first])
    end = next((place for place, (block, _) in enumerate(page) if _letters(block) == begin), 0)
    before = range(max(0, end - MOST_LINES_BETWEEN - 1), end)
    heading = next((place for place in reversed(before) if _is_heading(*page[place], headings)), end)
    described = {_letters(text) for text in tree.xpath(_DESCRIPTIONS)}
    for block, holder in page[heading + 1 : end]:
        is_named = _letters(block) in described or _is_named(holder)
        is_short = FEWEST_CHARACTERS <= len(block) <= MOST_CHARACTERS
        if is_short and is_named and _letters(block) not in map(_letters, article):
            return [*article[:first], block, *article[first:]]
    return article


def _is_heading(block: str, holder: Any, headings: set[str]) -> bool:
    return holder.tag == "h1" or _letters(block) in headings


def _is_named(holder: Any) -> bool:
    above = [holder, *list(holder.iterancestors())[: _LEVELS - 1]]
    return any(_CLASS.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}") for element in above)


def _letters(words: str) -> str:
    return "".join(re.findall(r"\w+", words.casefold()))
