"""What an exact search found, in words and as safe HTML."""

import re

from qa.answers import Excerpt
from qa.citations.lines import citation_line, title_of
from qa.search.offers import Offer
from qa.search.searching import Found, FoundDocument
from qa.wording import count_of
from ui.views.citations import document_link, source_link
from ui.views.html import escape

# Words beside an occurrence on each side, and the characters in which they are looked for.
BESIDE = 8
MOST_BESIDE = 120
# Stands for the end of a paragraph in a line.
PARAGRAPH = "¶"
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_WORD = re.compile(r"\S+")
# Documents that the page lists, and occurrences of each; it says how many more there are.
LISTED_DOCUMENTS = 100
LISTED_OCCURRENCES = 200


def found_line(found: Found) -> str:
    """Return how much was found, as a sentence."""
    within = f" Searched: {found.filters}." if found.filters else ""
    within += f" {found.note}" if found.note else ""
    if not found.documents:
        return f"Nothing in the archive meets this search.{within}"
    times = count_of(found.occurrences, "occurrence")
    return f"{times} in {count_of(len(found.documents), 'document')}.{within}"


def offer_line(offer: Offer) -> str:
    """Return what an exact search would find: "“Natanz” stands in 3 documents"."""
    stand = "stand" if "” and “" in offer.words else "stands"
    return f"{offer.words} {stand} in {count_of(offer.documents, 'document')}"


def occurrence_parts(excerpt: Excerpt) -> tuple[str, str, str]:
    """Return the words of an occurrence with some words before and after them, each as one line with its spaces.

    A paragraph that ends there is shown as ¶, and text that is left out as …: what is copied from a line is not taken
    for a sentence of the document.
    """
    text = excerpt.document.text
    before = text[max(0, excerpt.start - MOST_BESIDE) : excerpt.start]
    after = text[excerpt.end : excerpt.end + MOST_BESIDE]
    # The outermost word may be cut by the window.
    first = [word.start() for word in _WORD.finditer(before)][len(before) == MOST_BESIDE :][-BESIDE:]
    last = [word.end() for word in _WORD.finditer(after)][: -1 if len(after) == MOST_BESIDE else None][:BESIDE]
    shown_before = before[first[0] :] if first else ""
    shown_after = after[: last[-1]] if last else ""
    is_cut_before = bool(first) and (excerpt.start > len(before) or bool(before[: first[0]].strip()))
    is_cut_after = bool(last) and (excerpt.end + len(after) < len(text) or bool(after[last[-1] :].strip()))
    return (
        f"{'… ' if is_cut_before else ''}{_line(shown_before)}",
        _line(excerpt.text),
        f"{_line(shown_after)}{' …' if is_cut_after else ''}",
    )


def _line(text: str) -> str:
    """Return a text as one line, with a space at an end where it has any there."""
    line = " ".join(_PARAGRAPH_END.sub(f" {PARAGRAPH} ", text).split())
    return f"{' ' if text[:1].isspace() and line else ''}{line}{' ' if text[-1:].isspace() and line else ''}"


def found_html(found: Found) -> str:
    """Return what was found as a list of documents, each with its occurrences, which link to their places."""
    items = "".join(_document(document) for document in found.documents[:LISTED_DOCUMENTS])
    more = len(found.documents) - LISTED_DOCUMENTS
    rest = f'<p class="fine">and {count_of(more, "more document")}</p>' if more > 0 else ""
    return f'<h2 class="counted" tabindex="-1">{escape(found_line(found))}</h2><ol class="found">{items}</ol>{rest}'


def _document(found: FoundDocument) -> str:
    document = found.document
    excerpts = list(found.excerpts)[:LISTED_OCCURRENCES]
    items = "".join(f"<li>{_occurrence(excerpt)}</li>" for excerpt in excerpts)
    more = len(found.spans) - len(excerpts)
    items += f"<li>and {more:,} more</li>" if more else ""
    link = f'<a class="reprint" href="{escape(document_link(document))}" data-doc="{escape(document.id)}">'
    title = f'{link}<cite class="title" dir="auto">{escape(title_of(document))}</cite></a>'
    count = f" · {count_of(len(found.spans), 'occurrence')}" if found.spans else " · in what it states of itself"
    line = f'<span class="from" dir="auto">{escape(citation_line(document))}{count}</span>'
    return f"<li>{title} {line}<ul>{items}</ul></li>"


def _occurrence(excerpt: Excerpt) -> str:
    before, words, after = occurrence_parts(excerpt)
    document = excerpt.document
    place = f'<span class="from">{escape(excerpt.place)}</span> ' if excerpt.place else ""
    return f"""{place}<a class="occurrence" dir="auto" href="{escape(source_link(excerpt))}"
 data-doc="{escape(document.id)}" data-start="{excerpt.start}" data-end="{excerpt.end}"
 data-text="{document.text_sha256[:12]}">{escape(before)}<strong>{escape(words)}</strong>{escape(after)}</a>"""
