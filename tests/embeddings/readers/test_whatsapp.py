import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.registry import contents_of
from embeddings.readers.sniffing import format_of
from embeddings.readers.whatsapp import is_chat, read
from tests.embeddings.readers.office_files import file_of

ANDROID = """\
12/03/2021, 14:02 - Messages are end-to-end encrypted.
12/03/2021, 14:02 - Ana Ruiz created group “Pier: east”
12/03/2021, 14:05 - Ana Ruiz: the crane is here
and it leaks

badly
12/03/2021, 14:06 - +44 7700 900123: <Media omitted>
12/03/2021, 14:07 - Ana Ruiz: \u200eIMG-1.jpg (file attached)
look at this
12/03/2021, 14:08 - Ana Ruiz changed the subject to: cranes
12/03/2021, 14:09 - bo: This message was deleted
13/03/2021, 09:00 - bo: why
"""
IPHONE = """\
\u200e[12.03.21, 14:02:11] Pier: \u200eMessages and calls are end-to-end encrypted.
[12.03.21, 14:05:06] Ana Ruiz: the crane is here
\u200e[12.03.21, 14:06:00] Ana Ruiz: \u200e<attached: 0001.jpg>
[13.03.21, 09:00:00] ~\u202fBo: ask @\u2068Ana Ruiz\u2069
"""


def documents(text: str) -> tuple[FileContent, ...]:
    return read(file_of("chat.txt", text.encode())).documents


def texts(text: str) -> list[str]:
    return [content.text for content in documents(text)]


def test_a_chat_of_one_kind_of_telephone() -> None:
    assert texts(ANDROID) == [
        "[14:02] Messages are end-to-end encrypted.\n\n"
        "[14:02] Ana Ruiz created group “Pier: east”\n\n"
        "Ana Ruiz [14:05]: the crane is here\nand it leaks\nbadly\n\n"
        "[14:06] +44 7700 900123: <Media omitted>\n\n"
        "[14:07] Ana Ruiz: IMG-1.jpg (file attached)\n\n"
        "Ana Ruiz [14:07]: look at this\n\n"
        "[14:08] Ana Ruiz changed the subject to: cranes\n\n"
        "[14:09] bo: This message was deleted",
        "bo [09:00]: why",
    ]
    assert [content.published for content in documents(ANDROID)] == ["2021-03-12", "2021-03-13"]


def test_a_chat_of_the_other_kind() -> None:
    assert texts(IPHONE) == [
        "[14:02] Pier: Messages and calls are end-to-end encrypted.\n\n"
        "Ana Ruiz [14:05]: the crane is here\n\n"
        "[14:06] Ana Ruiz: <attached: 0001.jpg>",
        "~ Bo [09:00]: ask @Ana Ruiz",
    ]


@pytest.mark.parametrize(
    "head",
    [
        *("13/03/2021, 14:05 - ", "3/13/21, 2:05\u202fPM - ", "13.03.21, 14:05 - ", "2021-03-13, 14:05 - "),
        *("13/03/2021 14:05 - ", "13/3/21, 2:05 p. m. - ", "[13/03/21, 14:05:06] ", "[13.3.2021 klo 14.05.06] "),
        *("13/03/2021 à 14:05 - ", "2021/03/13, 下午2:05 - ", "[2021. 3. 13. 오후 2:05:06] ", "13-03-2021 14:05 - "),
        *("13.03.21 14:05:06: ", "[2021-03-13, 14:05] ", "\u200f١٣/٠٣/٢٠٢١، ٢:٠٥ م - ".replace("،", ",")),
    ],
)
def test_the_forms_of_many_countries(head: str) -> None:
    text = f"{head}Ana Ruiz: the crane is here\n{head}Bo Ek: why\n"
    assert is_chat(text)
    (content,) = documents(text)
    assert content.published == "2021-03-13"
    assert content.text == "Ana Ruiz [14:05]: the crane is here\n\nBo Ek [14:05]: why"


def test_signal_writes_pictures_as_links() -> None:
    text = "[2021-03-12, 14:05] Ana: hello  \n[2021-03-12, 14:06] Bo: ![a.jpg](./media/a.jpg)\n"
    assert texts(text) == ["Ana [14:05]: hello\n\n[14:06] Bo: ![a.jpg](./media/a.jpg)"]


@pytest.mark.parametrize("name", ["chat.txt", "_chat", "a.md"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_is_known_by_its_content(name: str, encoding: str) -> None:
    assert format_of(name, IPHONE.encode(encoding)) is formats.WHATSAPP


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-12 14:05:06 - INFO: began\n2021-03-12 14:05:07 - ERROR: failed\n",
        "2021-03-12 14:05:06,123 - root: began\n2021-03-12 14:05:07,123 - root: failed\n",
        "12/03/2021, 14:05 - They met.\n12/03/2021, 15:05 - They left.\n",
        "Minutes\n12/03/2021, 14:05 - Ana: yes\n12/03/2021, 14:06 - Ana: no\n",
        "12/03/2021, 14:05 - Ana: a single line\n",
        "[1] Ana: first\n[2] Bo: second\n",
        "12.03.2021\nAna: they met at 14:05\n",
    ],
)
def test_other_texts_are_no_chats(text: str) -> None:
    assert not is_chat(text)
    assert format_of("a.txt", text.encode()) is formats.PLAIN_TEXT


def test_dates_out_of_range_and_no_message() -> None:
    text = "99/99/2021, 25:99 - Ana: hello\n13/03/2021, 14:05 - Ana: yes\n"
    assert [(content.member, content.published) for content in documents(text)] == [
        ("99/99/2021", None),
        ("2021-03-13", "2021-03-13"),
    ]
    with pytest.raises(NotRead, match="without a message"):
        documents("")


def test_hostile_texts_are_read_in_no_time() -> None:
    start = time.thread_time()
    for text in (
        "1" * 200_000,
        "[12/03/21, 1" * 20_000,
        "12/03/2021, 14:05 - a: b\n" * 20_000,
        "1/1/21, 1:11 - " * 20_000,
    ):
        is_chat(text[:65_536])
        texts(f"12/03/2021, 14:05 - a: b\n{text}")
    assert time.thread_time() - start < 20


@given(st.text(st.characters(exclude_characters="\0")))
def test_whatever_stands_below_the_head_is_read(words: str) -> None:
    data = f"12/03/2021, 14:05 - Ana: a\n12/03/2021, 14:06 - Bo: b{words}".encode("utf-8", "replace")
    contents = contents_of(Path("chat.txt"), data).documents
    assert contents[0].text.startswith("Ana [14:05]: a")
    assert all(0 <= place.start < place.end <= len(x.text) for x in contents for place in x.places)
