import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.attribution.labels import labelled
from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.sniffing import format_of
from embeddings.readers.telegram_desktop import read
from tests.embeddings.readers.office_files import file_of


def message(text: object, **more: object) -> dict[str, Any]:
    stated = {"id": 1, "type": "message", "date": "2021-03-12T14:05:06", "date_unixtime": "1615557906"}
    return {**stated, "from": "Ana Ruiz", "from_id": "user1", "text": text, **more}


SERVICE = {
    **{"type": "service", "date": "2021-03-12T14:01:00", "actor": "Ana Ruiz", "action": "invite_members"},
    **{"members": ["Bo Ek", None], "text": ""},
}
CHAT = {
    **{"name": "Pier", "type": "private_group", "id": 7},
    "messages": [
        SERVICE,
        message(["the ", {"type": "bold", "text": "crane"}, " is here"]),
        message("look", photo="photos/a.jpg"),
        message("", media_type="sticker", sticker_emoji="⚓", file="(File not included)"),
        message("it leaks", **{"from": "Bo Ek", "forwarded_from": "Port News"}),
        message("", poll={"question": "Who pays?", "answers": [{"text": "the port"}, {"text": "nobody"}]}),
        message("deleted", **{"from": None}),
    ],
}


def documents(value: object) -> tuple[FileContent, ...]:
    return read(file_of("result.json", json.dumps(value).encode())).documents


def test_a_chat() -> None:
    (content,) = documents(CHAT)
    assert content.text.split("\n\n") == [
        "[14:01] Ana Ruiz: invite members: Bo Ek",
        "Ana Ruiz [14:05]: the crane is here",
        "[14:05] Ana Ruiz: <a.jpg>",
        "Ana Ruiz [14:05]: look",
        "[14:05] Ana Ruiz: <sticker, ⚓>",
        "[14:05] Bo Ek, forwarded from Port News: it leaks",
        "Ana Ruiz [14:05]: Who pays?\n- the port\n- nobody",
        "[14:05] deleted",
    ]
    assert (content.title, content.published, content.member) == ("Pier", "2021-03-12", "")
    assert {one.speaker for one in labelled(content.text)} == {"Ana Ruiz"}


def test_all_chats_of_an_account() -> None:
    account = {
        **{
            "about": "",
            "personal_information": {"user_id": 1},
            "chats": {"list": [CHAT, {"messages": [message("a")]}]},
        },
        "left_chats": {"list": [{**CHAT, "name": "Dock"}]},
    }
    assert [one.member for one in documents(account)] == ["Pier/2021-03-12", "chat 2/2021-03-12", "Dock/2021-03-12"]
    assert format_of("result.json", json.dumps(account).encode()) is formats.TELEGRAM


def test_a_time_since_1970_is_that_of_greenwich() -> None:
    (content,) = documents({"messages": [message("a", date=None)]})
    assert content.places[0].name == "14:05 UTC"


def test_it_is_known_by_its_keys() -> None:
    assert format_of("result.json", json.dumps(CHAT).encode()) is formats.TELEGRAM
    assert format_of("a.json", b'{"messages": [{"role": "user", "content": "a"}]}') is None


@pytest.mark.parametrize(
    "value", [{}, [], {"messages": []}, {"messages": [1, None]}, {"chats": {"list": [3]}}, "a", None]
)
def test_what_holds_no_message_is_named(value: object) -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents(value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
KEYS = ["date", "date_unixtime", "from", "text", "type", "members", "poll", "photo", "file", "location_information"]


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES), max_size=4))
def test_whatever_a_message_holds_is_read_or_named(messages: list[dict[str, object]]) -> None:
    try:
        read_documents = documents({"messages": [*messages, message("the crane")]})
    except NotRead:
        raise AssertionError("a message was not read") from None
    assert any("the crane" in one.text for one in read_documents)
