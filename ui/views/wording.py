"""Counts and dates as a reader would write them."""

from embeddings import dates

DATE_UNKNOWN = "date unknown"


def count_of(number: int, noun: str) -> str:
    """Return a number of things: "1 document", "1,204 documents"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def human_date(published: str | None) -> str:
    """Write an ISO date as a reader would: "30 November 2010", "November 2010", "2010", or "date unknown"."""
    return dates.human_date(published) if published else DATE_UNKNOWN
