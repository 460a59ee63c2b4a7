import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.discord import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of


def message(content: str, kind: str = "Default", **more: object) -> dict[str, Any]:
    author = {"name": "ana_r", "nickname": "Ana Ruiz"}
    return {"type": kind, "timestamp": "2021-03-12T14:05:06.123+00:00", "content": content, "author": author, **more}


CHANNEL = {
    **{"guild": {"id": "1", "name": "Port"}, "channel": {"id": "2", "name": "pier"}},
    "messages": [
        message("", "GuildMemberJoin", author={"name": "bo"}),
        message("Pinned a message.", "ChannelPinnedMessage"),
        message("the crane is here", attachments=[{"fileName": "crane.jpg"}]),
        message("who pays", "Reply", author={"name": "bo_ek"}),
        message("see", embeds=[{"title": "Port News", "description": "It leaks."}]),
    ],
}


def documents(value: object) -> tuple[FileContent, ...]:
    return read(file_of("a.json", json.dumps(value).encode())).documents


def test_a_channel() -> None:
    (content,) = documents(CHANNEL)
    assert content.text.split("\n\n") == [
        "[14:05 UTC] Ana Ruiz: Pinned a message.",
        "[14:05 UTC] Ana Ruiz: <crane.jpg>",
        "Ana Ruiz [14:05 UTC]: the crane is here",
        "bo_ek [14:05 UTC]: who pays",
        "Ana Ruiz [14:05 UTC]: see",
        "[14:05 UTC] Ana Ruiz: Port News\nIt leaks.",
    ]
    assert (content.title, content.published) == ("Port, pier", "2021-03-12")
    assert format_of("a.json", json.dumps(CHANNEL).encode()) is formats.DISCORD


def test_an_empty_channel_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents({**CHANNEL, "messages": []})


VALUES = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.text()
    | st.lists(st.none())
    | st.dictionaries(st.text(max_size=3), st.none())
)


@given(
    st.dictionaries(st.sampled_from([*message(""), "attachments", "embeds", "stickers", "forwardedMessage"]), VALUES)
)
def test_whatever_a_message_holds_is_read(one: dict[str, object]) -> None:
    assert any("the crane" in content.text for content in documents({"messages": [message("the crane"), one]}))
