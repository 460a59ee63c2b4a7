"""Markdown with optional YAML front matter.

The canonical text is what a reader of the rendered page sees: no markup, and a blank line between paragraphs.
Characters stay as they are. HTML is read as on a web page, and struck words are left out.
"""

import re
from functools import cache
from html import escape
from itertools import takewhile
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.content import FileContent, NotReadWhole, Omitted, content_with
from embeddings.readers.item_marks import BULLET, set_marks
from embeddings.readers.markup import blocks, in_line, parsed, simplify, struck_words
from embeddings.readers.plain_text import facts_at_top

# The parser tries a line of brackets once for each level that it may nest.
DEEPEST = 50
# Front matter is a few lines; a longer block between rules is text.
FRONT_MATTER_CHARACTERS = 20_000

_FRONT_MATTER = re.compile(r"\A---[^\S\n]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[^\S\n]*(?:\n|\Z)", re.DOTALL)
# The mark of a note, and that before its text.
_NOTE, _NOTE_TEXT = re.compile(r"\[\^([\w-]{1,40})\]"), re.compile(r"\A\[\^([\w-]{1,40})\]:")
_PAIR = re.compile(r"(?P<name>[A-Za-z_][\w-]*)\s*:\s*(?P<value>.*)")
# Values that state nothing.
_NOTHING = {"", "~", "null"}
_NAMES = {
    "title": ("title", "headline"),
    "author": ("author", "authors", "by"),
    "publisher": ("publisher", "source", "site", "publication"),
    "url": ("url", "link", "canonical", "source_url"),
    "language": ("language", "lang"),
}
# "published", "date", "doc_date", "publication_date", "datePublished": all the words of a name of the document's day.
_DATE_NAME = re.compile(r"(?:(?:pub(?:lish(?:ed)?|lication)?|date|time|doc(?:ument)?|issued?|release|on|at)[\W_]*)+")
_OF_DAY = re.compile(r"date|published|issued")
# A heading below more blocks is that of a section.
TITLE_BLOCKS = 8


def read(source: str) -> FileContent:
    """Read Markdown. Front matter that is not YAML is read line by line as "name: value".

    What it does not state lines near the top may, as in plain text: "By Ana Ruiz, 3 May 2016", "From: ...".

    Raises NotReadWhole if the page is nested too deep.
    """
    stated, body = _front_matter(source)
    struck: list[Omitted] = []
    found_blocks = _blocks(body, struck)
    values = {name: _first(stated, names) for name, names in _NAMES.items()}
    dates = (iso_date(value) for name in _date_names(stated) if (value := _first(stated, (name,))))
    values["published"] = next((date for date in dates if date), None)
    facts = [Fact(name, value, "front matter") for name, value in values.items() if value]
    text = "\n\n".join(block for _, block in found_blocks)
    # A day in the heading of a section is the section's.
    top = [*found_blocks[:1], *takewhile(lambda block: block[0] == 0, found_blocks[1:])]
    facts += [
        fact
        for fact in facts_at_top("\n\n".join(block for _, block in top), titled="title" in stated)
        if not values.get(fact.name)
    ]
    if heading := next((block for level, block in found_blocks[:TITLE_BLOCKS] if level == 1), None):
        facts.append(Fact("title", heading, "heading"))
    # Markdown has no site furniture.
    return content_with(text, facts, omitted=struck)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return what the front matter states, by names in small letters, and the text after it."""
    match = _FRONT_MATTER.match(text)
    if not match or len(match["yaml"]) > FRONT_MATTER_CHARACTERS:
        return {}, text
    try:
        # BaseLoader makes strings of everything: "no" is Norwegian, not False, and 1.10 is a version.
        stated = yaml.load(match["yaml"], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        # A colon in an unquoted title is not valid YAML.
        pairs = [_PAIR.fullmatch(line.strip()) for line in match["yaml"].splitlines()]
        stated = {pair["name"]: pair["value"].strip("\"' ") for pair in pairs if pair}
    if not isinstance(stated, dict):
        return {}, text
    return {str(name).lower(): value for name, value in stated.items()}, text[match.end() :]


def _date_names(stated: dict[str, Any]) -> list[str]:
    """Return the names under which front matter states the document's day, the plainest first."""
    names = [name for name in stated if _DATE_NAME.fullmatch(name) and _OF_DAY.search(name)]
    return sorted(names, key=lambda name: (name != "published", len(name)))


