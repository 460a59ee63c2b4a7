import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.attribution.labels import labelled
from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.day_chats import is_chat, read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of

COMPUTER = """\
부두 님과 카카오톡 대화
저장한 날짜 : 2024-03-13 22:14:03

--------------- 2024년 3월 11일 월요일 ---------------
[박팀장] [오전 9:12] 크레인이 왔어요
물이 새요
[김세진] [오후 12:40] 누가 내요
김세진님이 나갔습니다.
[박팀장] [오후 1:41] 사진
--------------- 2024년 3월 12일 화요일 ---------------
[박팀장] [오전 12:05] 왜
"""
ENGLISH = """\
KakaoTalk Chats with Ana Ruiz
Date Saved : 2021-03-13 22:14:03

--------------- Friday, March 12, 2021 ---------------
[Ana Ruiz] [2:05 PM] the crane is here
Bo Ek left this chatroom.
"""
TELEPHONE = """\
Pier KakaoTalk Chats
Date Saved : Mar 13, 2021 at 10:14 PM

March 12, 2021 at 2:05 PM
March 12, 2021 at 2:05 PM, Ana Ruiz : the crane: here
and it leaks
March 12, 2021 at 2:06 PM, Bo Ek joined this chatroom.
"""
LINE = """\
[LINE] Chat history with Pier
Saved on: 2021/03/14 09:00

2021/03/12(Fri)
14:05\tAna Ruiz\t"the crane
is here"
14:06\tBo Ek\t[Photo]
2021/03/13(Sat)
9:30 PM\tBo Ek\twhy
21:31\tAna Ruiz left the chat.
"""


def documents(text: str) -> tuple[FileContent, ...]:
    return read(file_of("chat.txt", text.encode())).documents


def test_kakaotalk_on_a_computer() -> None:
    first, second = documents(COMPUTER)
    assert first.text.split("\n\n") == [
        "박팀장 [09:12]: 크레인이 왔어요\n물이 새요",
        "김세진 [12:40]: 누가 내요",
        "[--:--] 김세진님이 나갔습니다.",
        "[13:41] 박팀장: 사진",
    ]
    assert (first.title, first.published, first.member) == ("부두", "2024-03-11", "2024-03-11")
    assert (second.text, second.published) == ("박팀장 [00:05]: 왜", "2024-03-12")


def test_kakaotalk_in_english() -> None:
    (content,) = documents(ENGLISH)
    assert content.text == "Ana Ruiz [14:05]: the crane is here\n\n[--:--] Bo Ek left this chatroom."
    assert (content.title, content.published) == ("Ana Ruiz", "2021-03-12")


def test_kakaotalk_on_a_telephone() -> None:
    (content,) = documents(TELEPHONE)
    said, notice = content.text.split("\n\n")
    assert (said, notice) == ("Ana Ruiz [14:05]: the crane: here\nand it leaks", "[14:06] Bo Ek joined this chatroom.")
    assert (content.title, content.published) == ("Pier", "2021-03-12")


def test_line() -> None:
    first, second = documents(LINE)
    assert first.text == "Ana Ruiz [14:05]: the crane\nis here\n\n[14:06] Bo Ek: [Photo]"
    assert second.text == "Bo Ek [21:30]: why\n\n[21:31] Ana Ruiz left the chat."
    assert [(place.kind, place.name) for place in first.places] == [("time", "14:05"), ("time", "14:06")]
    assert [one.speaker for one in labelled(first.text)] == ["Ana Ruiz"]
    assert (first.title, first.published, second.published) == ("Pier", "2021-03-12", "2021-03-13")


@pytest.mark.parametrize("text", [COMPUTER, ENGLISH, TELEPHONE, LINE])
def test_it_is_known_by_its_head_and_a_message(text: str) -> None:
    assert format_of("a.txt", text.encode()) is formats.DAY_CHATS
    head, _, _ = text.partition("\n\n")
    assert format_of("a.txt", f"{head}\n\nThey met.\n".encode()) is formats.PLAIN_TEXT
    assert not is_chat(text.partition("\n\n")[2])
    with pytest.raises(NotRead, match="without a message"):
        documents(head)


@given(st.text(alphabet="[]-:,\t\n 0129오전APM년월일a", max_size=60))
def test_whatever_stands_in_it_is_read(text: str) -> None:
    for content in documents(f"{LINE}{text}"):
        assert all(content.text[place.start : place.end].strip() for place in content.places)


def test_long_chats_take_linear_time() -> None:
    begun = time.thread_time()
    for line in ("[" * 50, "-" * 200, "1:00" * 50, "a님" * 50, "2021. 1. 1 " * 9):
        documents(f"{LINE}{line}\n" * 1 + f"{line}\n" * 20_000)
    assert time.thread_time() - begun < 20
