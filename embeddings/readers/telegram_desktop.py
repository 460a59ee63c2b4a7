"""Chats that Telegram has exported as JSON: one, or all of an account.

What somebody forwards is not theirs: it names both, and is nobody's. Notices are as the file has them: "Ana Ruiz: pin
message".
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from embeddings.readers.chat_json import brought, dicts, json_of, text, within
from embeddings.readers.chats import Conversation, Message, contents_of, moment, stated_moment
from embeddings.readers.content import File, FileContents

# What stands for a file that was not exported.
_NOT_INCLUDED = "(File"


def read(file: File) -> FileContents:
    """Read chats. Raises NotRead if the JSON is broken or holds no message, UnreadableFile and LimitReached."""
    exported = json_of(file)
    lists = [within(exported, name, "list") for name in ("chats", "left_chats")]
    chats = dicts(within(exported, "messages")) and [exported]
    chats = chats or [chat for listed in lists for chat in dicts(listed)]
    return contents_of((Conversation(text(chat.get("name")), list(_messages(chat))) for chat in chats), file.limits)


def _messages(chat: dict[str, Any]) -> Iterator[Message]:
    for one in dicts(chat.get("messages")):
        at = Message(*_moment(one), text(one.get("from")), "")
        if one.get("type") == "service":
            yield at._replace(name="", words=_notice(one))
            continue
        if media := brought(_media(one)):
            yield at._replace(words=media, is_said=False)
        words = "\n".join(filter(None, (_words(one.get("text")), _poll(one.get("poll")))))
        if source := text(one.get("forwarded_from")):
            yield at._replace(name=f"{at.name}, forwarded from {source}", words=words, is_said=False)
        else:
            yield at._replace(words=words)


def _moment(one: dict[str, Any]) -> tuple[str, str]:
    stated = stated_moment(one.get("date"))
    return stated if all(stated) else moment(one.get("date_unixtime"))


def _words(value: Any) -> str:
    """Return a text, which is in parts where some of it is bold, a link or the like."""
    parts = value if isinstance(value, list) else [value]
    return "".join(text(part.get("text")) if isinstance(part, dict) else text(part) for part in parts)


def _media(one: dict[str, Any]) -> Iterator[str]:
    """Yield what a message brings: the name of a file, else its kind."""
    named = [PurePosixPath(name).name for key in ("file_name", "file", "photo") if (name := text(one.get(key)))]
    kind = text(one.get("media_type")).replace("_", " ") or ("photo" if "photo" in one else "")
    yield next((name for name in named if not name.startswith(_NOT_INCLUDED)), kind or ("file" if named else ""))
    yield text(one.get("sticker_emoji"))
    location = within(one, "location_information")
    if location:
        yield f"location {text(within(location, 'latitude'))} {text(within(location, 'longitude'))}"
    contact = within(one, "contact_information")
    yield " ".join(text(within(contact, key)) for key in ("first_name", "last_name", "phone_number")) if contact else ""


def _poll(poll: Any) -> str:
    answers = [f"- {text(answer.get('text'))}" for answer in dicts(within(poll, "answers"))]
    return "\n".join([text(within(poll, "question")), *answers]) if isinstance(poll, dict) else ""


def _notice(one: dict[str, Any]) -> str:
    """Return what was done, and with whom or what."""
    done = text(one.get("action")).replace("_", " ")
    members = one.get("members")
    named = [
        *(map(text, members) if isinstance(members, list) else ()),
        text(one.get("title")),
        _words(one.get("text")),
    ]
    about = ", ".join(filter(None, named))
    return f"{text(one.get('actor'))}: {done}{f': {about}' if about else ''}".strip(": ")
