"""Chats of Discord, as DiscordChatExporter writes them as web pages: what it does unless it is told otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.dates import iso_date
from embeddings.readers.chat_dates import CLOCK, DATE, days_of, half_of_day, time_of
from embeddings.readers.chat_json import brought
from embeddings.readers.chat_pages import first, of_class, words
from embeddings.readers.chats import Conversation, Message, contents_of
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode
from embeddings.readers.markup import parsed

# "3/12/2021 2:05 PM" above the first of the messages of one author, "2:06 PM" beside the others.
_MOMENT = re.compile(rf"(?:(?P<date>{DATE}),?\s+)?(?P<clock>{CLOCK})(?P<half>[^\d]{{0,10}})")
_TIMES = ("chatlog__timestamp", "chatlog__short-timestamp", "chatlog__system-notification-timestamp")
_NAMES = ("chatlog__author", "chatlog__system-notification-author")
# "Image: crane.jpg (12 KB)".
_MEDIA = re.compile(r"(?:\w+: )?(?P<name>.*?)(?: \([^()]*\))?")


class _Stamp(NamedTuple):
    """When a message was sent as it is written: its day in words where they tell it, its date, its time."""

    told: str
    date: str
    time: str


def read(file: File) -> FileContents:
    """Read a page. Raises NotRead if it has no message, UnreadableFile, NotReadWhole and LimitReached."""
    page = parsed(decode(Path(file.name), file.data))
    if page is None:
        return contents_of([], file.limits)
    title = ", ".join(filter(None, map(words, of_class(page, "preamble__entry"))))
    return contents_of([Conversation(title, list(_messages(page)))], file.limits)


def _messages(page: Any) -> Iterator[Message]:
    found = list(of_class(page, "chatlog__message-container"))
    stamps = [_stamp(one) for one in found]
    days = iter(days_of([stamp.date for stamp in stamps if stamp.date]))
    day, published, name = "", "", ""
    for one, stamp in zip(found, stamps, strict=True):
        if stamp.date:
            day, published = next(days)
        name = next((words(part) for key in _NAMES for part in of_class(one, key)), name)
        at = Message(stamp.told or day, stamp.time, name, "", published=stamp.told or published)
        yield from _of(at, one)


def _stamp(one: Any) -> _Stamp:
    part = next((part for key in _TIMES for part in of_class(one, key)), None)
    found = _MOMENT.search(words(part).replace("\u202f", " "))
    if part is None or not found:
        return _Stamp("", "", "")
    told = iso_date(part.get("title") or "") or ""
    return _Stamp(
        told if len(told) == len("2021-03-12") else "",
        found["date"] or "",
        time_of(found["clock"], half_of_day(found["half"])),
    )


def _of(at: Message, one: Any) -> Iterator[Message]:
    """Yield a message, apart from what it brings, what it forwards and the pages that it links to."""
    if (notice := first(one, "chatlog__system-notification-content")) is not None:
        yield at._replace(words=words(notice), is_said=False)
        return
    media = (part.get("title") or "" for part in of_class(one, "chatlog__attachment-media"))
    named = [*media, *map(words, of_class(one, "chatlog__attachment-generic-name"))]
    if files := brought(found["name"] for name in named if (found := _MEDIA.fullmatch(name))):
        yield at._replace(words=files, is_said=False)
    yield at._replace(words=_kept(first(one, "chatlog__content", "chatlog__markdown-preserve")))
    others = [_kept(first(one, "chatlog__forwarded-content"))]
    others += [words(part) for key in ("title", "description") for part in of_class(one, f"chatlog__embed-{key}")]
    yield at._replace(words="\n".join(filter(None, others)), is_said=False)


def _kept(element: Any) -> str:
    """Return the words of an element with the line feeds and the pictures of signs that stand in it."""
    if element is None:
        return ""
    found = [(element.get("alt") or "") if element.tag == "img" else element.text or ""]
    for part in element:
        found += [_kept(part), part.tail or ""]
    return "".join(found)
