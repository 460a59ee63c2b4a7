import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.attribution.labels import labelled
from embeddings.readers import formats
from embeddings.readers.content import FileContents, NotRead
from embeddings.readers.slack import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of, packed

AT = 1615557906


def message(text: str, user: str = "U1", **more: object) -> dict[str, Any]:
    return {"type": "message", "user": user, "text": text, "ts": f"{AT}.000200", **more}


USERS = [
    {"id": "U1", "name": "ana", "profile": {"real_name": "Ana Ruiz"}},
    {"id": "U2", "name": "bo", "real_name": "Bo Ek"},
]
DAY = [
    message("who pays", "U2", ts=f"{AT + 60}.000300"),
    message("<@U1> has joined the channel", subtype="channel_join", ts=f"{AT - 60}.0"),
    message("<@U2>: see <https://example.org/a|the plan> &amp; <#C1|pier>, <!here>, <https://example.org>"),
    message("", files=[{"name": "crane.jpg"}], ts=f"{AT + 70}.0"),
    message(
        "", "B1", username="Port Bot", subtype="bot_message", attachments=[{"text": "it leaks"}], ts=f"{AT + 80}.0"
    ),
]


def archive(**days: object) -> bytes:
    parts = {
        "users.json": USERS,
        "channels.json": [{"id": "C1", "name": "pier"}],
        "dms.json": [{"id": "D1", "members": ["U1", "U3"]}],
    }
    named = {name.replace("__", "/").replace("_", "-") + ".json": day for name, day in days.items()}
    return packed({name: json.dumps(value) for name, value in {**parts, **named}.items()})


def contents(data: bytes) -> FileContents:
    return read(file_of("export.zip", data))


def test_an_archive() -> None:
    data = archive(pier__2021_03_12=DAY, D1__2021_03_12=[message("hello")])
    direct, channel = contents(data).documents
    assert (direct.title, direct.member, direct.text) == (
        "Ana Ruiz, U3",
        "Ana Ruiz, U3/2021-03-12",
        "Ana Ruiz [14:05 UTC]: hello",
    )
    assert (channel.title, channel.published) == ("#pier", "2021-03-12")
    assert channel.text.split("\n\n") == [
        "[14:04 UTC] @Ana Ruiz has joined the channel",
        "Ana Ruiz [14:05 UTC]: @Bo Ek: see the plan (https://example.org/a) & #pier, @here, https://example.org",
        "Bo Ek [14:06 UTC]: who pays",
        "[14:06 UTC] Ana Ruiz: <crane.jpg>",
        "Port Bot [14:06 UTC]: it leaks",
    ]
    assert [one.speaker for one in labelled(channel.text)] == ["Ana Ruiz", "Bo Ek", "Port Bot"]
    assert format_of("export.zip", data) is formats.SLACK


def test_a_day_alone_has_the_names_that_stand_beside_its_messages() -> None:
    day = [message("hello", user_profile={"real_name": "Ana Ruiz"}), message("<@U1> again", "U2")]
    data = json.dumps(day).encode()
    assert contents(data).documents[0].text == "Ana Ruiz [14:05 UTC]: hello\n\nU2 [14:05 UTC]: @Ana Ruiz again"
    assert format_of("2021-03-12.json", data) is formats.SLACK


def test_other_archives_and_lists_are_none() -> None:
    assert format_of("a.zip", packed({"users.json": "[]", "notes.txt": "a"})) is formats.ARCHIVE
    assert format_of("a.json", b'[{"type": "a", "user": "b", "ts": "c"}]') is None


def test_a_broken_day_is_named_and_the_others_are_read() -> None:
    data = packed(
        {"users.json": "[]", "channels.json": "[", "pier/2021-03-12.json": json.dumps(DAY), "pier/2021-03-13.json": "{"}
    )
    found = contents(data)
    assert [one.member for one in found.refused] == ["channels.json", "pier/2021-03-13.json"]
    assert len(found.documents) == 1


def test_an_archive_without_a_message_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        contents(archive(pier__2021_03_12=[]))


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.lists(st.none())
    | st.dictionaries(st.text(max_size=3), st.none())
)


@given(
    st.dictionaries(st.sampled_from(["user", "ts", "text", "files", "subtype", "attachments", "user_profile"]), VALUES)
)
def test_whatever_a_message_holds_is_read(one: dict[str, object]) -> None:
    data = json.dumps([message("the crane"), one]).encode()
    assert any("the crane" in document.text for document in contents(data).documents)
