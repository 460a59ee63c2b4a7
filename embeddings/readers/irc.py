"""Logs of IRC as irssi, WeeChat, HexChat, ZNC and most others write them: "14:05 <ana> words".

What programs tell of who comes and goes, and what somebody does ("* ana waves"), is nobody's words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from embeddings.dates import MONTHS
from embeddings.readers.chats import Conversation, Message, contents_of
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode

# So many messages at least show that a text is a log of a chat, and somebody writes twice.
FEWEST_MESSAGES = 3

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_LINE = re.compile(
    rf"^(?:(?P<month>{_MONTH}) (?P<day>\d\d) |\[?(?P<date>\d{{4}}-\d\d-\d\d)[T ])?"
    r"\[?(?P<clock>(?:[01]\d|2[0-3]):[0-5]\d)(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)?\]?"
    r"(?:[ \t]+<[ @+%&~!]?(?P<nick>[^<>\s]{1,60})>(?:[ \t](?P<words>.*)|$)"
    r"|[ \t]+(?P<notice>(?:\*|-!-|-->|<--|--|={2,3}|\*{3})[ \t].*)"
    r"|\t[ @+%&~!]?(?P<column>[^\s<>*-]\S{0,59})\t(?P<cell>.*))",
    re.MULTILINE | re.IGNORECASE,
)
_DAY_LINE = re.compile(
    r"^(?:--- (?:log opened|log closed|day changed)|\*{4} (?:begin|ending) logging at)(?P<at> .*)", re.I | re.M
)
_MONTH_FIRST = re.compile(rf"\b(?P<month>{_MONTH}) +(?P<day>\d{{1,2}})\b.{{0,20}}?\b(?P<year>\d{{4}})\b", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH}) (?P<year>\d{{4}})\b", re.IGNORECASE)


def is_chat(head: str) -> bool:
    """Whether a text begins as such a log does."""
    start = len(head) - len(head.lstrip())
    if not (_LINE.match(head, start) or _DAY_LINE.match(head, start)):
        return False
    names = Counter(found["nick"] or found["column"] for found in _LINE.finditer(head))
    del names[None]
    return names.total() >= FEWEST_MESSAGES and max(names.values()) > 1


def read(file: File) -> FileContents:
    """Read a log. Raises NotRead if nobody writes in it, UnreadableFile if it is no text, and LimitReached."""
    return contents_of([Conversation("", list(_messages(decode(Path(file.name), file.data))))], file.limits)


def _messages(text: str) -> Iterator[Message]:
    day, year = "", ""
    for line in text.split("\n"):
        if opened := _DAY_LINE.match(line):
            found = _MONTH_FIRST.search(opened["at"]) or _DAY_FIRST.search(opened["at"])
            year = found["year"] if found else year
            day = _day(year, found["month"], found["day"]) if found else day
        elif one := _LINE.match(line):
            if one["month"]:
                day = _day(year, one["month"], one["day"]) or f"{one['month']} {one['day']}"
            day = one["date"] or day
            words = next((one[name] for name in ("words", "cell", "notice") if one[name]), "")
            yield Message(day, one["clock"], one["nick"] or one["column"] or "", words)
        elif line.strip():
            # A line of another form goes on, or is a notice of a program that is not known.
            yield Message(day, "", "", line)


def _day(year: str, month: str, day: str) -> str:
    """Return a day of words as ISO 8601 has it, "" for none."""
    try:
        return date(int(year or 0), 1 + MONTHS.index(month[:3].lower()), int(day)).isoformat()
    except ValueError:
        return ""
