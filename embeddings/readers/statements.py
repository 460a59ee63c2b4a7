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
    # ASCII: digits of other scripts are no ISO 8601.
    re.compile(_WEEKDAY + form + _TIME, re.IGNORECASE | re.ASCII)
    for form in (
        r"(?P<year>\d{4})-(?P<number>\d{2})(?:-(?P<day>\d{2}))?",
        r"(?P<year>\d{4})/(?P<number>\d{2})/(?P<day>\d{2})",
        _MONTH + r"\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH + r",?\s+(?P<year>\d{4})",
        _MONTH + r",?\s+(?P<year>\d{4})",
        r"(?P<year>(?:1[5-9]|20)\d{2})",
    )
)
_BYLINE = re.compile(r"(?:By|BY)[:\s]\s*(?P<author>.+?)(?:\s*(?:[/|•·]|\s[-–—]\s|,(?=\s+\w+\.?\s+\d))\s*(?P<date>.+))?")
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
# "By the numbers", "By Any Means", "By March": a heading, not a byline.
_NO_NAME = re.compile(
    r"(?:the|an?|this|that|these|those|some|no|and|(?i:any|all|then|now|far|way|means)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
# Small words of names, and of what people call themselves: "Ana de Souza and Bo Ek, special to the Post".
_SMALL_WORD = re.compile(
    r"an?|al|and|at|bin|by|d[aeiou]|das|del|della|den|der|dos|el|en|for|from|in|la|le|of|our|own|special|ter|the|to"
    r"|und|van|von|with|[ey]|zu"
)
_TRADE = re.compile(
    r"agenc(?:y|ies)|staff"
    r"|(?:analyst|bureau|columnist|contributor|correspondent|desk|editor|newsroom|photographer|reporter|service|team"
    r"|writer)s?"
)
# "loccit sample desk": what is named by its trade may be all in small letters, but is short.
TRADE_WORDS = 4


def iso_date(stated: object) -> str | None:
    """Return a stated date as ISO 8601 (a day, a month or a year), or None where it is no clear date."""
    if isinstance(stated, datetime | date):
        return stated.isoformat()[: len("2010-11-30")]
    text = " ".join(str(stated).split()).rstrip(".")
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
    if not _is_name(author, dated=published is not None) or (stated and not published):
        return None
    return {"author": author} | ({"published": published} if published else {})


def _is_name(author: str, *, dated: bool) -> bool:
    """Whether "Ana de Souza", not prose such as "nightfall the talks were over".

    In a line that states a date as well, small letters say nothing against a name.
    """
    words = re.findall(r"[^\s,()]+", author)
    if _NO_NAME.match(author) or re.search(r"\d|[.!?:;,]$", author) or len(words) > AUTHOR_WORDS:
        return False
    prose = [
        word for word in words if word[0].islower() and not (_SMALL_WORD.fullmatch(word) or _TRADE.fullmatch(word))
    ]
    by_trade = len(words) <= TRADE_WORDS and bool(_TRADE.fullmatch(words[-1].lower()))
    return dated or by_trade or not prose


def published_line(line: str) -> str | None:
    """Read a line that is a date, or "Published: " and a date, as ISO 8601; None where it is not one."""
    text = line.strip()
    match = _PUBLISHED.fullmatch(text)
    found = iso_date(match["date"] if match else text)
    # A bare year or month may be a heading; a bare date with a full stop, the last line of a wrapped paragraph.
    bare_day = found and len(found) == len("2010-11-30") and not text.endswith(".")
    return found if match or bare_day else None


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
