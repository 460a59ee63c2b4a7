"""What a line of a document states about the document: a date, a byline, a field such as "Source: ...".

Only whole lines are read, and only what they say: an ambiguous date such as 03/04/2010 is no date.
"""

import re
from datetime import date, datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_TIME = r"(?:(?:,|\s+at|\s*[-–—|]|T)?\s*\d{1,2}[:.]\d{2}.{0,20})?"
_DATE_FORMS = tuple(
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?",
        r"(?P<year>\d{4})/(?P<number>\d{2})/(?P<day>\d{2})",
        _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH + r",?\s+(?P<year>\d{4})",
        _MONTH + r",?\s+(?P<year>\d{4})",
        r"(?P<year>(?:1[5-9]|20)\d{2})",
    )
)
_BYLINE = re.compile(
    r"(?:By|BY|by)[:\s]\s*(?P<author>.+?)(?:\s*(?:[/|•·]|\s[-–—]\s|,(?=\s+\w+\.?\s+\d))\s*(?P<date>.+))?"
)
_FIELD = re.compile(
    r"(?P<name>title|headline|author|by|date|published(?: on)?|posted(?: on)?|publisher|source|url|link)"
    r"\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"(?:published|posted|first published|date)(?:\s+on)?\s*:?\s+(?P<date>.+)", re.IGNORECASE)
_FIELD_NAMES = {
    "title": "title",
    "headline": "title",
    "author": "author",
    "by": "author",
    "date": "published",
    "published": "published",
    "published on": "published",
    "posted": "published",
    "posted on": "published",
    "publisher": "publisher",
    "source": "publisher",
    "url": "url",
    "link": "url",
}
AUTHOR_WORDS = 10
# "By the numbers", "By any measure": a heading, not a byline.
_NO_NAME = re.compile(r"(?:the|an?|this|that|these|those|all|any|some|no|then|now|far|and|way|means)\b")


def iso_date(stated: object) -> str | None:
    """Return a stated date as ISO 8601 (a day, a month or a year), or None where it is no clear date."""
    if isinstance(stated, datetime | date):
        return stated.strftime("%Y-%m-%d")
    text = str(stated).strip().rstrip(".")
    for form in _DATE_FORMS:
        if match := form.fullmatch(text):
            return _iso(match.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    year, day = str(parts["year"]), parts.get("day")
    month = parts.get("number")
    if name := parts.get("month"):
        month = f"{1 + _MONTHS.index(name[:3].lower()):02}"
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day and f"{int(day):02}") if part)


def byline(line: str) -> dict[str, str] | None:
    """Read a line such as "By Staff writer / November 30, 2010"; None where it is not one.

    The result has "author" and, where the line states it, "published".
    """
    match = _BYLINE.fullmatch(line.strip())
    if not match:
        return None
    author, stated = match["author"].strip(), match["date"]
    published = iso_date(stated) if stated else None
    looks_like_name = not _NO_NAME.match(author) and not re.search(r"\d|[.!?:;,]$", author)
    if not looks_like_name or len(author.split()) > AUTHOR_WORDS or (stated and not published):
        return None
    return {"author": author} | ({"published": published} if published else {})


def published_line(line: str) -> str | None:
    """Read a line that is a date, or "Published: " and a date, as ISO 8601; None where it is not one."""
    text = line.strip()
    match = _PUBLISHED.fullmatch(text)
    found = iso_date(match["date"] if match else text)
    # A line that is a bare year or month may be a heading.
    return found if match or (found and len(found) == len("2010-11-30")) else None


def field(line: str) -> tuple[str, str] | None:
    """Read a line such as "Source: The Example" as ("publisher", "The Example"); None where it is not one."""
    match = _FIELD.fullmatch(line.strip())
    if not match:
        return None
    name, value = _FIELD_NAMES[match["name"].lower()], match["value"].strip()
    if name == "published":
        stated = iso_date(value)
        return (name, stated) if stated else None
    return name, value
