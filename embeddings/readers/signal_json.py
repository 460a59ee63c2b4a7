"""Chats of Signal that signal-export has written as lines of JSON, an object for each message."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embeddings.readers.chat_json import brought, dicts, text, value_of
from embeddings.readers.chats import Conversation, Message, contents_of, stated_moment
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode


def read(file: File) -> FileContents:
    """Read a chat. Raises NotRead if a line is no JSON or there is no message, UnreadableFile and LimitReached."""
    lines = decode(Path(file.name), file.data).splitlines()
    messages = [message for line in lines if line.strip() for message in _of(value_of(line))]
    return contents_of([Conversation("", [message for message in messages if message.words])], file.limits)


def _of(one: Any) -> Iterator[Message]:
    """Yield a message, apart from what it answers and what it brings."""
    if not isinstance(one, dict):
        return
    at = Message(*stated_moment(one.get("date")), text(one.get("sender")), "")
    # What somebody else wrote, of whom nothing is said; it begins with ">".
    yield at._replace(words=text(one.get("quote")).strip(), is_said=False)
    yield at._replace(words=text(one.get("body")), is_said=not one.get("deleted") and not one.get("call"))
    sticker = one.get("sticker")
    named = [text(sticker.get("emoji")) or "sticker"] if isinstance(sticker, dict) else [text(sticker)]
    yield at._replace(
        words=brought([*(text(x.get("name")) for x in dicts(one.get("attachments"))), *named]), is_said=False
    )
