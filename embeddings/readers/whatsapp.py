"""Chats that WhatsApp has written to a text file, as telephones of all countries do, and those of signal-export.

A message begins with its date and time and who writes: "[12/03/21, 14:05:06] Ana Ruiz: words" on one kind of telephone,
"12/03/2021, 14:05 - Ana Ruiz: words" on the other. All lines up to the next such are of it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from embeddings.readers.chat_dates import CLOCK, DATE, days_of, half_of_day, time_of
from embeddings.readers.chats import Conversation, Message, contents_of
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode
from embeddings.text.line_marks import MOST_NAME_CHARACTERS

# So many messages at least show that a text is a chat.
FEWEST_MESSAGES = 2

_SPACE = "[ \u00a0\u202f]"
_MARKS = "[\u200e\u200f\u202a-\u202e\ufeff]"
_HEAD = re.compile(
    rf"^{_MARKS}*(?P<bracket>\[)?(?P<date>{DATE}),?{_SPACE}{{0,2}}"
    rf"(?P<before>[^\W\d_][^\W\d_.]{{0,9}}\.?{_SPACE}?)?(?P<clock>{CLOCK})"
    rf"(?:{_SPACE}?(?P<after>[^\W\d_][^\n\[\]:,-]{{0,11}}?))?(?(bracket){_SPACE}?\]|(?:{_SPACE}?-|(?<=\d\d[:.]\d\d[:.]\d\d):))(?:{_SPACE}|$)",
    re.MULTILINE,
)
# As telephones in the United States write a time, and hardly others: "3/12/21, 2:05 PM", without zeros before figures.
_AMERICAN = re.compile(rf"\W*[1-9]\d?/[1-9]\d?/\d\d,.*\d{_SPACE}[AP]M\b")
_ONE_FIGURE = re.compile(r"\b\d/")
_NAME = re.compile(rf"(?P<name>[^\n]{{1,{MOST_NAME_CHARACTERS}}}?):(?:[ \u00a0]|$)", re.MULTILINE)
# What a program writes of a message that holds no words: "<Media omitted>", "photo.jpg (file attached)".
_NO_WORDS = re.compile(r"<[^<>\n]{1,80}>|!\[[^\]\n]{0,200}\]\([^)\n]{1,400}\)")
_ATTACHED = re.compile(r"[^\n]{0,200}\.\w{2,5} \([^()\n]{3,40}\)(?=\n|\Z)")
_DELETED = """
    this message was deleted|you deleted this message|diese nachricht wurde gelöscht|du hast diese nachricht gelöscht
    |se eliminó este mensaje|eliminaste este mensaje|este mensaje fue eliminado|ce message a été supprimé
    |vous avez supprimé ce message|mensagem apagada|esta mensagem foi apagada|você apagou esta mensagem
    |questo messaggio è stato eliminato|hai eliminato questo messaggio|dit bericht is verwijderd
    |je hebt dit bericht verwijderd|данное сообщение удалено|вы удалили данное сообщение|bu mesaj silindi
"""
_DELETED_WORDS = frozenset(words.strip() for words in _DELETED.split("|"))
# Logs have such lines, too.
_LEVELS = frozenset(["trace", "debug", "info", "notice", "warn", "warning", "error", "critical", "fatal"])
_LEFT_TO_RIGHT = "\u200e"


def is_chat(head: str) -> bool:
    """Whether a text begins as such a chat: with a message, of which there are some, and somebody's words."""
    first = _HEAD.match(head, len(head) - len(head.lstrip()))
    if not first:
        return False
    names = [named["name"] for found in _HEAD.finditer(head) if (named := _NAME.match(head, found.end()))]
    is_log = all(name.strip().lower() in _LEVELS for name in names)
    count = sum(1 for _ in zip(range(FEWEST_MESSAGES), _HEAD.finditer(head), strict=False))
    return count == FEWEST_MESSAGES and bool(names) and not is_log


def read(file: File) -> FileContents:
    """Read a chat. Raises NotRead if it has no message, UnreadableFile if it is no text, and LimitReached."""
    text = decode(Path(file.name), file.data)
    return contents_of([Conversation("", list(_messages(text)))], file.limits)


def _messages(text: str) -> Iterator[Message]:
    heads = list(_HEAD.finditer(text))
    days = days_of([head["date"] for head in heads], is_american=_is_american([head[0] for head in heads]))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    bodies = [text[head.end() : end] for head, end in zip(heads, ends, strict=bool(heads))]
    names = _names(bodies)
    for head, (day, published), body in zip(heads, days, bodies, strict=True):
        time = time_of(head["clock"], half_of_day(head["before"] or "") or half_of_day(head["after"] or ""))
        at = Message(day, time, "", "", published=published)
        name = _NAME.match(body)
        if name and _is_name(name["name"], names):
            yield from _said(at._replace(name=name["name"]), body[name.end() :])
        else:
            yield at._replace(words=body)


def _is_american(heads: Sequence[str]) -> bool:
    return all(map(_AMERICAN.match, heads)) and any(map(_ONE_FIGURE.search, heads))


def _said(at: Message, words: str) -> Iterator[Message]:
    """Yield a message, apart from a file that it brings."""
    is_programs = words.lstrip(" ").startswith(_LEFT_TO_RIGHT)
    attached = _ATTACHED.match(words.lstrip(f" {_LEFT_TO_RIGHT}"))
    bare = words.strip(f" \n{_LEFT_TO_RIGHT}")
    if attached:
        yield at._replace(words=attached[0], is_said=False)
        yield at._replace(words=bare[attached.end() :])
    else:
        is_said = not (is_programs or _NO_WORDS.fullmatch(bare) or bare.rstrip(".").lower() in _DELETED_WORDS)
        yield at._replace(words=words, is_said=is_said)


def _names(bodies: Sequence[str]) -> Counter[str]:
    return Counter(name["name"] for body in bodies if (name := _NAME.match(body)))


def _is_name(words: str, names: Counter[str]) -> bool:
    """Whether the words before a colon are a name, and not the beginning of a notice: "Ana changed “Pier: east” to"."""
    if words.count("“") != words.count("”") or words.count('"') % 2:
        return False
    parts = words.split(" ")
    prefixes = (" ".join(parts[:count]) for count in range(1, len(parts)))
    return names[words] > 1 or not any(names.get(prefix, 0) > 1 for prefix in prefixes)
