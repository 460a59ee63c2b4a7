"""Calendars (iCalendar, RFC 5545): each appointment or task is a document of what it is, when, where and whose."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from embeddings.dates import iso_date
from embeddings.documents import Fact
from embeddings.readers.content import File, FileContent, FileContents, LimitReached, NotRead, content_with
from embeddings.readers.decoding import decode

ORIGIN = "calendar"
# What stands in a calendar, of which each is a document.
_ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL"})
# A line that is too long goes on in the next after a space; vCalendar 1.0 has "=" at its end.
_FOLDED = re.compile(r"\n[ \t]")
_LINE = re.compile(r'(?P<name>[A-Za-z-]{1,40})(?P<stated>(?:;[A-Za-z-]{1,40}=(?:"[^"\n]*"|[^":;\n]*))*):(?P<value>.*)')
_NAMED = re.compile(r';CN=(?:"([^"]*)"|([^":;]*))', re.IGNORECASE)
_ZONE = re.compile(r';TZID=(?:"([^"]*)"|([^":;]*))', re.IGNORECASE)
_ESCAPED = re.compile(r"\\([nN,;\\])")
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
# The lines of a document, in this order, by what they begin with.
_LINES = (("DTSTART", "When"), ("DTEND", "Until"), ("DUE", "Due"), ("LOCATION", "Where"), ("ORGANIZER", "Called by"))
# So many of those who are asked are named.
MOST_ATTENDEES = 200


class Stated(NamedTuple):
    """What a line states: how it is qualified, and its value."""

    qualified: str
    value: str


def read(file: File) -> FileContents:
    """Read a calendar. Raises NotRead if nothing stands in it, UnreadableFile if it is no text, and LimitReached."""
    documents: list[FileContent] = []
    for entry in _entries(decode(Path(file.name), file.data)):
        if len(documents) >= file.limits.members:
            raise LimitReached(f"holds more than {file.limits.members:,} entries; split it, or set LOCCIT_FILE_MEMBERS")
        documents.append(_document(entry, len(documents) + 1))
    if not documents:
        raise NotRead("is a calendar in which nothing stands; export it anew")
    if len(documents) == 1:
        documents = [content_with(documents[0].text, documents[0].facts)]
    return FileContents(tuple(documents))


def _entries(text: str) -> Iterator[dict[str, list[Stated]]]:
    """Yield what each entry states, by the names of its lines; of an alarm within it nothing."""
    entry: dict[str, list[Stated]] | None = None
    inside = ""
    for line in _FOLDED.sub("", text).split("\n"):
        found = _LINE.fullmatch(line.strip("\r"))
        if not found:
            continue
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN" and value.strip().upper() in _ENTRIES:
            entry, inside = {}, ""
        elif name == "END" and value.strip().upper() in _ENTRIES and entry is not None:
            yield entry
            entry = None
        elif name in {"BEGIN", "END"}:
            inside = value if name == "BEGIN" else ""
        elif entry is not None and not inside:
            entry.setdefault(name, []).append(Stated(found["stated"], value))


def _document(entry: dict[str, list[Stated]], number: int) -> FileContent:
    title = " ".join(_words(entry, "SUMMARY").split())
    lines = [f"{label}: {_shown(name, entry[name][0])}" for name, label in _LINES if name in entry]
    asked = [_person(one) for one in entry.get("ATTENDEE", ())[:MOST_ATTENDEES]]
    lines += [f"With: {', '.join(asked)}"] if asked else []
    text = "\n\n".join(filter(None, [title, "\n".join(lines), _words(entry, "DESCRIPTION").strip()]))
    written = next((entry[name][0].value for name in ("CREATED", "DTSTAMP", "LAST-MODIFIED") if name in entry), "")
    author = _person(entry["ORGANIZER"][0]) if "ORGANIZER" in entry else ""
    stated = (("title", title), ("author", author), ("published", iso_date(_day(written)) or ""))
    facts = [Fact(name, value, ORIGIN) for name, value in stated if value]
    return content_with(text, facts, member=title.replace("/", "-")[:100] or f"entry {number}")


def _words(entry: dict[str, list[Stated]], name: str) -> str:
    return (
        _ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], entry[name][0].value) if name in entry else ""
    )


def _shown(name: str, stated: Stated) -> str:
    if name == "ORGANIZER":
        return _person(stated)
    return _moment(stated) if name in {"DTSTART", "DTEND", "DUE"} else " ".join(_words({name: [stated]}, name).split())


def _person(stated: Stated) -> str:
    """Return the name of a person, else the address."""
    named = _NAMED.search(stated.qualified)
    return (named and (named[1] or named[2])) or _MAILTO.sub("", stated.value).strip()


def _moment(stated: Stated) -> str:
    """Return a day or a time as people write it, "20 June 2019, 07:00 UTC", with its zone where it names one."""
    value = stated.value.strip()
    for form, written in (("%Y%m%dT%H%M%SZ", "%H:%M UTC"), ("%Y%m%dT%H%M%S", "%H:%M"), ("%Y%m%d", "")):
        try:
            at = datetime.strptime(value, form)
        except ValueError:
            continue
        zone = _ZONE.search(stated.qualified)
        parts = [f"{at.day} {at:%B} {at.year}", f"{at:{written}}" if written else ""]
        return ", ".join(filter(None, parts)) + (f" ({zone[1] or zone[2]})" if zone and written else "")
    return value


def _day(written: str) -> str:
    return f"{written[:4]}-{written[4:6]}-{written[6:8]}"
