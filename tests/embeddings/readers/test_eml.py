import pytest

from embeddings.readers import eml
from embeddings.readers.content import File, FileContents, NotRead, content_with


def read(data: bytes) -> FileContents:
    return eml.read(File("a.eml", data, lambda name, member: FileContents((content_with(repr(member), member=name),))))


def test_a_mail_is_a_document() -> None:
    (content,) = read(b"From: Ana <ana@example.org>\nSubject: Talks\n\nThey met.").documents
    assert (content.title, content.text, content.member) == ("Talks", "They met.", "")


def test_the_line_of_a_mailbox_above_a_mail_is_passed_over() -> None:
    (content,) = read(b"From ana@example.org Tue Apr  5 10:00:00 2011\nSubject: Talks\n\nThey met.").documents
    assert (content.title, content.text) == ("Talks", "They met.")


def test_what_apple_mail_writes_around_a_mail_is_passed_over() -> None:
    (content,) = read(b"25\nSubject: Talks\n\nThey met.<?xml version='1.0'?><plist/>").documents
    assert (content.title, content.text) == ("Talks", "They met.")


def test_a_mail_of_which_nothing_can_be_read_says_why() -> None:
    with pytest.raises(NotRead, match="its body is encrypted"):
        read(b"From: a@example.org\n\n-----BEGIN PGP MESSAGE-----\nabc")
    with pytest.raises(NotRead, match="without text"):
        read(b"From: a@example.org\n\n")
