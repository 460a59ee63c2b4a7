import struct

import pytest

from embeddings.documents import Fact
from embeddings.readers import msg
from embeddings.readers.content import File, FileContents, NotRead, content_with
from tests.embeddings.readers.outlook_files import Tree, item, ole

MAIL = {"p0037": "Talks", "p0C1A": "Ek, Bo", "p5D01": "bo@example.org", "p1000": "They met.\r\n\r\n> When?\r\n"}


def read(tree: Tree) -> FileContents:
    data = ole(tree)
    return msg.read(File("a.msg", data, lambda name, x: FileContents((content_with(x.decode(), member=name),))))


def test_a_message_is_read_as_a_mail() -> None:
    (content,) = read(item(**MAIL)).documents
    assert (content.text, content.title, content.author) == ("They met.\n\nWhen?", "Talks", "Ek, Bo")
    assert [place.name for place in content.places] == ["quoted reply"]
    assert Fact("title", "Talks", "mail header") in content.facts


def test_what_was_sent_states_the_head() -> None:
    sent = "From: Ana <ana@example.org>\r\nDate: Tue, 5 Apr 2011 10:00:00 -0500\r\nMessage-ID: <1@example.org>\r\n"
    (content,) = read(item(**MAIL, p007D=sent)).documents
    assert (content.author, content.published) == ("Ana", "2011-04-05")
    assert Fact("message id", "<1@example.org>", "mail header") in content.facts


def test_the_time_of_sending_is_the_date_where_no_head_is_kept() -> None:
    ticks = 129_464_352_000_000_000
    tree = item(**MAIL)
    tree["__properties_version1.0"] += struct.pack("<HHIQ", 0x40, 0x0039, 0, ticks)
    assert read(tree).documents[0].published == "2011-04-05"


def test_html_and_rtf_are_bodies() -> None:
    assert read(item(p1013=b"<p>They met.</p><p>Then.</p>")).documents[0].text == "They met.\n\nThen."
    rtf = struct.pack("<4I", 0, 0, 0x414C454D, 0) + rb"{\rtf1\ansi They met.\par Then.}"
    assert read(item(p1009=rtf)).documents[0].text == "They met.\n\nThen."


def test_the_mark_before_a_subject_is_dropped() -> None:
    assert read(item(**MAIL | {"p0037": "\x01\x04RE: Talks"})).documents[0].title == "RE: Talks"


def test_attachments_are_documents() -> None:
    attached = item(8, p3707="Bericht für Ana.txt", p3701=b"Water rose.")
    _, content = read(item(**MAIL) | {"__attach_version1.0_#00000000": attached}).documents
    assert (content.member, content.text) == ("Bericht für Ana.txt", "Water rose.")
    assert content.facts == (Fact("attached to", "Talks", "mail header"),)


def test_a_message_in_a_message_is_a_document() -> None:
    inner = item(24, p0037="Inner", p1000="Deep words.")
    attached = item(8) | {"__substg1.0_3701000D": inner}
    _, content = read(item(**MAIL) | {"__attach_version1.0_#00000000": attached}).documents
    assert content.member == "Inner.eml"
    assert "Subject: Inner" in content.text


def test_an_item_of_which_nothing_can_be_read_says_why() -> None:
    with pytest.raises(NotRead, match="without text"):
        read(item(p0C1A="Bo"))
    parts = {"__attach_version1.0_#00000000": item(8, p370E="application/pgp-encrypted", p3701=b"x")}
    with pytest.raises(NotRead, match="encrypted"):
        read(item(p0C1A="Bo") | parts)
    data = ole(item(**MAIL))[:600]
    with pytest.raises(NotRead, match="broken Outlook message"):
        msg.read(File("a.msg", data, lambda *_: FileContents(())))


def test_an_attachment_without_bytes_is_named() -> None:
    # Outlook keeps no more of a file that it only linked.
    parts = {"__attach_version1.0_#00000000": item(8, p3707="plan.xls"), "__attach_version1.0_#00000001": item(8)}
    contents = read(item(**MAIL) | parts)
    assert [refused.member for refused in contents.refused] == ["plan.xls"]
