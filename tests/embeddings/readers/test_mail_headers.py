from email import message_from_bytes
from email.policy import compat32

import pytest

from embeddings.documents import Fact
from embeddings.readers.mail_headers import day, file_name, header_facts, header_text


def facts(head: bytes) -> dict[str, str]:
    return {fact.name: fact.value for fact in header_facts(message_from_bytes(head + b"\n\n", policy=compat32))}


def test_the_head_of_a_mail_is_facts() -> None:
    head = (
        b"From: Ana de Souza <ana@example.org>\nTo: Bo Ek <bo@example.org>, kim@example.org\nCc: desk@example.org\n"
        b"Date: Tue, 05 Apr 2011 23:30:00 -0500\nSubject: River talks\n resume\nMessage-ID: <1@example.org>\n"
        b"In-Reply-To: <0@example.org>\nReferences: <a@example.org>\n <0@example.org>"
    )
    assert facts(head) == {
        "title": "River talks resume",
        "author": "Ana de Souza",
        "published": "2011-04-05",
        "to": "Bo Ek <bo@example.org>, kim@example.org",
        "cc": "desk@example.org",
        "sent": "Tue, 05 Apr 2011 23:30:00 -0500",
        "message id": "<1@example.org>",
        "in reply to": "<0@example.org>",
        "references": "<a@example.org> <0@example.org>",
    }


def test_each_fact_says_that_it_is_from_the_head() -> None:
    message = message_from_bytes(b"Subject: River talks\n\n", policy=compat32)
    assert header_facts(message) == [Fact("title", "River talks", "mail header")]


@pytest.mark.parametrize(
    ("raw", "author"),
    [
        (b"bo@example.org", "bo@example.org"),
        (b"<bo@example.org>", "bo@example.org"),
        (b"bo@example.org (Bo Ek)", "Bo Ek"),
        (b'"Ek, Bo" <bo@example.org>', "Ek, Bo"),
        (b"=?utf-8?q?Jos=C3=A9_Mu=C3=B1oz?= <j@example.org>", "José Muñoz"),
        (b'"=?utf-8?B?Sm9zw6k=?=" <j@example.org>', "José"),
        (b"Ana <ana@example.org>, Bo <bo@example.org>", "Ana, Bo"),
        ("Jos\xe9 <j@example.org>".encode("latin-1"), "José"),
        (b"bo at example.org (Bo Ek)", "Bo Ek"),
        (b'"Bo Ek" <bo>', "Bo Ek"),
        (b"the desk", "the desk"),
    ],
)
def test_the_author_is_the_name_or_else_the_address(raw: bytes, author: str) -> None:
    assert facts(b"From: " + raw)["author"] == author


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("plain words", "plain words"),
        ("=?iso-8859-1?Q?caf=E9_und_mehr?=", "café und mehr"),
        ("Re: =?utf-8?B?w6k=?= and more", "Re: é and more"),
        # A character that is parted between two words.
        ("=?utf-8?B?w6nD?= =?utf-8?B?qQ==?=", "éé"),
        ("=?utf-8?Q?a?=\n =?utf-8?Q?b?= c", "ab c"),
        ("=?no-such-charset?Q?abc?=", "abc"),
        ("=?utf-8?B?!!!?= left", "left"),
        ("=?utf-8*en?Q?lang?=", "lang"),
        ("=?broken", "=?broken"),
        ("Bell\x07 rings", "Bell rings"),
    ],
)
def test_encoded_words_are_decoded(raw: str, text: str) -> None:
    assert header_text(raw) == text


@pytest.mark.parametrize(
    ("stated", "iso"),
    [
        ("Tue, 05 Apr 2011 23:30:00 -0500", "2011-04-05"),
        ("5 Apr 11 12:00 GMT", "2011-04-05"),
        ("Thu Feb  8 18:49:08 1996", "1996-02-08"),
        ("31 Feb 2011 10:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
        ("2011-04-05 23:30:00", "2011-04-05"),
        ("2011-04-05T23:30:00Z", "2011-04-05"),
        ("Apr 5, 2011", "2011-04-05"),
    ],
)
def test_a_date_is_the_senders_day(stated: str, iso: str | None) -> None:
    assert day(stated) == iso


def test_a_file_name_is_decoded_in_both_ways_that_mails_encode_it() -> None:
    for written in (
        b"filename==?utf-8?Q?=C3=BCber.txt?=",
        b"filename*=utf-8''%C3%BCber.txt",
        b'filename="\xc3\xbcber.txt"',
    ):
        part = message_from_bytes(b"Content-Disposition: attachment; " + written + b"\n\n", policy=compat32)
        assert file_name(part) == "über.txt"


def test_hostile_heads_are_read_in_linear_time() -> None:
    assert len(facts(b"To: " + b"a," * 500_000)["to"]) <= 10_000
    assert facts(b"From: " + b"(" * 100_000)["author"]
    assert facts(b"Subject: " + b"=?a?q?" * 100_000)["title"]


def test_bytes_in_a_head_are_in_the_charset_of_a_part() -> None:
    parts = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=iso-8859-2\n\nx\n--b--\n"
    )
    head = b"Subject: " + "Żółw".encode("iso-8859-2") + b"\n"
    assert {x.name: x.value for x in header_facts(message_from_bytes(head + parts))}["title"] == "Żółw"
