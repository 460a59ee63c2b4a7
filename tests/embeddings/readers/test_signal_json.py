import json
from typing import Any

import pytest

from embeddings.readers import formats
from embeddings.readers.content import NotRead
from embeddings.readers.signal_json import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of


def message(body: str, *, sender: str = "Ana Ruiz", **more: object) -> dict[str, Any]:
    stated = {"date": "2021-03-12T14:05:06", "sender": sender, "body": body, "quote": "", "sticker": None}
    return {**stated, "reactions": [], "attachments": [], "deleted": False, "call": False, "missed": False, **more}


def lines(*messages: object) -> bytes:
    return "\n".join(map(json.dumps, messages)).encode()


def test_a_chat() -> None:
    chat = lines(
        message("the crane"),
        message("", attachments=[{"name": "a.jpg", "path": "media/a.jpg"}], sticker={"emoji": "⚓"}),
        message("who pays", sender="Me", quote="\n> the crane"),
        message("Incoming call", call=True),
        message("later", date="2021-03-13T09:00:00"),
    )
    first, second = read(file_of("data.json", chat)).documents
    assert first.text.split("\n\n") == [
        "Ana Ruiz [14:05]: the crane",
        "[14:05] Ana Ruiz: <a.jpg, ⚓>",
        "[14:05] Me: > the crane",
        "Me [14:05]: who pays",
        "[14:05] Ana Ruiz: Incoming call",
    ]
    assert (first.published, second.published) == ("2021-03-12", "2021-03-13")
    assert format_of("data.json", chat) is formats.SIGNAL_JSON
    assert format_of("data.json", lines({"date": "x", "sender": "a", "body": "b"})) is not formats.SIGNAL_JSON


def test_whatever_a_message_holds_is_read_and_a_broken_line_is_named() -> None:
    odd = lines(message("a", sticker=3, attachments={"name": 1}, quote=None, date=[]), [], "x", None)
    (content,) = read(file_of("data.json", odd)).documents
    assert content.text == "Ana Ruiz [--:--]: a\n\n[--:--] Ana Ruiz: <3>"
    with pytest.raises(NotRead, match="JSON is broken"):
        read(file_of("data.json", lines(message("a")) + b"\n{"))
    with pytest.raises(NotRead, match="without a message"):
        read(file_of("data.json", b"{}"))
