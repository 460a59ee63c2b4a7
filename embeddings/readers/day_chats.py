"""Chats that KakaoTalk and LINE have written to a text file, in which a line of its own names each day.

KakaoTalk on a computer writes "[Ana Ruiz] [2:05 PM] words" below "----- Friday, March 12, 2021 -----", on a telephone
"March 12, 2021 at 2:05 PM, Ana Ruiz : words"; LINE writes "14:05", the name and the words with tabs between, below
"2021/03/12(Fri)". All lines up to the next such are of a message.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from embeddings.dates import iso_date
from embeddings.readers.chat_dates import DATE, days_of, half_of_day, time_of
from embeddings.readers.chats import Conversation, Message, contents_of
from embeddings.readers.content import File, FileContents
from embeddings.readers.decoding import decode
from embeddings.text.line_marks import MOST_NAME_CHARACTERS

# The head of a chat stands in so many characters.
HEAD_CHARACTERS = 400

_HALF = "오전|오후|午前|午後|上午|下午"
_NAME = rf"[^\t\n]{{1,{MOST_NAME_CHARACTERS}}}?"
_TITLES = (
    re.compile(r"^\ufeff?(?P<title>[^\n]{1,200}?) ?님과(?:의)? 카카오톡 대화", re.MULTILINE),
    re.compile(r"^\ufeff?KakaoTalk Chats with (?P<title>[^\n]{1,200})", re.MULTILINE),
    re.compile(r"^\ufeff?(?P<title>[^\n]{1,200}) KakaoTalk Chats$", re.MULTILINE),
    re.compile(
        r"\A\ufeff?\[LINE\] ?(?:Chat history (?:with|in) )?(?P<title>[^\n]{1,200}?)(?:とのトーク履歴|的聊天記錄)?$",
        re.M,
    ),
)
_SAVED = re.compile(r"^(?:저장한 날짜|Date Saved|Saved on|保存日時|儲存日期) ?[:：]", re.MULTILINE)
_DAY_LINE = re.compile(
    rf"-{{5,}} *(?P<of_kakao>[^-\n]{{6,60}}?) *-{{5,}}"
    rf"|(?:[A-Z][a-z]{{2}}, )?(?P<of_line>{DATE})(?: ?\(?[^\W\d_]{{1,9}}\.?\)?)?"
)
_MESSAGE = re.compile(
    rf"\[(?P<name>{_NAME})\] \[(?:(?P<before>{_HALF}) )?(?P<clock>\d{{1,2}}:\d\d)(?: ?(?P<after>[AaPp]\.?[Mm]\.?))?\] "
    r"(?P<words>.*)"
)
_OF_LINE = re.compile(
    rf"(?P<before>{_HALF})?(?P<clock>\d{{1,2}}:\d\d) ?(?P<after>[AP]M)?\t(?P<name>{_NAME})(?:\t(?P<words>.*))?"
)
_OF_TELEPHONE = re.compile(
    rf"(?P<day>{DATE}|[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}})(?:,| at)? "
    rf"(?:(?P<before>{_HALF}) )?(?P<clock>\d{{1,2}}:\d\d)"
    rf"(?:[ \u202f](?P<after>[AaPp]\.?[Mm]\.?))?, (?:(?P<name>{_NAME}) : (?P<words>.*)|(?P<notice>.+))"
)
_NUMBERS = re.compile(DATE)
# Lines of KakaoTalk between messages: when the next begin, and who came and went.
_SEPARATOR = re.compile(
    rf"{DATE} (?:{_HALF}) \d{{1,2}}:\d\d|[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}} at \d{{1,2}}:\d\d [AP]M"
)
_NOTICE = re.compile(
    r".{1,100}(?: (?:joined|left) this chatroom\.|님이 (?:들어왔습니다|나갔습니다)\.?|님을 초대(?:했|하였)습니다\.?)"
)
_WEEKDAY = re.compile(r"^[A-Z][a-z]+day, ")
# What stands for what holds no words.
_MEDIA = frozenset(["사진", "동영상", "이모티콘", "음성메시지", "Photo", "Video", "Sticker", "Emoticon", "Voice"])
_NO_WORDS = re.compile(r"\[[^\[\]]{1,30}\]|<[^<>]{1,60}>")


class _Line(NamedTuple):
    """A line that begins a message, and the day of it as it is written."""

    day: str
    time: str
    name: str
    words: str


def is_chat(head: str) -> bool:
    """Whether a text begins as such a chat: with its head, and a message below it."""
    beginning = head[:HEAD_CHARACTERS]
    if not (_SAVED.search(beginning) or any(title.search(beginning) for title in _TITLES)):
        return False
    return any(isinstance(line, _Line) and line.name for line in _lines(head))


def read(file: File) -> FileContents:
    """Read a chat. Raises NotRead if it has no message, UnreadableFile if it is no text, and LimitReached."""
    text = decode(Path(file.name), file.data)
    found = next((found for title in _TITLES if (found := title.search(text[:HEAD_CHARACTERS]))), None)
    return contents_of([Conversation(found["title"].strip() if found else "", list(_messages(text)))], file.limits)


def _messages(text: str) -> Iterator[Message]:
    begun: list[tuple[_Line, list[str]]] = []
    for line in _lines(text):
        if isinstance(line, _Line):
            begun.append((line, [line.words]))
        elif begun:
            begun[-1][1].append(line)
    written = [line.day for line, _ in begun]
    numbers = [found[0] if (found := _NUMBERS.search(day)) else "" for day in written]
    days = iter(days_of([number for number in numbers if number]))
    for (line, lines), number in zip(begun, numbers, strict=True):
        stated = iso_date(_WEEKDAY.sub("", line.day)) or ""
        day, published = next(days) if number else (stated, stated)
        words = "\n".join(lines).strip()
        if len(lines) > 1 and words[:1] == words[-1:] == '"':
            # LINE sets messages of several lines in quotation marks.
            words = words[1:-1]
        is_said = words not in _MEDIA and not _NO_WORDS.fullmatch(words)
        yield Message(day, line.time, line.name, words, is_said=is_said, published=published)


def _lines(text: str) -> Iterator[_Line | str]:
    """Yield the lines of a chat below its head: those that begin a message, and others as they are."""
    day, has_begun = "", False
    for line in text.split("\n"):
        begun = _begun(line, day)
        has_begun = has_begun or begun is not None
        if begun:
            yield begun
        elif found := _DAY_LINE.fullmatch(line.strip()):
            day = found["of_kakao"] or found["of_line"]
        elif has_begun and not _SEPARATOR.fullmatch(line):
            yield line


def _begun(line: str, day: str) -> _Line | None:
    """Return what a line begins, None if it goes on with a message."""
    if found := _OF_TELEPHONE.fullmatch(line):
        return _Line(found["day"], _time(found), found["name"] or "", found["words"] or found["notice"] or "")
    if found := _MESSAGE.fullmatch(line) or _OF_LINE.fullmatch(line):
        is_notice = found["words"] is None
        return _Line(day, _time(found), "" if is_notice else found["name"], found["words"] or found["name"])
    return _Line(day, "", "", line) if _NOTICE.fullmatch(line) else None


def _time(found: re.Match[str]) -> str:
    return time_of(found["clock"], half_of_day(found["before"] or "") or half_of_day(found["after"] or ""))
