"""A time as someone states it alone: "2005", "Feb 2005", "the nineties", "2003..2007"."""

from embeddings.dates import iso_date
from embeddings.times.mentions import mentions
from embeddings.times.values import Time, parse_notation, through

BETWEEN = ".."


def stated_time(text: str) -> Time | None:
    """Return the time that a text is, whole; None for what is none. Two times with ".." between are all from one on."""
    begin, between, end = text.partition(BETWEEN)
    if between and BETWEEN not in end:
        first, last = stated_time(begin), stated_time(end)
        return through(first, last) if first and last and first.first <= last.last else None
    words = " ".join(text.split()).removeprefix("the ")
    try:
        return parse_notation(iso_date(words) or words)
    except ValueError:
        # With words before it that make a year one, and a decade.
        named = [found for found in mentions(f"in the {words}") if found.end == len(words) + len("in the ")]
        is_whole = len(named) == 1 and named[0].start <= len("in the ")
        return named[0].time if is_whole else None
