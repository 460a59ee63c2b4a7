"""The source pane: a document with the cited words marked in their context, as safe HTML."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlencode, urlsplit

from embeddings.documents import Document, Fact, Place
from embeddings.readers.page_pictures import can_be_drawn, pages_of
from embeddings.text.structure import Kind, Paragraph, structure
from qa.citations.lines import citation_line, title_of
from qa.places import place_line, places_of
from qa.references import reference_to
from qa.wording import is_web_address
from ui.views.html import escape

# A browser shows this much without delay; a longer document is cut around the words shown.
SHOWN_CHARACTERS = 500_000

# A mailbox or a table may state very many.
SHOWN_FACTS = 40
# What stands closer together than paragraphs of prose do.
_CLASSES = {Kind.ROW: ' class="row"', Kind.ITEM: ' class="item"'}
# What a sign says the beginning of.
_SHEETS = ("page", "slide")

_WORD = re.compile(r"\w+")

Span = tuple[int, int]


def source(document: Document, cited: Sequence[Span], current: Span, note: str = "") -> str:
    """Return a document with all cited words marked and the current ones marked most.

    Spans are [start, end) of the document's text; parts outside it mark nothing. `note`, as HTML, stands above it.
    """
    low, high = _window(len(document.text), current)
    spans = _parts(document.text, [*cited, current])
    marked = [(first, last, current[0] <= first and last <= current[1]) for first, last in spans]
    breaks = {place.start: place for place in document.places if place.kind in _SHEETS}
    blocks = [
        _block(document.text, paragraph, (low, high), marked, breaks)
        for paragraph in structure(document.text)
        if paragraph.start < high and paragraph.end > low
    ]
    cut = ""
    if high - low < len(document.text):
        cut = f'<p class="cut">Shown: characters {low:,} to {high:,} of {len(document.text):,}.</p>'
    return f"""<section class="source" aria-labelledby="source-title">
{note}<header><h2 id="source-title" dir="auto">{escape(title_of(document))}</h2>
<p class="from" dir="auto">{escape(citation_line(document))}</p>
{_facts(document, current)}</header>
{_pictures(document, current)}{cut}<div class="text" lang="{escape(document.language or "")}" tabindex="0" role="region"
 aria-label="Text of the document">{"".join(blocks)}</div>
