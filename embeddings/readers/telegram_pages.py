"""Chats that Telegram has exported as web pages: messages.html, messages2.html and so on."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embeddings.readers.chat_dates import days_of, time_of
from embeddings.readers.chat_json import brought
from embeddings.readers.chat_pages import child, children, classes, first, words
from embeddings.readers.chats import Conversation, Message, contents_of
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode
from embeddings.readers.markup import parsed

# "12.03.2021 14:05:06 UTC+01:00", in the title of the time of a message.
_MOMENT = re.compile(r"\s*(?P<date>\d\d\.\d\d\.\d{4}) (?P<clock>\d\d:\d\d)")
_SPACE = re.compile(r"\s+")


def read(file: File) -> FileContents:
    """Read a page. Raises NotRead if it has no message, UnreadableFile, NotReadWhole and LimitReached."""
    page = parsed(decode(Path(file.name), file.data))
    title = "" if page is None else words(first(page, "page_header", "bold"))
    messages = [] if page is None else list(_messages(page))
    return contents_of([Conversation(title, messages)], file.limits)


def _messages(page: Any) -> Iterator[Message]:
    name = ""
    day = ""
    for one in page.iterfind(".//div[@id]"):
        kinds = classes(one)
        # The days that stand between messages have numbers below zero.
        if "message" not in kinds or one.get("id", "").startswith("message-"):
            continue
        body = first(one, "body")
        if body is None:
            continue
        stated = first(body, "date")
        found = _MOMENT.match(stated.get("title") or "") if stated is not None else None
        if found:
            day = days_of([found["date"]])[0][0]
        at = Message(day, time_of(found["clock"]) if found else "", "", "")
        if "service" in kinds:
            yield at._replace(words=words(body))
            continue
        name = words(child(body, "from_name")) or name
        yield from _said(at._replace(name=name), body)


def _said(at: Message, body: Any) -> Iterator[Message]:
    """Yield a message, apart from what it brings; what is forwarded is not the words of whoever sends it."""
    forwarded = child(body, "forwarded")
    if forwarded is not None:
        source = child(forwarded, "from_name")
        name = _SPACE.sub(" ", source.text or "").strip() if source is not None else ""
        at = at._replace(name=f"{at.name}, forwarded from {name}" if name else at.name, is_said=False)
        body = forwarded
    if media := brought([words(first(media, "title")) for media in children(body, "media_wrap")]):
        yield at._replace(words=media, is_said=False)
    polls = [words(part) for part in body.iter("div") if classes(part) & {"question", "answer"}]
    yield at._replace(words="\n".join(filter(None, [words(child(body, "text")), *polls])))