def _first(stated: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the value of the first name that has one; the items of a list are joined by commas."""
    for name in names:
        value = stated.get(name)
        items = value if isinstance(value, list) else [value]
        joined = ", ".join(item.strip() for item in items if isinstance(item, str) and item.strip())
        if joined not in _NOTHING:
            return joined
    return None


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])


def _tokens(body: str) -> list[Token]:
    """Parse a page; raises NotReadWhole if it is nested so deep that the parser leaves some out."""
    too_deep = f"nests quotations or lists over {DEEPEST} deep, where the rest cannot be read; save it flatter"
    try:
        tokens = _parser().parse(body)
    except RecursionError as error:
        raise NotReadWhole(too_deep) from error
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise NotReadWhole(too_deep)
    return _joined(tokens)


def _joined(tokens: list[Token]) -> list[Token]:
    """Join pieces of HTML with only blank lines between them, such as the rows of one table."""
    joined: list[Token] = []
    pieces: list[str] = []
    for token in tokens:
        if token.type != "html_block":
            pieces = []
        elif pieces:
            pieces.append(token.content)
            continue
        else:
            pieces = [token.content]
            token.meta = {"pieces": pieces}
        joined.append(token)
    return joined


class _Items:
    """The lists that are open in a page, and the mark of an item whose words have not begun."""

    def __init__(self) -> None:
        # The number of each list's next item; None in one that does not count.
        self._numbers: list[int | None] = []
        self._mark = ""

    def see(self, token: Token) -> None:
        """Follow a token that opens or closes a list or an item."""
        match token.type:
            case "bullet_list_open":
                self._numbers.append(None)
            case "ordered_list_open":
                start = token.attrGet("start")
                self._numbers.append(1 if start is None else int(start))
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                number = self._numbers[-1]
                self._mark = BULLET if number is None else f"{number}{token.markup} "
                self._numbers[-1] = None if number is None else number + 1
            case "list_item_close":
                self._mark = ""

    def mark(self) -> str:
        """Return the mark of the item that begins now; "" for its further words, and where none does."""
        mark, self._mark = self._mark, ""
        return mark


def _blocks(body: str, struck: list[Omitted]) -> list[tuple[int, str]]:
    """Return the page's blocks of text in order, each with its heading level, 0 where it is no heading.

    Struck words are added to `struck`.
    """
    found_blocks: list[tuple[int, str]] = []
    level, in_cell, row = 0, False, list[str]()
    items = _Items()
    for token in _tokens(body):
        items.see(token)
        match token.type:
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = 0
            case "tr_open":
                row = []
            case "th_open" | "td_open":
                in_cell = True
            case "th_close" | "td_close":
                in_cell = False
            case "tr_close":
                found_blocks.append((0, " | ".join(row)))
            case "inline" if in_cell:
                row.append(in_line(_inline(token, struck).split("\n"), is_list="<li" in token.content.lower()))
            case "inline":
                mark, block = items.mark(), _inline(token, struck)
                found_blocks.append((level, block if level else mark + block))
            case "fence" | "code_block":
                found_blocks.append((0, token.content))
            case "html_block":
                tree = _plain_tree("\n".join(token.meta["pieces"]), struck)
                set_marks(tree)
                found_blocks += [(0, block) for block in blocks(tree)]
    return [(level, stripped) for level, block in found_blocks if (stripped := block.strip())]


def _plain_tree(text: str, struck: list[Omitted]) -> Any:
    """Return HTML as a tree of plain words, empty where it holds none; struck ones are added to `struck`."""
    tree = parsed(text)
    if tree is None:
        return parsed("<p></p>")
    struck += struck_words(tree)
    simplify(tree)
    return tree


def _inline(token: Token, struck: list[Omitted]) -> str:
    """Return the text of a paragraph, a heading or a cell without its markup."""
    children = token.children or []
    for before, child in zip([None, *children], children, strict=False):
        if child.type == "text" and "[^" in child.content:
            begins = before is None or before.type == "softbreak"
            child.content = _NOTE.sub(r"[\1]", _NOTE_TEXT.sub(r"[\1]", child.content) if begins else child.content)
    if any(child.type in {"html_inline", "s_open"} for child in children):
        return "\n".join(blocks(_plain_tree(f"<p>{_as_html(children)}", struck)))
    return "".join(_text(child, struck) for child in children)


def _text(child: Token, struck: list[Omitted]) -> str:
    if child.type in {"softbreak", "hardbreak"}:
        return "\n"
    # An image's children are its description.
    return _inline(child, struck) if child.type == "image" else child.content


def _as_html(children: list[Token]) -> str:
    """Return pieces of a line as HTML, so that tags among them do what they do in a browser."""
    parts = []
    for child in children:
        match child.type:
            case "html_inline":
                parts.append(child.content)
            case "s_open" | "s_close":
                parts.append(f"<{'/' if child.nesting < 0 else ''}s>")
            case "softbreak" | "hardbreak":
                parts.append("<br>")
            case _:
                parts.append(escape(_text(child, [])))
    return "".join(parts)
