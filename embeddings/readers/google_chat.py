"""Chats of Google: the messages.json of a group in an export of Google Chat, and the Hangouts.json of before."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from embeddings.dates import MONTHS
from embeddings.readers.chat_dates import half_of_day, time_of
from embeddings.readers.chat_json import brought, dicts, json_of, text, within
from embeddings.readers.chats import Conversation, Message, contents_of, moment
from embeddings.readers.content import File, FileContents

# "Friday, March 12, 2021 at 2:05:06 PM UTC"
_MOMENT = re.compile(
    rf"\b(?P<month>{'|'.join(MONTHS)})[a-z]* (?P<day>\d{{1,2}}), (?P<year>\d{{4}}) at "
    r"(?P<clock>\d{1,2}:\d\d:\d\d)\s?(?P<half>[AP]M) (?P<zone>UTC)?",
    re.IGNORECASE,
)
_BREAK = "LINE_BREAK"


def read(file: File) -> FileContents:
    """Read chats. Raises NotRead if the JSON is broken or holds no message, UnreadableFile and LimitReached."""
    exported = json_of(file)
    chats = [_of_hangouts(chat) for chat in dicts(within(exported, "conversations"))]
    messages = [message for one in dicts(within(exported, "messages")) for message in _of_chat(one)]
    return contents_of([*chats, Conversation("", messages)], file.limits)


def _of_chat(one: dict[str, Any]) -> Iterator[Message]:
    creator = one.get("creator")
    name = text(within(creator, "name")) or text(within(creator, "email"))
    at = Message(*_moment(text(one.get("created_date"))), name, "")
    if files := brought(text(item.get("original_name")) for item in dicts(one.get("attached_files"))):
        yield at._replace(words=files, is_said=False)
    yield at._replace(words=text(one.get("text")))


def _moment(written: str) -> tuple[str, str]:
    found = _MOMENT.search(written.replace("\u202f", " "))
    if not found:
        return "", ""
    try:
        day = date(int(found["year"]), 1 + MONTHS.index(found["month"].lower()), int(found["day"]))
    except ValueError:
        return "", ""
    time = time_of(found["clock"], half_of_day(found["half"]))
    return day.isoformat(), f"{time} UTC" if time and found["zone"] else time


def _of_hangouts(chat: dict[str, Any]) -> Conversation:
    about = within(chat, "conversation", "conversation")
    people = dicts(within(about, "participant_data"))
    names = {text(within(person, "id", "gaia_id")): text(person.get("fallback_name")) for person in people}
    events = sorted(dicts(chat.get("events")), key=_sent)
    title = text(within(about, "name")) or ", ".join(filter(None, names.values()))
    return Conversation(title, [message for event in events for message in _of_event(event, names)])


def _of_event(event: dict[str, Any], names: dict[str, str]) -> Iterator[Message]:
    sender = text(within(event, "sender_id", "gaia_id"))
    at = Message(*moment(_sent(event) / 1e6), names.get(sender) or sender, "")
    content = within(event, "chat_message", "message_content")
    if dicts(within(content, "attachment")):
        yield at._replace(words="<attachment>", is_said=False)
    parts = dicts(within(content, "segment"))
    words = "".join("\n" if part.get("type") == _BREAK else text(part.get("text")) for part in parts)
    yield at._replace(words=words)


def _sent(event: dict[str, Any]) -> float:
    """Return when something was sent, in millionths of a second since 1970."""
    try:
        return float(text(event.get("timestamp")) or 0)
    except ValueError:
        return 0.0
