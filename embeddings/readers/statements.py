"""What a line of a document states of the document: a date, a byline, a field such as "Source: ...".

Only whole lines count. The head of a letter, an e-mail or a memorandum has fields of its own: "From: ...".
"""

import re
from collections.abc import Iterable

from embeddings.dates import iso_date
from embeddings.text.line_marks import name_and_value
from embeddings.times.months import MONTH, MONTH_NAMES, WEEKDAY

_BYLINE = re.compile(r"(?:By|BY)[:\s]\s*(?P<rest>\S.*)")
# What stands between an author and a date. Looking around it for space, not matching that, takes linear time.
_BEFORE_DATE = re.compile(rf"[/|•·]|(?<=\s)[-–—](?=\s)|,(?=\s+(?:{WEEKDAY},?\s+)?(?:the\s+)?(?:(?:{MONTH})\s+)?\d)")
_FIELD = re.compile(
    r"(?P<name>title|headline|author|by|date|published(?: on)?|posted(?: on)?|publisher|source|url|link)"
    r"\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:published|posted|first published|date)(?:\s++on)?(?:\s*+:)?\s+(?P<date>\S.*)", re.IGNORECASE
)
# "Ravensholm, 2 February 1911", "Felix Courier | Thursday, March 14, 2019", "Cable 17 LISBON, 3 May 1947, 5.15 p.m.":
# up to four words in capitals, or numbers between them, and a date; at most a time of day and a marking follow.
_CAPITALIZED = r"[A-ZÀ-Þ][\w’'.\-]*"
_PLACED = re.compile(
    rf"(?:{_CAPITALIZED} (?:(?:{_CAPITALIZED}|\d[\d/]{{0,9}}|unnumbered) ){{0,2}})?{_CAPITALIZED}"
    rf"(?:,| [|·•–—]) (?:(?:{WEEKDAY}),? )?(?:the )?(?P<date>[\dA-Z].{{5,24}}?)"
    r"(?:, \d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\.?)?(?:, [A-Z]{3,20}(?: [A-Z]{3,20}){0,4})?"
)
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
# What is stated of the letter itself; nothing is kept of whom it is to.
_LETTER_FIELD_NAMES = {"from": "author", "date": "published", "sent": "published", "subject": "title", "re": "title"}
# In "Ana de Souza <ana@example.org>" the name is the author.
_ADDRESS = re.compile(r"(?<=\S)\s*<[^<>]*>")
AUTHOR_WORDS = 10
# What a field states is shorter; a longer line is a paragraph.
LONGEST_VALUE = 400
# "By the numbers", "By Any Means", "By March": a heading, not a byline.
_NO_NAME = re.compile(
    r"(?:the|an?|this|that|these|those|some|no|and|(?i:any|all|then|now|far|way|means)"
    rf"|{WEEKDAY})\b|(?:{MONTH_NAMES})$"
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
# "loccit sample desk": a name that ends in a trade may be all in small letters, but is no longer than this.
TRADE_WORDS = 4


def byline(line: str) -> dict[str, str] | None:
    """Read a line such as "By Staff writer / November 30, 2010"; None if the line is no byline.

    The result has "author" and, if the line states a date, "published".
    """
    match = _BYLINE.fullmatch(line.strip())
    if not match:
        return None
    rest = match["rest"]
    separator = _BEFORE_DATE.search(rest, 1)
    stated = rest[separator.end() :].strip() if separator else ""
    author = rest[: separator.start()].strip() if separator and stated else rest
    published = iso_date(stated) if stated else None
    if not is_name(author, dated=published is not None) or (stated and not published):
        return None
    return {"author": author} | ({"published": published} if published else {})


def is_name(author: str, *, dated: bool) -> bool:
    """Whether the words after "By" are a name such as "Ana de Souza", not prose: "nightfall the talks were over".

    In a line that also states a date, words in small letters are no sign of prose.
    """
    words = re.findall(r"[^\s,()]+", author)
    if _NO_NAME.match(author) or re.search(r"\d|[.!?:;,]$", author) or not 0 < len(words) <= AUTHOR_WORDS:
        return False
    prose = [
        word for word in words if word[0].islower() and not (_SMALL_WORD.fullmatch(word) or _TRADE.fullmatch(word))
    ]
    by_trade = len(words) <= TRADE_WORDS and bool(_TRADE.fullmatch(words[-1].lower()))
    return dated or by_trade or not prose


def placed_day(line: str) -> str | None:
    """Return the ISO 8601 day of a line that is a place or a paper and a day: "Lund, 2 May 1911"; None for others."""
    match = _PLACED.fullmatch(line.strip())
    day = match and iso_date(match["date"])
    return day if day and len(day) == len("2010-11-30") else None


def published_line(line: str) -> str | None:
    """Return the ISO 8601 date of a line that is a date, by itself or after a place or "Published: "; else None."""
    text = line.strip()
    match = _PUBLISHED.fullmatch(text)
    published = iso_date(match["date"] if match else text)
    # A bare year or month may be a heading. A bare date with a full stop may be the last line of a wrapped paragraph.
    is_bare_day = published and len(published) == len("2010-11-30") and not text.endswith(".")
    return published if match or is_bare_day else placed_day(text)


def field(line: str) -> tuple[str, str] | None:
    """Read a line such as "Source: The Example" as ("publisher", "The Example"); None if the line is no field."""
    match = _FIELD.fullmatch(line.strip())
    if not match:
        return None
    name, value = _FIELD_NAMES[match["name"].lower()], match["value"].strip()
    if len(value) > LONGEST_VALUE:
        return None
    if name == "published":
        stated = iso_date(value)
        return (name, stated) if stated else None
    return name, value


def is_letter_head(lines: Iterable[str]) -> bool:
    """Whether lines are of the head of a letter, an e-mail or a memorandum: "From: ..." and another such field."""
    names = {stated[0] for line in lines if (stated := name_and_value(line.strip()))}
    return "from" in names and len(names) > 1


def letter_field(line: str) -> tuple[str, str] | None:
    """Read a line of a letter's head as ("author", "Ana de Souza"); None if it states nothing of the letter."""
    written = name_and_value(line.strip())
    name = _LETTER_FIELD_NAMES.get(written[0]) if written else None
    if not written or not name:
        return None
    value = written[1]
    stated = {"published": iso_date(value), "author": _ADDRESS.sub("", value)}.get(name, value)
    return (name, stated) if stated else None