</section>"""


def _pictures(document: Document, current: Span) -> str:
    """Return the pages on which the words stand as pictures, of a document whose pages can be drawn."""
    if not can_be_drawn(document) or not any(current):
        return ""
    figures = ""
    for number, place in enumerate(pages_of(document)):
        if max(place.start, current[0]) < min(place.end, current[1]):
            asked = {"doc": document.id, "text": document.text_sha256[:12], "start": current[0], "end": current[1]}
            address = escape(f"page-picture?{urlencode({**asked, 'page': number}, errors='replace')}")
            words = f"Page {escape(place.name)}, with the cited words marked"
            figures += f'<a href="{address}" target="_blank"><img src="{address}" alt="{words}" loading="lazy"></a>'
    return f'<details class="pictures" open><summary>The page</summary>{figures}</details>' if figures else ""


def place_of(words: str, text: str) -> Span | None:
    """Return the span of some words in a text, None if they are not there.

    Capitals, and what stands between the words, need not be the same.
    """
    matches = list(_WORD.finditer(text))
    spaced_text = f" {' '.join(match[0].lower() for match in matches)} "
    spaced_words = f" {' '.join(word.lower() for word in _WORD.findall(words))} "
    at = spaced_text.find(spaced_words)
    if at < 0 or not spaced_words.strip():
        return None
    first = spaced_text.count(" ", 0, at)
    last = first + spaced_words.count(" ") - 2
    return matches[first].start(), matches[last].end()


def no_source(reason: str, more: str = "") -> str:
    """Return the pane where a document cannot be shown, with the reason; `more`, as HTML, stands below it."""
    alert = f'<p role="alert">{escape(reason)}</p>{more}'
    return f'<section class="source" aria-label="Source"><div class="cut">{alert}</div></section>'


def _window(length: int, current: Span) -> Span:
    if length <= SHOWN_CHARACTERS:
        return 0, length
    low = min(max(0, current[0] - SHOWN_CHARACTERS // 2), length - SHOWN_CHARACTERS)
    return low, min(length, max(current[1], low + SHOWN_CHARACTERS))


def _parts(text: str, spans: Sequence[Span]) -> list[Span]:
    """Return the marked parts of a text, in order and without overlaps: cut wherever a span begins or ends."""
    ends = sorted({min(max(place, 0), len(text)) for span in spans for place in span})
    return [piece for piece in pairwise(ends) if any(start <= piece[0] and piece[1] <= end for start, end in spans)]


def _block(
    text: str,
    paragraph: Paragraph,
    window: Span,
    marked: Sequence[tuple[int, int, bool]],
    breaks: Mapping[int, Place],
) -> str:
    start, end = max(paragraph.start, window[0]), min(paragraph.end, window[1])
    tag = "h3" if paragraph.kind is Kind.HEADING else "p"
    begun = [at for at in range(start, end) if at in breaks] if breaks else []
    ends = {start, end, *begun, *(min(max(at, start), end) for first, last, _ in marked for at in (first, last))}
    inner = ""
    for first, last in pairwise(sorted(ends)):
        inner += _break(breaks[first]) if first in breaks else ""
        words = escape(text[first:last])
        current = [is_current for begin, stop, is_current in marked if begin <= first and last <= stop]
        if current:
            words = f"<mark class='current' tabindex='-1'>{words}</mark>" if any(current) else f"<mark>{words}</mark>"
        inner += words
    return f'<{tag}{_CLASSES.get(paragraph.kind, "")} dir="auto">{inner}</{tag}>'


def _break(place: Place) -> str:
    """Return the sign that a page, or a slide, begins here."""
    return f'<span class="page-break" role="separator" aria-label="{place.kind} {escape(place.name)}"></span>'


def _facts(document: Document, current: Span) -> str:
    """Return where the words stand and what the source is; it opens for a reader who wants to check it."""
    line = place_line(places_of(document, *current))
    where = f"{line}; " if line else ""
    facts = [
        ("Document", escape(document.id)),
        *(
            [("Place", f"{escape(where)}characters {current[0]:,} to {current[1]:,} of {len(document.text):,}")]
            if _is_place(document, current)
            else []
        ),
        *((escape(fact.name.capitalize()), _stated(fact)) for fact in document.facts[:SHOWN_FACTS]),
        *([] if any(fact.name == "language" for fact in document.facts) else [("Language", _language(document))]),
        ("File’s sha256", document.sha256),
        *([("Reference", str(reference_to(document, *current)))] if _is_place(document, current) else []),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    alike = ""
    if _is_place(document, current):
        reference = reference_to(document, *current)
        alike = (
            f'\n<button type="button" data-pane="similar" data-reference="{reference}">More like this passage</button>'
        )
    return f"""<p class="places">{_original(document.url)}
<button type="button" data-pane="only">Ask only this document</button>{alike}</p>
<details class="facts"><summary>About this document</summary><dl>{rows}</dl></details>"""


def _language(document: Document) -> str:
    return escape(document.language or "not stated")


def _is_place(document: Document, span: Span) -> bool:
    return 0 <= span[0] < span[1] <= len(document.text)


def _stated(fact: Fact) -> str:
    return f'<span dir="auto">{escape(fact.value)}</span> <span class="origin">({escape(fact.origin)})</span>'


def _original(url: str | None) -> str:
    """Return a link to the original; nothing where its URL is no web address."""
    if url is None or not is_web_address(url):
        return ""
    host = escape(urlsplit(url).hostname or "")
    return f'<a class="original" href="{escape(url)}" target="_blank" rel="noopener noreferrer">Original at {host}</a>'
