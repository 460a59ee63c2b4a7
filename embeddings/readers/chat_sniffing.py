"""Which program's chat a file is, by how it begins; most texts are none, which is told at once."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from embeddings.readers import day_chats, formats, irc, whatsapp, zoom_chat
from embeddings.readers.day_chats import HEAD_CHARACTERS
from embeddings.readers.formats import Format

# The first message may be long, and much may stand above it: so many bytes show more than one.
CHAT_HEAD = 64 << 10

# Who there is, and which channels, in an archive of Slack, and a day of a channel.
SLACK_USERS, SLACK_CHANNELS = "users.json", ("channels.json", "groups.json", "dms.json", "mpims.json")
SLACK_DAY = re.compile(r"(?:.*/)?[^/]+/\d{4}-\d\d-\d\d\.json")

# A digit, a bracket, or what stands before them unseen; the first line of a log.
_STAMPED = re.compile(r"[\s\ufeff\u200e\u200f\u202a-\u202e]*(?:\[|\d|--- Log|\*{4} BEGIN|[A-Z][a-z]{2} \d\d )")
_TEXTS = ((whatsapp.is_chat, formats.WHATSAPP), (zoom_chat.is_chat, formats.ZOOM_CHAT), (irc.is_chat, formats.IRC))
_JSON_START = re.compile(r"\s*(?:\{|\[(?!LINE\]))")
# What stands in the head of chats with a line for each day.
_DAYS = re.compile(r"카카오톡|KakaoTalk|\[LINE\]|저장한 날짜|Date Saved|Saved on")
_KEY = re.compile(r'"([A-Za-z_]{2,24})"\s*:')
# Of each program, sets of keys of which it alone writes one whole, with their capitals.
_KEYS = (
    ({"messages", "date_unixtime", "from_id"}, formats.TELEGRAM),
    ({"messages", "date_unixtime", "actor_id"}, formats.TELEGRAM),
    ({"messages", "date_unixtime", "from"}, formats.TELEGRAM),
    ({"messages", "from_id", "date"}, formats.TELEGRAM),
    ({"personal_information", "user_id", "about"}, formats.TELEGRAM),
    ({"messages", "sender_name", "timestamp_ms"}, formats.META_MESSAGES),
    ({"messages", "senderName", "timestamp"}, formats.META_MESSAGES),
    ({"messages", "creator", "created_date"}, formats.GOOGLE_CHAT),
    ({"conversations", "conversation_id", "participant_data"}, formats.GOOGLE_CHAT),
    ({"guild", "channel", "messages", "author"}, formats.DISCORD),
    ({"conversations", "MessageList", "originalarrivaltime"}, formats.MICROSOFT_CHATS),
    ({"createdDateTime", "messageType", "chatId", "contentType"}, formats.MICROSOFT_CHATS),
    ({"createdDateTime", "messageType", "channelIdentity", "contentType"}, formats.MICROSOFT_CHATS),
    ({"date", "sender", "body", "quote", "sticker", "reactions", "attachments"}, formats.SIGNAL_JSON),
)
_SLACK_KEYS = ({"type", "ts", "user"}, {"type", "ts", "subtype"}, {"type", "ts", "bot_id"})
_SLACK_MESSAGE = re.compile(r'"ts"\s*:\s*"\d{9,10}\.\d{4,6}"')
_TELEGRAM_PAGE = re.compile(r"class=\"(?:page_body chat_page|message (?:service|default clearfix(?: joined)?))\"")
_MAY_BE_CHATS = frozenset({None, formats.PLAIN_TEXT, formats.MARKDOWN, formats.HTML})


def chat_format(data: bytes, by_suffix: Format | None) -> Format | None:
    """Return the format of the chat that a text is; None if it is no chat."""
    if by_suffix not in _MAY_BE_CHATS:
        return None
    head = _text(data)
    if by_suffix is not formats.HTML:
        if _STAMPED.match(head) and (kind := next((kind for is_chat, kind in _TEXTS if is_chat(head)), None)):
            return kind
        if _JSON_START.match(head):
            return _of_json(head)
        if _DAYS.search(head[:HEAD_CHARACTERS]) and day_chats.is_chat(head):
            return formats.DAY_CHATS
    if "chatlog__message-container" in head and "preamble__" in head:
        return formats.DISCORD_PAGES
    return formats.TELEGRAM_PAGES if "page_wrap" in head and _TELEGRAM_PAGE.search(head) else None


def _text(data: bytes) -> str:
    """Return how a text begins, of which it does not matter what a letter beyond ASCII is."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data[:CHAT_HEAD].decode("utf-16" if is_wide else "utf-8", "ignore").removeprefix("\ufeff")


def is_slack_archive(names: Sequence[str]) -> bool:
    """Whether the members of an archive are those of Slack's: who there is, which channels, and a day of one."""
    inner = {PurePosixPath(name).name for name in names if name.endswith(".json")}
    return SLACK_USERS in inner and not inner.isdisjoint(SLACK_CHANNELS) and any(map(SLACK_DAY.fullmatch, names))


def _of_json(head: str) -> Format | None:
    keys = set(_KEY.findall(head))
    if kind := next((kind for known, kind in _KEYS if known <= keys), None):
        return kind
    is_day = (
        head.lstrip().startswith("[") and any(known <= keys for known in _SLACK_KEYS) and _SLACK_MESSAGE.search(head)
    )
    return formats.SLACK if is_day else None
