import json
from typing import Any

import pytest

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.microsoft_chats import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of


def skype(content: str, *, minute: int = 5, **more: object) -> dict[str, Any]:
    time = f"2021-03-12T14:{minute:02}:06.1234567Z"
    stated = {"id": "1", "displayName": None, "originalarrivaltime": time, "messagetype": "RichText"}
    return {**stated, "content": content, "from": "8:live:.cid.ana_ruiz", **more}


def teams(content: str, name: str = "Ana Ruiz", *, minute: int = 5, **more: object) -> dict[str, Any]:
    stated = {"messageType": "message", "createdDateTime": f"2021-03-12T14:{minute:02}:06.12Z", "chatId": "19:x"}
    sender = {"application": None, "user": {"displayName": name}}
    return {**stated, "from": sender, "body": {"contentType": "html", "content": content}, "attachments": [], **more}


def documents(value: object) -> tuple[FileContent, ...]:
    return read(file_of("messages.json", json.dumps(value).encode())).documents


def test_skype_has_the_newest_message_first() -> None:
    shared = '<URIObject uri="x">To view: <a href="x">x</a><OriginalName v="crane.jpg"></OriginalName></URIObject>'
    listed = [
        skype("<quote author='x'>the crane</quote>why &amp; <b>how</b>", minute=7, displayName="Bo Ek"),
        skype("", minute=6, messagetype="ThreadActivity/AddMember"),
        skype(shared, minute=5, messagetype="RichText/UriObject"),
        skype("the crane is here", minute=4, messagetype="Text"),
    ]
    chat = {"userId": "8:me", "conversations": [{"id": "19:x", "displayName": "Pier", "MessageList": listed}]}
    (content,) = documents(chat)
    assert content.text.split("\n\n") == [
        "ana_ruiz [14:04 UTC]: the crane is here",
        "[14:05 UTC] ana_ruiz: <crane.jpg>",
        "Bo Ek [14:07 UTC]: why & how",
    ]
    assert (content.title, content.published) == ("Pier", "2021-03-12")
    assert format_of("messages.json", json.dumps(chat).encode()) is formats.MICROSOFT_CHATS


def test_teams_has_answers_behind_what_they_answer() -> None:
    chat = {
        "value": [
            teams("<p>who <b>pays</b></p><p>now</p>", "Bo Ek", minute=9),
            teams("look", minute=5, attachments=[{"name": "plan.pdf"}], replies=[teams("seen", "Bo Ek", minute=6)]),
            teams("<systemEventMessage/>", minute=4, messageType="systemEventMessage"),
        ]
    }
    (content,) = documents(chat)
    assert content.text.split("\n\n") == [
        "[14:05 UTC] Ana Ruiz: <plan.pdf>",
        "Ana Ruiz [14:05 UTC]: look",
        "Bo Ek [14:06 UTC]: seen",
        "Bo Ek [14:09 UTC]: who pays\nnow",
    ]
    assert format_of("a.json", json.dumps(chat).encode()) is formats.MICROSOFT_CHATS
    assert documents([teams("a"), teams("b", minute=6)])[0].text.startswith("Ana Ruiz [14:05 UTC]: a")


def test_whatever_a_message_holds_is_read_and_an_empty_chat_is_named() -> None:
    odd = {"conversations": [{"MessageList": [skype("a", **{"from": 3}), {"content": []}]}], "value": [{"body": 1}]}
    assert documents(odd)[0].text == "3 [14:05 UTC]: a"
    for empty in ({}, [], {"conversations": {}}, {"value": [{}]}):
        with pytest.raises(NotRead, match="without a message"):
            documents(empty)
