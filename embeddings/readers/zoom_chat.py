"""Chats of meetings that Zoom has saved as text.

Who writes stands after the time, with "From" before it or without: "14:05:06 From Ana Ruiz to Everyone:", and the words
in the same line or below, set in. A meeting of which the lines bear no date has none.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from embeddings.readers.chat_dates import DATE, days_of, time_of
from embeddings.readers.chats import Conversation, Message, contents_of
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode

_STAMP = rf"^(?:(?P<date>{DATE})[ \t]+)?(?P<clock>\d\d:\d\d:\d\d)[ \t]+"
_FROM = r"(?:From|Von|De|Da|Van|Od|Från|Fra|От|自)[ \t]+"
# Without "From" a tab must follow, as other logs have names and colons, too.
_HEAD = re.compile(
    rf"{_STAMP}(?:{_FROM}(?P<from>[^\n]{{1,200}}?)[ \t]?:(?=\s|\Z)|(?P<plain>[^\s:][^\n:]{{0,200}}):\t)", re.MULTILINE
)
_TO = re.compile(r"\s+(?:to|an|a|à|para|aan|do|till|til|для|至)\s+")
# "Bo Ek (Direct Message)", "Bo Ek(Privately)": to whom alone something is sent.
_ALONE = re.compile(r"(?P<name>.*?)\s*\([^()]{3,40}\)?")
# So many messages at least show that a text without "From" is a chat, and somebody writes twice.
FEWEST_PLAIN = 3


def is_chat(head: str) -> bool:
    """Whether a text begins as a saved chat does."""
    first = _HEAD.match(head, len(head) - len(head.lstrip()))
    if not first:
        return False
    if first["from"]:
        # "14:05:06 From now on: ..." is a line that another text may begin with.
        return _TO.search(first["from"]) is not None or _HEAD.search(head, first.end()) is not None
    names = Counter(found["plain"] for found in _HEAD.finditer(head))
    return names.total() >= FEWEST_PLAIN and max(names.values()) > 1


def read(file: File) -> FileContents:
    """Read a chat. Raises NotRead if it has no message, UnreadableFile if it is no text, and LimitReached."""
    return contents_of([Conversation("", list(_messages(decode(Path(file.name), file.data))))], file.limits)


def _messages(text: str) -> Iterator[Message]:
    heads = list(_HEAD.finditer(text))
    days = iter(days_of([head["date"] for head in heads if head["date"]]))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=bool(heads)):
        day, published = next(days) if head["date"] else ("", "")
        name, *others = _TO.split(head["from"] or head["plain"])
        to = _ALONE.fullmatch(others[-1]) if others else None
        # "Ana to Bo" may be a name.
        name = " to ".join([name, *others[:-1]])
        words = "\n".join(line.strip() for line in text[head.end() : end].split("\n"))
        yield Message(day, time_of(head["clock"]), name, words, to["name"] if to else "", published=published)
