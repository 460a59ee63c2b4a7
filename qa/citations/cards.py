"""A card of an excerpt: HTML to embed in a page, complete in itself, with the words, their place, links and a hash."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache

from qa.answers import Excerpt
from qa.citations.lines import context_line, excerpt_line, quoted_lines, title_of
from qa.wording import is_web_address, replace_control_characters

# Styles stand in the tags, so that the page around a card neither needs any nor is changed by it.
_CARD = (
    '<figure class="loccit-card" style="'
    "max-width:40rem;margin:1em 0;padding:1em 1.3em;border:1px solid #ddd6c6;border-left:3px solid #1d5643;"
    "border-radius:3px;background:#fffdf8;color:#23201b;font:1.1rem/1.6 Georgia,serif;overflow-wrap:anywhere"
    '">\n<blockquote style="margin:0 0 .7em;padding:0;border:0;font:inherit;color:inherit" dir="auto"'
)
_CAPTION = '<figcaption style="font:.85rem/1.5 system-ui,sans-serif;color:#625c51" dir="auto">'
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
    shown = list(excerpts)
    # The words of all are written in one pass. A quoted line has no line break in it, so two part those of excerpts.
    quotations = _html("\n\n".join(["\n".join(quoted_lines(excerpt)) for excerpt in shown])).split("\n\n")
    words = [quotation.replace("\n", "<br>") for quotation in quotations]
    # Many excerpts are of the same document, and at the same place of it.
    stated, titled = cache(_html), cache(_title)
    parts = zip(shown, words, strict=False)
    return "\n".join([_card(excerpt, lines, address, stated, titled) for excerpt, lines in parts])


def _card(
    excerpt: Excerpt, lines: str, address: str, stated: Callable[[str], str], titled: Callable[[str, str | None], str]
) -> str:
    """Return the card of an excerpt, given its quoted lines as HTML; `stated` and `titled` are _html and _title."""
    document = excerpt.document
    context = f"<small>{_html(context_line(excerpt))}</small><br>" if excerpt.context else ""
    digest = hashlib.sha256(excerpt.text.encode("utf-8", "surrogatepass")).hexdigest()
    reference = f"<code>{excerpt.reference}</code>"
    place = _link(f"{stated(address)}?ref={excerpt.reference}", reference) if address else reference
    language = f' lang="{stated(document.language)}"' if document.language else ""
    return (
        f"{_CARD}{language}>{context}{lines}</blockquote>\n"
        f"{_CAPTION}{titled(title_of(document), document.url)}<br>{stated(excerpt_line(excerpt))}<br>\n"
        f"{place}<br><small>sha256 of the words <code>{digest}</code></small></figcaption>\n"
        "</figure>\n"
    )


def _title(title: str, url: str | None) -> str:
    """Return a title as HTML, as a link where its document states an address of the web."""
    cited = f"<cite>{_html(title)}</cite>"
    return _link(_html(url), cited) if url and is_web_address(url) else cited


def _link(url: str, inner: str) -> str:
    """Return a link; `url` and `inner` are HTML."""
    return f'<a style="{_LINK}" href="{url}" rel="noopener noreferrer">{inner}</a>'


def _html(text: str) -> str:
    """Return text as HTML in ASCII that shows just that text, also where a template would fill in braces."""
    shown = replace_control_characters(text)
    for character, escaped in _ESCAPED.items():
        shown = shown.replace(character, escaped)
    return shown.encode("ascii", "xmlcharrefreplace").decode()
