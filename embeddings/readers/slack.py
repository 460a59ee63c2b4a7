"""Chats of Slack: the archive that it exports, and a day of one channel of it.

An archive says in users.json who has which id, and has a folder for each channel with a file of JSON for each day.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from embeddings.readers.chat_json import brought, dicts, json_of, text, value_of, within
from embeddings.readers.chat_sniffing import SLACK_CHANNELS, SLACK_DAY, SLACK_USERS
from embeddings.readers.chats import Conversation, Message, contents_of, moment
from embeddings.readers.content import File, FileContents, NotRead, Refused
from embeddings.readers.decoding import decode
from embeddings.readers.zip_members import zip_members

# What is of another kind tells that somebody joined, renamed a channel and the like.
_SAID = frozenset(
    {"", "bot_message", "me_message", "thread_broadcast", "reply_broadcast", "file_share", "file_comment"}
)
# "<@U012>", "<#C012|general>", "<https://example.org|the plan>", "<!here>".
_MARKED = re.compile(r"<(?P<sign>[@#!]?)(?P<what>[^<>|\n]{1,2000})(?:\|(?P<shown>[^<>\n]{0,2000}))?>")


def read(file: File) -> FileContents:
    """Read an archive or a day. Raises NotRead if there is no message in it, UnreadableFile and LimitReached."""
    if not file.data.startswith(b"PK"):
        messages = dicts(json_of(file))
        return contents_of([Conversation("", list(_messages(messages, {})))], file.limits)
    return _archive(file)


def _archive(file: File) -> FileContents:
    people: dict[str, str] = {}
    direct: dict[str, list[str]] = {}
    days: dict[str, list[dict[str, Any]]] = {}
    refused: list[Refused] = []
    for member in sorted(zip_members(file.data, file.limits), key=lambda member: member.name):
        name = PurePosixPath(member.name)
        if name.name not in {SLACK_USERS, *SLACK_CHANNELS} and not SLACK_DAY.fullmatch(member.name):
            continue
        try:
            listed = dicts(value_of(decode(Path(name.name), member.data())))
        except NotRead as error:
            refused.append(Refused(member.name, str(error)))
            continue
        if name.name == SLACK_USERS:
            people |= {text(user.get("id")): _name(user) for user in listed}
        elif name.name in SLACK_CHANNELS:
            direct |= {text(one.get("id")): one["members"] for one in listed if isinstance(one.get("members"), list)}
        else:
            days.setdefault(str(name.parent), []).extend(listed)
    chats = [
        Conversation(_title(PurePosixPath(folder).name, direct, people), list(_messages(messages, people)))
        for folder, messages in sorted(days.items())
    ]
    read = contents_of(chats, file.limits)
    return FileContents(read.documents, tuple(refused))


def _title(folder: str, direct: Mapping[str, Sequence[Any]], people: Mapping[str, str]) -> str:
    """Return the name of a channel; a talk of two persons has theirs."""
    if members := direct.get(folder):
        return ", ".join(people.get(text(member), text(member)) for member in members)
    return f"#{folder}"


def _name(user: Mapping[str, Any]) -> str:
    """Return the name of a user, or of who is described beside a message; the full one where it is known."""
    stated = (within(user, "profile", "real_name"), user.get("real_name"), user.get("display_name"), user.get("name"))
    return next((name for name in map(text, stated) if name), "")


def _messages(messages: Sequence[dict[str, Any]], people: Mapping[str, str]) -> Iterator[Message]:
    beside = {text(one.get("user")): _name(profile) for one in messages for profile in dicts([one.get("user_profile")])}
    known = {**beside, **people}
    for one in sorted(messages, key=_sent):
        subtype = text(one.get("subtype"))
        user = text(one.get("user")) or text(one.get("bot_id"))
        name = known.get(user, "") or text(one.get("username")) or user
        at = Message(*moment(_sent(one)), name, "", is_said=subtype in _SAID)
        if files := brought([text(item.get("name")) or text(item.get("title")) for item in dicts(one.get("files"))]):
            yield at._replace(words=files, is_said=False)
        attached = [text(item.get("text")) or text(item.get("fallback")) for item in dicts(one.get("attachments"))]
        words = _words(text(one.get("text")), known)
        # What a program attaches is shown where it says nothing else; of a message that is shared it is others' words.
        if words or not attached:
            # A notice mostly begins with whom it is of.
            yield at._replace(name="" if words.startswith("@") and not at.is_said else name, words=words)
        else:
            yield at._replace(words=_words("\n".join(attached), known), is_said=subtype == "bot_message")


def _sent(one: dict[str, Any]) -> float:
    """Return when a message was sent, in seconds since 1970."""
    try:
        return float(text(one.get("ts")) or 0)
    except ValueError:
        return 0.0


def _words(marked: str, people: Mapping[str, str]) -> str:
    """Return a text as it is shown, and the addresses of links that are shown by other words."""

    def shown(mark: re.Match[str]) -> str:
        sign, what, label = mark["sign"], mark["what"], mark["shown"] or ""
        if sign == "@":
            return f"@{people.get(what) or label or what}"
        if sign == "!":
            return label or f"@{what.partition('^')[0]}"
        if sign == "#":
            return f"#{label or what}"
        return f"{label} ({what})" if label and label not in what else what.removeprefix("mailto:")

    return unescape(_MARKED.sub(shown, marked))
