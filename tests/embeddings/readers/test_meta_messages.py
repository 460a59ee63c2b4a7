import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.meta_messages import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of

AT = 1615557906000


def mangled(words: str) -> str:
    return words.encode().decode("latin-1")


def message(words: str, name: str = "Ana Ruiz", at: int = AT, **more: object) -> dict[str, Any]:
    return {"sender_name": mangled(name), "timestamp_ms": at, "content": mangled(words), **more}


def documents(value: object) -> tuple[FileContent, ...]:
    return read(file_of("message_1.json", json.dumps(value).encode())).documents


CHAT = {
    "participants": [{"name": "Ana Ruiz"}],
    "messages": [
        message("naïve 🙂", "Bo Ček", AT + 60_000),
        message("see https://example.org", share={"link": "https://example.org"}),
        message("", photos=[{"uri": "messages/inbox/a/photos/1.jpg"}], at=AT - 60_000),
    ],
    "title": mangled("Mole č. 3"),
}


def test_the_oldest_message_stands_first_in_its_own_letters() -> None:
    (content,) = documents(CHAT)
    assert content.text.split("\n\n") == [
        "[14:04 UTC] Ana Ruiz: <1.jpg>",
        "Ana Ruiz [14:05 UTC]: see https://example.org\nhttps://example.org",
        "Bo Ček [14:06 UTC]: naïve 🙂",
    ]
    assert (content.title, content.published) == ("Mole č. 3", "2021-03-12")
    assert format_of("message_1.json", json.dumps(CHAT).encode()) is formats.META_MESSAGES


def test_chats_that_were_encrypted() -> None:
    one = {
        "senderName": "Ana Ruiz",
        "timestamp": AT,
        "text": "naïve — yes",
        "type": "text",
        "media": [{"uri": "./m/1.png"}],
    }
    chat = {"participants": ["Ana Ruiz"], "threadName": "Bo_7", "messages": [one]}
    (content,) = documents(chat)
    assert content.text == "[14:05 UTC] Ana Ruiz: <1.png>\n\nAna Ruiz [14:05 UTC]: naïve — yes"
    assert content.title == "Bo_7"
    assert format_of("a.json", json.dumps(chat).encode()) is formats.META_MESSAGES


def test_an_empty_chat_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents({"messages": []})


KEYS = ["sender_name", "timestamp_ms", "content", "photos", "share", "sticker", "media", "timestamp"]
VALUES = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.text()
    | st.lists(st.none())
    | st.dictionaries(st.text(max_size=3), st.none())
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_whatever_a_message_holds_is_read(one: dict[str, object]) -> None:
    assert any("the crane" in content.text for content in documents({"messages": [message("the crane"), one]}))
