import pytest

from embeddings.documents import Place
from embeddings.readers import mail, mbox
from embeddings.readers.content import File, FileContents, LimitReached, Limits, NotRead, content_with

BOX = (
    b"From ana@example.org Tue Apr  5 10:00:00 2011\nSubject: Talks\n\nThey met.\n\n>From Lisbon they went.\n\n"
    b"From - Tue Apr  5 10:00:00 2011\r\nSubject: Water\r\n\r\nIt rose.\r\n\r\nFrom 10:30 on it fell.\r\n"
    b"From -\r\nSubject: Grain\r\n\r\nNone left.\r\n"
)


def read(data: bytes, limits: Limits = Limits()) -> FileContents:  # noqa: B008  # it is frozen
    member = lambda name, member: FileContents((content_with(member.decode(), member=name),))  # noqa: E731
    return mbox.read(File("a.mbox", data, member, limits))


def test_each_message_is_a_document() -> None:
    assert [(content.member, content.title, content.text) for content in read(BOX).documents] == [
        ("message 1", "Talks", "They met.\n\nFrom Lisbon they went."),
        ("message 2", "Water", "It rose.\n\nFrom 10:30 on it fell."),
        ("message 3", "Grain", "None left."),
    ]


def test_a_message_without_a_head_is_known_by_the_day_above_it() -> None:
    data = b"From somebody Mon Jun 01 10:00:00 2009\n\nThey met.\n\nFrom somebody Mon Jun 01 11:00:00 2009\n\nThen.\n"
    assert [content.text for content in read(data).documents] == ["They met.", "Then."]


@pytest.mark.parametrize("line", [b"From ", b"From -", b"From - Sun 24 Jan 2016 21:57:32"])
def test_messages_of_thunderbird_are_known_by_the_heads_that_it_adds(line: bytes) -> None:
    message = line + b"\r\nX-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 10000000\r\nSubject: Talks\r\n\r\nThey met.\r\n"
    contents = read(message + b"\r\n" + message)
    assert [(content.title, content.text) for content in contents.documents] == [("Talks", "They met.")] * 2


def test_each_message_is_a_place() -> None:
    content = read(BOX).documents[1]
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("message", "2", content.text)
    ]


def test_an_attachment_stands_in_its_message() -> None:
    head = b'From a@example.org Tue Apr  5 10:00:00 2011\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee.\n'
    part = b"--b\nContent-Type: text/plain; name=a.txt\n\nAttached.\n--b--\n"
    assert [content.member for content in read(head + part).documents] == ["message 1", "message 1/a.txt"]


def test_a_mailbox_with_a_byte_order_mark_is_read() -> None:
    assert len(read(b"\xef\xbb\xbf" + BOX).documents) == 3


def test_a_message_that_cannot_be_read_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = mail.contents_of

    def contents_of(data: bytes, file: File, member: str, places: list[Place]) -> FileContents:
        if b"Water" in data:
            raise AttributeError("no head")
        return whole(data, file, member, places)

    monkeypatch.setattr(mail, "contents_of", contents_of)
    contents = read(BOX)
    assert [content.member for content in contents.documents] == ["message 1", "message 3"]
    assert contents.refused[0].member == "message 2"


def test_messages_are_counted() -> None:
    with pytest.raises(LimitReached, match="more than 2 messages"):
        read(BOX, Limits(members=2))


def test_a_file_without_messages_is_refused() -> None:
    with pytest.raises(NotRead, match="without a message"):
        read(b"From here on\nit fell.")


def test_a_large_mailbox_is_parted_in_linear_time() -> None:
    assert len(read(b"From \n" * 100_000 + b"From a@b.org\nSubject: x\n\ny\n").documents) >= 1


def test_a_sentence_that_begins_with_from_and_a_time_begins_no_message() -> None:
    data = (
        b"From a@example.org Tue Apr  5 10:00:00 2011\nSubject: x\n\nFrom 10:30 to noon they spoke\nNote: bring it.\n"
    )
    (content,) = read(data).documents
    assert content.text == "From 10:30 to noon they spoke\nNote: bring it."
