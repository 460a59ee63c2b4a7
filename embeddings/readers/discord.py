"""Chats of Discord, as DiscordChatExporter writes them as JSON."""

from collections.abc import Iterator
from typing import Any

from embeddings.readers.chat_json import brought, dicts, json_of, text, within
from embeddings.readers.chats import Conversation, Message, contents_of, stated_moment
from embeddings.readers.content import File, FileContents

# What is of another type tells that somebody joined, called, pinned a message and the like.
_SAID = frozenset({"Default", "Reply", "0", "19", ""})


def read(file: File) -> FileContents:
    """Read a channel. Raises NotRead if the JSON is broken or holds no message, UnreadableFile and LimitReached."""
    exported = json_of(file)
    names = [text(within(exported, "guild", "name")), text(within(exported, "channel", "name"))]
    messages = [message for one in dicts(within(exported, "messages")) for message in _of(one)]
    return contents_of([Conversation(", ".join(filter(None, names)), messages)], file.limits)


def _of(one: dict[str, Any]) -> Iterator[Message]:
    author = one.get("author")
    name = text(within(author, "nickname")) or text(within(author, "name"))
    at = Message(*stated_moment(one.get("timestamp")), name, "")
    is_said = text(one.get("type")) in _SAID
    files = [text(item.get("fileName")) for item in dicts(one.get("attachments"))]
    if media := brought([*files, *(text(item.get("name")) for item in dicts(one.get("stickers")))]):
        yield at._replace(words=media, is_said=False)
    yield at._replace(words=text(one.get("content")), is_said=is_said)
    # What is forwarded, and the pages that a message links to, are not the words of whoever sends it.
    forwarded = [text(within(one, "forwardedMessage", "content"))]
    shown = [text(embed.get(key)) for embed in dicts(one.get("embeds")) for key in ("title", "description")]
    yield at._replace(words="\n".join(filter(None, [*forwarded, *shown])), is_said=False)
