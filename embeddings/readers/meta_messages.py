"""Chats of Messenger and Instagram, as Meta exports them as JSON; the newest message stands first.

Their letters are those of UTF-8, each byte of which was written as a letter of its own. Chats that were encrypted are
exported in a form with other names.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from embeddings.readers.chat_json import brought, dicts, json_of, text, within
from embeddings.readers.chats import Conversation, Message, contents_of, moment
from embeddings.readers.content import File, FileContents

_MEDIA = ("photos", "videos", "gifs", "audio_files", "files", "media")


def read(file: File) -> FileContents:
    """Read a chat. Raises NotRead if the JSON is broken or holds no message, UnreadableFile and LimitReached."""
    exported = json_of(file)
    title = _text(within(exported, "title")) or _text(within(exported, "threadName"))
    messages = sorted(dicts(within(exported, "messages")), key=_sent)
    return contents_of([Conversation(title, [message for one in messages for message in _of(one)])], file.limits)


def _of(one: dict[str, Any]) -> Iterator[Message]:
    name = _text(one.get("sender_name")) or _text(one.get("senderName"))
    at = Message(*moment(_sent(one) / 1000), name, "")
    if media := brought(_media(one)):
        yield at._replace(words=media, is_said=False)
    words = [_text(one.get("content")), _text(one.get("text")), _text(within(one, "share", "link"))]
    # The words of a message may be the link alone.
    yield at._replace(words="\n".join(dict.fromkeys(filter(None, words))))


def _media(one: dict[str, Any]) -> list[str]:
    files = [item for kind in _MEDIA for item in dicts(one.get(kind))]
    return [PurePosixPath(_text(item.get("uri"))).name for item in [*files, *dicts([one.get("sticker")])]]


def _sent(one: dict[str, Any]) -> float:
    """Return when a message was sent, in milliseconds since 1970."""
    stated = one.get("timestamp_ms", one.get("timestamp"))
    return float(stated) if isinstance(stated, int | float) and abs(stated) < _LAST else 0.0


_LAST = 1e14


def _text(value: Any) -> str:
    written = text(value)
    try:
        return written.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return written
