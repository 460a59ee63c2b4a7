"""Filters in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from embeddings.dates import human_date
from embeddings.times.values import parse_notation

if TYPE_CHECKING:
    from qa.question.filters import Filters

# How many documents a description names; more are counted.
LISTED_DOCUMENTS = 3


def phrase_of(filters: "Filters") -> str:
    """Describe filters in words: "published 2010 to 2013, by The Example; undated left out"."""
    phrases = (
        _published_phrase(filters),
        _publishers_phrase(filters),
        _authors_phrase(filters),
        _documents_phrase(filters),
        f"in the language {either(filters.languages)}" if filters.languages else "",
        f"about {parse_notation(filters.about)}" if filters.about else "",
        f"said by {either(filters.speakers)}" if filters.speakers else "",
        f"said to {either(filters.to)}" if filters.to else "",
        f"tagged {either(filters.tags)}" if filters.tags else "",
        "starred" if filters.starred else "",
    )
    conditions = ", ".join(phrase for phrase in phrases if phrase)
    has_dates = filters.published_from or filters.published_to
    undated = "undated left out" if filters.undated == "leave_out" else "undated kept" if has_dates else ""
    return "; ".join(part for part in (conditions, undated) if part)


def _published_phrase(filters: "Filters") -> str:
    since = human_date(filters.published_from) if filters.published_from else ""
    until = human_date(filters.published_to) if filters.published_to else ""
    if since and until:
        return f"published {since} to {until}" if since != until else f"published {since}"
    return f"published from {since}" if since else f"published until {until}" if until else ""


def _publishers_phrase(filters: "Filters") -> str:
    if not filters.publishers:
        return ""
    has_dates = filters.published_from or filters.published_to
    return f"{'by' if has_dates else 'published by'} {either(filters.publishers)}"


def _authors_phrase(filters: "Filters") -> str:
    return f"written by {either(filters.authors)}" if filters.authors else ""


def _documents_phrase(filters: "Filters") -> str:
    if len(filters.documents) > LISTED_DOCUMENTS:
        return f"in {len(filters.documents):,} documents"
    return f"in {either(filters.documents)}" if filters.documents else ""


def either(names: Sequence[str]) -> str:
    """Return names as a choice: "a, b or c"."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
