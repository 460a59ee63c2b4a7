"""Telegrams and memoranda in plain text: what their heads state, and their numbered paragraphs.

A telegram is known by lines that only telegrams have: a date-time group, tags, an order of classification. The lines
stay in the text.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from embeddings.dates import MONTHS, iso_date
from embeddings.documents import Fact, Place

TELEGRAM_HEAD, LETTER_HEAD = "telegram head", "letter head"
# The head is within so many lines; each field of it is wrapped over so many at most.
HEAD_LINES = 80
FIELD_LINES = 8
# Years of two digits are of this century up to here.
LAST_YEAR_OF_CENTURY = 50
# So many paragraphs that are numbered one by one make a numbered text.
FEWEST_PARAGRAPHS = 2

_NAMES = {
    "classification": "classification",
    "subject": "title",
    "subj": "title",
    "from": "author",
    "fm": "author",
    "to": "to",
    "memorandum for": "to",
    "info": "info",
    "cc": "cc",
    "ref": "reference",
    "refs": "reference",
    "reference": "reference",
    "references": "reference",
    "tags": "tags",
    "date": "published",
    "drafted by": "drafted by",
    "classified by": "classified by",
    "canonical id": "message id",
    "document number": "message id",
    "message id": "message id",
    "origin": "origin",
}
_FIELD = re.compile(rf"({'|'.join(sorted(_NAMES, key=len, reverse=True))})\s*:(?:\s+(\S.*))?", re.IGNORECASE)
_ORDER = re.compile(r"(E\.?\s?O\.?\s?\d{5})\s*:\s*(\S.*)", re.IGNORECASE)
# "FM AMEMBASSY LISBON", "TO SECSTATE WASHDC": telegrams as they were sent have no colons.
_SENT = re.compile(r"(FM|TO|INFO) ([A-Z0-9/][A-Z0-9/ .,-]*)")
# "R 141530Z OCT 09", "231435Z JAN 2009": the precedence, the day, the time, the month and the year.
_DATE_TIME = re.compile(
    rf"(?:[ZOPR]{{1,2}}\s+(?:[ZOPR]\s+)?)?(\d\d)\d{{4}}Z\s*({'|'.join(MONTHS)})[A-Z]*\s*(\d{{4}}|\d\d)(?!\d).{{0,40}}",
    re.I,
)
_CLASSES = "UNCLAS(?:SIFIED)?|CONFIDENTIAL|SECRET|TOP ?SECRET|LIMITED OFFICIAL USE|SENSITIVE BUT UNCLASSIFIED"
_CLASSIFIED = re.compile(rf"({_CLASSES})(?=$|\s|//)(?!.*[a-z]).{{0,80}}")
_SMALL_LETTER = re.compile("[a-z]")
_SPACED_LETTERS = re.compile(r"(?<=\b[A-Z]) (?=[A-Z]\b)")
# Lines that by two are only in telegrams, and those of which each is, with any other of a head.
_OF_TELEGRAMS = frozenset({"tags", "order", "sender", "sent", "time", "classification"})
_ONLY_OF_TELEGRAMS = frozenset({"order", "time"})
_OF_LETTERS = frozenset({"from", "to", "subject", "date"})
FEWEST_OF_LETTERS = 3
# "1. (C) ...", "¶2. (SBU) Summary: ...", "3. Text": a number, and how the paragraph is classified.
_MARKED = re.compile(r"[.)] +\([A-Z]")
_NUMBERED = re.compile(r"^[ \t]*(?:¶\s?)?\(?(\d{1,3})[.)] +(\([A-Z][A-Z/, -]{0,24}\))?", re.MULTILINE)


class _Stated(NamedTuple):
    """What a line of a head states, and the kind of line by which telegrams are known."""

    name: str
    value: str
    kind: str
    goes_on: bool = True


def head_facts(text: str) -> list[Fact]:
    """Return what the head of a telegram or a memorandum states, nothing of another text."""
    lines = text.split("\n", HEAD_LINES)[:HEAD_LINES]
    stated: list[_Stated] = []
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        if _NUMBERED.match(line) and stated:
            break
        number += 1
        if (field := _stated(line)) is None:
            continue
        more = _continued(lines, number) if field.goes_on else []
        number += len(more)
        stated.append(field._replace(value=" ".join([field.value, *more]).strip()))
    kinds = {fact.kind for fact in stated}
    is_telegram = len(kinds & _OF_TELEGRAMS) > 1 or (kinds & _ONLY_OF_TELEGRAMS and len(kinds) > 1)
    if not is_telegram and len(kinds & _OF_LETTERS) < FEWEST_OF_LETTERS:
        return []
    return [Fact(fact.name, fact.value, TELEGRAM_HEAD if is_telegram else LETTER_HEAD) for fact in stated if fact.value]


def numbered_paragraphs(text: str, *, is_telegram: bool) -> list[Place]:
    """Return the paragraphs that are numbered one by one from 1, each up to the next; of others only marked ones."""
    if not (is_telegram or _MARKED.search(text)):
        return []
    starts: list[tuple[int, str]] = []
    for match in _NUMBERED.finditer(text):
        is_next = int(match[1]) == len(starts) + 1
        if is_next and (match[2] or is_telegram):
            starts.append((match.end(0) - len(match[0].lstrip()), match[1]))
    if len(starts) < FEWEST_PARAGRAPHS:
        return []
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [
        Place("paragraph", name, start, start + len(text[start:end].rstrip()))
        for (start, name), end in zip(starts, ends, strict=True)
    ]


def _stated(line: str) -> _Stated | None:
    if match := _DATE_TIME.fullmatch(line):
        return _Stated("published", _day(*match.groups()), "time", goes_on=False)
    if match := _ORDER.fullmatch(line):
        return _Stated("declassification", f"{match[1]}: {match[2]}", "order", goes_on=False)
    if match := _SENT.fullmatch(line):
        name, kind = ("author", "sender") if match[1] == "FM" else (match[1].lower(), "sent")
        return _Stated(name, match[2].strip(), kind, goes_on=False)
    if match := _FIELD.fullmatch(line):
        return _of_field(match[1], match[2] or "")
    if not _SMALL_LETTER.search(line) and (match := _CLASSIFIED.fullmatch(_SPACED_LETTERS.sub("", line))):
        return _Stated("classification", match[1], "classification", goes_on=False)
    return None


def _of_field(field: str, value: str) -> _Stated:
    name = _NAMES[field.lower()]
    kind = {"title": "subject", "author": "from", "published": "date"}.get(name, name)
    # "Tags: rivers, grain" is in the posts of blogs.
    kind = kind if field.isupper() or kind in _OF_LETTERS else "other"
    if name == "published":
        time = _DATE_TIME.fullmatch(value.strip())
        return _Stated(name, _day(*time.groups()) if time else iso_date(value) or "", kind, goes_on=False)
    return _Stated(name, value.strip(), kind, goes_on=name in {"title", "reference", "tags", "to", "info"} or not value)


def _continued(lines: Sequence[str], number: int) -> list[str]:
    """Return the lines on which a field goes on: they are set in, or in capitals as what is above."""
    more: list[str] = []
    for line in lines[number : number + FIELD_LINES]:
        words = line.strip()
        is_set_in = line[:1] in {" ", "\t"}
        if not words or _stated(words) or _NUMBERED.match(words) or not (is_set_in or words.isupper()):
            break
        more.append(words)
    return more


def _day(day: str, month: str, year: str) -> str:
    """Return the day of a date-time group as ISO 8601, "" for none."""
    century = "" if len(year) > 2 else "20" if int(year) <= LAST_YEAR_OF_CENTURY else "19"  # noqa: PLR2004
    try:
        return date(int(century + year), 1 + MONTHS.index(month.lower()), int(day)).isoformat()
    except ValueError:
        return ""
