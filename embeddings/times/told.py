"""The times that a document speaks of: on its own date, but for the mails that it quotes or passes on.

"Tomorrow" in a mail that is passed on was said on the day of that mail, which the name of its place states. Where it
states none, that day is not known; that of an article in a newsletter is the newsletter's.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from embeddings.dates import iso_date
from embeddings.documents import Document, Place
from embeddings.times.resolving import SpokenTime, spoken_times, times_within

# The kinds of places whose words others wrote.
OF_OTHERS = frozenset({"article", "forwarded", "post", "quotation"})
_NAMED = re.compile(r" (?:of|by) ")


def writer_and_day(place: Place) -> tuple[str, str | None]:
    """Return who wrote a mail that is quoted or passed on, "" where that is not known, and on which day, as ISO 8601.

    The name of its place states both: "forwarded mail of Bo Ek, 4 May 2010", "article by Ana Ruiz".
    """
    named = _NAMED.search(place.name)
    stated = place.name[named.end() :] if named else ""
    writer, _, day = stated.rpartition(", ")
    told = iso_date(day)
    return (writer, told) if told else (stated, None)


def document_times(document: Document) -> list[SpokenTime]:
    """Return the times that a document speaks of, in order."""
    return [
        _moved(spoken, start)
        for start, end, told in _stretches(document)
        for spoken in spoken_times(document.text[start:end], told)
    ]


def document_times_within(document: Document, start: int, end: int) -> list[SpokenTime]:
    """Return the times that [start, end) of a document's text speaks of, resolved against what stands before it."""
    return [
        _moved(spoken, first)
        for first, last, told in _stretches(document)
        if first < end and start < last
        for spoken in times_within(document.text[first:last], max(start - first, 0), min(end, last) - first, told)
    ]


def _stretches(document: Document) -> Iterator[tuple[int, int, str | None]]:
    """Yield the stretches of a text, in order, each with the day on which it was told, as ISO 8601 has it."""
    at = 0
    for place in document.places:
        if place.kind in OF_OTHERS and place.start >= at:
            if place.start > at:
                yield at, place.start, document.dated
            undated = document.dated if place.kind == "article" else None
            yield place.start, place.end, writer_and_day(place)[1] or undated
            at = place.end
    if at < len(document.text) or not document.text:
        yield at, len(document.text), document.dated


def _moved(spoken: SpokenTime, by: int) -> SpokenTime:
    return replace(spoken, start=spoken.start + by, end=spoken.end + by) if by else spoken
