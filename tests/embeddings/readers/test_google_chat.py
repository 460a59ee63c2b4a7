import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.google_chat import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of


def message(words: str, **more: object) -> dict[str, Any]:
    creator = {"name": "Ana Ruiz", "email": "ana@example.org"}
    return {"creator": creator, "created_date": "Friday, March 12, 2021 at 2:05:06\u202fPM UTC", "text": words, **more}


def event(*segments: dict[str, str], sender: str = "7", at: int = 1_615_557_906_000_000) -> dict[str, Any]:
    content = {"message_content": {"segment": list(segments)}}
    return {"sender_id": {"gaia_id": sender}, "timestamp": str(at), "chat_message": content}


def documents(value: object) -> tuple[FileContent, ...]:
    return read(file_of("messages.json", json.dumps(value).encode())).documents


def test_a_chat() -> None:
    chat = {"messages": [message("the crane", attached_files=[{"original_name": "a.jpg"}]), message("why", creator={})]}
    (content,) = documents(chat)
    assert content.text == "[14:05 UTC] Ana Ruiz: <a.jpg>\n\nAna Ruiz [14:05 UTC]: the crane\n\n[14:05 UTC] why"
    assert content.published == "2021-03-12"
    assert format_of("messages.json", json.dumps(chat).encode()) is formats.GOOGLE_CHAT


def test_hangouts() -> None:
    people = [{"id": {"gaia_id": "7"}, "fallback_name": "Ana Ruiz"}, {"id": {"gaia_id": "8"}, "fallback_name": "Bo Ek"}]
    events = [
        event({"type": "TEXT", "text": "why"}, sender="8", at=1_615_557_966_000_000),
        event({"type": "TEXT", "text": "the crane"}, {"type": "LINE_BREAK"}, {"type": "TEXT", "text": "leaks"}),
    ]
    chat = {"conversation": {"conversation_id": "x", "conversation": {"participant_data": people}}, "events": events}
    (content,) = documents({"conversations": [chat]})
    assert content.text == "Ana Ruiz [14:05 UTC]: the crane\nleaks\n\nBo Ek [14:06 UTC]: why"
    assert content.title == "Ana Ruiz, Bo Ek"
    assert format_of("Hangouts.json", json.dumps({"conversations": [chat]}).encode()) is formats.GOOGLE_CHAT


def test_dates_that_are_none_are_unknown() -> None:
    for written in ("Friday, February 31, 2021 at 2:05:06 PM UTC", "vendredi 12 mars 2021", None):
        assert documents({"messages": [message("a", created_date=written)]})[0].published is None


def test_an_empty_export_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents({"messages": [], "conversations": [{}]})


NOTHING = st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.none())
VALUES = NOTHING | st.dictionaries(st.text(max_size=3), st.none())


@given(st.dictionaries(st.sampled_from(["creator", "created_date", "text", "attached_files"]), VALUES), VALUES)
def test_whatever_an_export_holds_is_read(one: dict[str, object], events: object) -> None:
    exported = {"messages": [message("the crane"), one], "conversations": [{"events": events}, {"events": [one]}]}
    assert any("the crane" in content.text for content in documents(exported))
