"""Chats of Skype, as its users can have them sent, and of Teams, as Microsoft Graph gives them, both as JSON.

Their newest message stands first, and what is written is HTML.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from embeddings.readers.chat_json import brought, dicts, json_of, text, within
from embeddings.readers.chats import Conversation, Message, contents_of, stated_moment
from embeddings.readers.content import File, FileContents
from embeddings.readers.mail_text import html_body

# The names of accounts: "8:live:ana" is a person, "28:calling" a program.
_ACCOUNT = re.compile(r"\d{1,3}:(?:live:\.?(?:cid\.)?|orgid:)?")
# What Skype repeats of a message that is answered, and how it names a file.
_QUOTED = re.compile(r"<quote\b[^>]{0,2000}>.*?</quote>", re.DOTALL | re.IGNORECASE)
_SHARED = re.compile(r"<URIObject\b.*?(?:<OriginalName v=\"(?P<name>[^\"]{1,200})\".*?)?</URIObject>", re.DOTALL)
_SECONDS = re.compile(r"(:\d\d)\.\d+")


def read(file: File) -> FileContents:
    """Read chats. Raises NotRead if the JSON is broken or holds no message, UnreadableFile and LimitReached."""
    exported = json_of(file)
    conversations = dicts(within(exported, "conversations"))
    chats = [_conversation(text(one.get("displayName")), map(_of_skype, _listed(one))) for one in conversations]
    return contents_of([*chats, _conversation("", map(_of_teams, _teams_messages(exported)))], file.limits)


def _conversation(title: str, messages: Any) -> Conversation:
    parted = [[part for part in message if part.words] for message in messages]
    written = [message for message in parted if message]
    times = [(message[0].day, message[0].time) for message in written if message[0].day]
    # Those that stand in the order of time stay so.
    newest_first = len(times) > 1 and times[0] > times[-1]
    ordered = written[::-1] if newest_first else written
    return Conversation(title, [message for parts in ordered for message in parts])


def _listed(conversation: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return dicts(conversation.get("MessageList"))


def _teams_messages(exported: Any) -> list[dict[str, Any]]:
    """Return the messages of Teams, each with the answers to it behind it."""
    listed = exported if isinstance(exported, list) else within(exported, "value") or within(exported, "messages")
    return [message for one in dicts(listed) for message in (*dicts(one.get("replies")), one)]


def _of_skype(one: dict[str, Any]) -> Iterator[Message]:
    name = text(one.get("displayName")) or _ACCOUNT.sub("", text(one.get("from")), count=1)
    at = Message(*_moment(one.get("originalarrivaltime")), name, "")
    content, kind = text(one.get("content")), text(one.get("messagetype"))
    shared = [found["name"] or "file" for found in _SHARED.finditer(content)]
    yield at._replace(words=brought(shared), is_said=False)
    if kind in {"", "Text"} or kind.startswith("RichText"):
        yield at._replace(words=_plain(_SHARED.sub("", _QUOTED.sub("", content))))


def _of_teams(one: dict[str, Any]) -> Iterator[Message]:
    sender = one.get("from")
    name = text(within(sender, "user", "displayName")) or text(within(sender, "application", "displayName"))
    at = Message(*_moment(one.get("createdDateTime")), name, "")
    yield at._replace(words=brought(text(x.get("name")) for x in dicts(one.get("attachments"))), is_said=False)
    content = text(within(one, "body", "content"))
    words = _plain(content) if text(within(one, "body", "contentType")) == "html" else content
    is_said = text(one.get("messageType")) in {"", "message"} and not one.get("deletedDateTime")
    yield at._replace(words=words, is_said=is_said)


def _moment(written: Any) -> tuple[str, str]:
    """Return the day and the time of what is written with parts of seconds, of which there may be seven figures."""
    return stated_moment(_SECONDS.sub(r"\1", text(written)))


def _plain(markup: str) -> str:
    return html_body(f"<div>{markup}</div>").text if "<" in markup or "&" in markup else markup
