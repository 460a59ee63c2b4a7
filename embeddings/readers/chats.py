"""Messages of a chat -> documents, one for each day, as all readers of chats write them.

A message begins with who writes it and when, "Ana Ruiz [14:05]: The crane is here", which
embeddings.text.line_marks.message_mark reads; what nobody says begins with the time alone. So the source reads as a
conversation, and who says what is found as in any text that labels its speakers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple

from embeddings.documents import Fact
from embeddings.readers.composing import Piece, composed
from embeddings.readers.content import FileContent, FileContents, LimitReached, Limits, NotRead, content_with
from embeddings.text.line_marks import MOST_NAME_CHARACTERS, message_mark

ORIGIN = "chat export"
UNDATED = "undated"
# Messages are sent since then, in years; other times are mistakes.
FIRST_YEAR, LAST_YEAR = 1988, 2100

_NO_TIME = "--:--"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
# What would end the name in the mark of a message too early.
_TIME_IN_NAME = re.compile(r"\[(?=\d\d:\d\d)")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\0]")


class Message(NamedTuple):
    """A message of a chat, or a notice of its program, which has no name.

    `day` is an ISO 8601 date, or a date as it is written that may be one of several; "" is unknown. `published` is what
    of such a date is sure, a year or "". `time` is "14:05" or "14:05 UTC", "" where it is unknown. `to` is whom alone
    it was sent to. `is_said` is false of what holds no words of whoever sent it, such as a picture.
    """

    day: str
    time: str
    name: str
    words: str
    to: str = ""
    is_said: bool = True
    published: str = ""


class Conversation(NamedTuple):
    """A chat: what it is called, "" where that is not stated, and its messages in the order of their days."""

    title: str
    messages: Sequence[Message]


def contents_of(conversations: Iterable[Conversation], limits: Limits) -> FileContents:
    """Return the days of chats as documents; where there are several chats, each bears the name of its own.

    Raises NotRead if nothing was written, LimitReached if there are more days than files are read inside one.
    """
    chats = [chat for chat in conversations if chat.messages]
    documents: list[FileContent] = []
    for number, chat in enumerate(chats, start=1):
        within = f"{chat.title or f'chat {number}'}/" if len(chats) > 1 else ""
        documents += _days(chat, within)
        if len(documents) > limits.members:
            raise LimitReached(
                f"holds more than {limits.members:,} days of chats; split it, or set LOCCIT_FILE_MEMBERS"
            )
    if not documents:
        raise NotRead("is an export of a chat without a message; export it anew")
    if len(documents) == 1:
        documents = [content_with(x.text, x.facts, x.places) for x in documents]
    return FileContents(tuple(documents))


def moment(seconds: Any) -> tuple[str, str]:
    """Return the day and the time of seconds since 1970; "" and "" of what is no time at which anything was sent."""
    try:
        at = datetime.fromtimestamp(float(seconds), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return "", ""
    return (at.date().isoformat(), f"{at:%H:%M} UTC") if FIRST_YEAR <= at.year <= LAST_YEAR else ("", "")


def stated_moment(written: Any) -> tuple[str, str]:
    """Return the day and the time that are written as ISO 8601 has them; "" and "" of anything else."""
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return "", ""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return "", ""
    return at.date().isoformat(), f"{at:%H:%M}{' UTC' if at.utcoffset() is not None and not at.utcoffset() else ''}"


def visible(words: str) -> str:
    """Return words without the signs that only say in which direction they run."""
    return _INVISIBLE.sub("", words)


def _days(chat: Conversation, within: str) -> Iterator[FileContent]:
    # A few messages may stand among those of another day; those of an unknown day stay with the one before.
    by_day: dict[str, list[Message]] = {}
    known = next((message.day for message in chat.messages if message.day), "")
    for day, group in groupby(chat.messages, key=lambda message: message.day):
        known = day or known
        by_day.setdefault(known, []).extend(group)
    for day, messages in by_day.items():
        text, places = composed(map(_piece, messages))
        published = day if _DAY.fullmatch(day) else messages[0].published
        stated = [("title", chat.title), ("published", published)]
        facts = [Fact(name, value, ORIGIN) for name, value in stated if value]
        yield content_with(text, facts, places, member=f"{within}{day or UNDATED}".replace("\n", " "))


def _piece(message: Message) -> Piece:
    """Return a message with its place, which bears its time; one that is empty has neither."""
    name = _TIME_IN_NAME.sub("(", " ".join(visible(message.name).split()))[:MOST_NAME_CHARACTERS].strip()
    words = _BLANK_LINES.sub("\n", visible(message.words)).strip()
    if not words:
        return Piece("")
    first, *others = words.split("\n")
    # Nobody can put words under the name of somebody else.
    lines = [first, *(f"> {line}" if message_mark(f"{line} ") else line for line in others)]
    time = message.time or _NO_TIME
    is_sure = not message.day or _DAY.fullmatch(message.day)
    place = (("time", time if is_sure else f"{message.day} {time}"),) if message.time else ()
    if not name or not message.is_said:
        lines[0] = f"[{time}] {name}{': ' if name else ''}{first}"
    else:
        to = " ".join(message.to.split()).replace("]", ")")[:MOST_NAME_CHARACTERS]
        lines[0] = f"{name} [{time}{f', to {to}' if to else ''}]: {first}"
    return Piece("\n".join(lines), place)
