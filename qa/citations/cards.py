"""A card of an excerpt: HTML to embed in a page, complete in itself, with the words, their place, links and a hash."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache

from qa.answers import Excerpt
from qa.citations.lines import context_line, excerpt_line, quoted_lines, title_of
from qa.citations.works import link
from qa.wording import is_web_address, replace_control_characters

# Styles stand in the tags, so that the page around a card neither needs any nor is changed by it.
_CARD = (
    "max-width:40rem;margin:1em 0;padding:1em 1.3em;border:1px solid #ddd6c6;border-left:3px solid #1d5643;"
    "border-radius:3px;background:#fffdf8;color:#23201b;font:1.1rem/1.6 Georgia,serif;overflow-wrap:anywhere"
)
_QUOTE = "margin:0 0 .7em;padding:0;border:0;font:inherit;color:inherit"
_CAPTION = "font:.85rem/1.5 system-ui,sans-serif;color:#625c51"
_LINK = "color:#1d5643"
# What HTML, or a template that fills in braces, would read as more than the character it is; "&", of which all of these
# are made, is the first.
_ESCAPED = {character: f"&#{ord(character)};" for character in "&<>\"'{}"}


def card(excerpt: Excerpt, address: str = "") -> str:
    """Return the card of an excerpt; `address` is that of a page of loccit, to which it then links.

    It has no script, loads nothing, and is ASCII, so that it reads the same in a page of any encoding.
    """
    return cards([excerpt], address)


def cards(excerpts: Iterable[Excerpt], address: str = "") -> str:
    """Return the cards of excerpts, one below the other, each as `card` describes it."""
    # Many excerpts are of the same document, and at the same place of it.
    stated = cache(_html)
    return "\n".join(_card(excerpt, address, stated) for excerpt in excerpts)


def _card(excerpt: Excerpt, address: str, stated: Callable[[str], str]) -> str:
    document = excerpt.document
    context = f"<small>{_html(context_line(excerpt))}</small><br>" if excerpt.context else ""
    words = _html("\n".join(quoted_lines(excerpt))).replace("\n", "<br>")
    digest = hashlib.sha256(excerpt.text.encode("utf-8", "surrogatepass")).hexdigest()
    title = f"<cite>{stated(title_of(document))}</cite>"
    if document.url and is_web_address(document.url):
        title = _link(stated(document.url), title)
    reference = f"<code>{excerpt.reference}</code>"
    place = _link(_html(link(excerpt, address)), reference) if address else reference
    language = f' lang="{stated(document.language)}"' if document.language else ""
    return (
        f'<figure class="loccit-card" style="{_CARD}">\n'
        f'<blockquote style="{_QUOTE}" dir="auto"{language}>{context}{words}</blockquote>\n'
        f'<figcaption style="{_CAPTION}" dir="auto">{title}<br>{stated(excerpt_line(excerpt))}<br>\n'
        f"{place}<br><small>sha256 of the words <code>{digest}</code></small></figcaption>\n"
        "</figure>\n"
    )


def _link(url: str, inner: str) -> str:
    """Return a link; `url` and `inner` are HTML."""
    return f'<a style="{_LINK}" href="{url}" rel="noopener noreferrer">{inner}</a>'


def _html(text: str) -> str:
    """Return text as HTML in ASCII that shows just that text, also where a template would fill in braces."""
    shown = replace_control_characters(text)
    for character, escaped in _ESCAPED.items():
        shown = shown.replace(character, escaped)
    return shown.encode("ascii", "xmlcharrefreplace").decode()
