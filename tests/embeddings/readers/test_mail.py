import base64
import struct
from email.message import EmailMessage

import pytest

from embeddings.documents import Fact
from embeddings.readers import mail
from embeddings.readers.content import File, FileContent, FileContents, NotRead, Refused, content_with
from embeddings.readers.mail_parts import ENCRYPTED


def read_member(name: str, data: bytes) -> FileContents:
    if name.endswith(".bin"):
        return FileContents((), (Refused(name, "no reader"),))
    return FileContents((content_with(data.decode("utf-8", "replace").strip(), member=name),))


def contents(data: bytes) -> FileContents:
    return mail.contents_of(data, File("a.eml", data, read_member))


def document(data: bytes) -> FileContent:
    return contents(data).documents[0]


def test_a_mail_is_its_body_and_its_head_is_facts() -> None:
    content = document(b"From: Ana <ana@example.org>\nSubject: Talks\nDate: 5 Apr 2011 10:00 +0000\n\nThey met.\n")
    assert (content.text, content.title, content.author, content.published) == (
        "They met.",
        "Talks",
        "Ana",
        "2011-04-05",
    )
    assert Fact("title", "Talks", "mail header") in content.facts


def test_what_is_quoted_and_the_signature_are_places() -> None:
    content = document(b"Subject: Talks\n\nYes.\n\n> Will they?\n\n-- \nAna\n")
    assert [(place.kind, place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("quotation", "quoted reply", "Will they?"),
        ("signature", "signature", "--\nAna"),
    ]


def _with_attachment(data: bytes, **more: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Talks", "<1@example.org>"
    message.set_content("See the report.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", **more)
    return message.as_bytes()


def test_an_attachment_is_a_document_that_knows_its_mail() -> None:
    body, attached = contents(_with_attachment(b"Water rose.", filename="Bericht für Ana.txt")).documents
    assert Fact("attachment", "Bericht für Ana.txt", "mail") in body.facts
    assert (attached.member, attached.text) == ("Bericht für Ana.txt", "Water rose.")
    assert attached.facts == (
        Fact("attached to", "Talks", "mail header"),
        Fact("attached to message", "<1@example.org>", "mail header"),
    )


def test_an_attachment_that_nothing_reads_is_named() -> None:
    assert contents(_with_attachment(b"\0\1", filename="a.bin")).refused == (Refused("a.bin", "no reader"),)


def test_a_message_in_a_message_is_read_as_a_file() -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Deep words.")
    outer.set_content("See below.")
    outer.add_attachment(inner)
    _, attached = contents(outer.as_bytes()).documents
    assert attached.member == "Inner.eml"
    assert "Subject: Inner" in attached.text
    assert "Deep words." in attached.text


def test_pictures_of_the_page_and_signatures_of_programs_are_passed_over() -> None:
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative('<p>Much more is in the HTML: <img src="cid:logo"></p>', subtype="html")
    html = message.get_payload()[1]
    html.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")
    message.add_attachment(b"sig", maintype="application", subtype="pgp-signature", filename="signature.asc")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    (content,) = contents(message.as_bytes()).documents
    assert content.text == "Much more is in the HTML:"


@pytest.mark.parametrize("is_attached", [False, True])
def test_the_appointment_of_an_invitation_is_read_once(is_attached: bool) -> None:
    lines = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:Papers", "DTSTART:20190508T140000", "LOCATION:Room 4")
    calendar = "\n".join((*lines, "END:VEVENT", "END:VCALENDAR", ""))
    message = EmailMessage()
    message["Subject"] = "Papers"
    message.set_content("Please bring the certificates.")
    message.add_alternative("<p>Please bring the certificates.</p>", subtype="html")
    message.add_alternative(calendar, subtype="calendar", params={"method": "REQUEST"})
    if is_attached:
        message.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    mail, appointment = contents(message.as_bytes()).documents
    assert mail.text == "Please bring the certificates."
    assert appointment.member == ("invite.ics" if is_attached else "attachment.ics")
    assert "LOCATION:Room 4" in appointment.text


def test_an_appointment_that_is_attached_is_a_file() -> None:
    message = EmailMessage()
    message.set_content("See the invitation.")
    message.add_attachment("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", subtype="calendar", filename="invite.ics")
    assert [content.member for content in contents(message.as_bytes()).documents] == ["", "invite.ics"]


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("text/plain; charset=iso-8859-1", "Café".encode(), "Café"),
        ("text/plain; charset=utf-8", "Café".encode("latin-1"), "Café"),
        ("text/plain; charset=no-such", b"Plain words", "Plain words"),
        ('text/plain; format="flowed"', b"The envoys \nmet.", "The envoys met."),
        ("text/html", b"<p>The envoys</p><p>met.</p>", "The envoys\n\nmet."),
        ("no-type-at-all", b"Plain words", "Plain words"),
    ],
)
def test_bodies_are_decoded_whatever_their_head_says(head: str, body: bytes, text: str) -> None:
    assert document(f"Content-Type: {head}\n\n".encode() + body).text == text


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", b"Caf=C3=A9 =\nopen =ZZ", "Café open =ZZ"),
        ("base64", base64.b64encode("Café".encode()) + b"!", "Café"),
        ("x-unknown", b"Plain words", "Plain words"),
        ("x-uuencode", b"begin 644 a\n%2&5L;&\\ \nend\n", "Hello"),
    ],
)
def test_broken_encodings_are_read_as_far_as_they_go(encoding: str, body: bytes, text: str) -> None:
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    assert document(head.encode() + body).text == text


def test_parts_are_read_where_the_boundary_is_stated_wrongly() -> None:
    data = (
        b'Content-Type: multipart/mixed; boundary="other"\n\n--real\nContent-Type: text/plain\n\nThe body.\n'
        b"--real\nContent-Type: text/plain; name=a.txt\n\nAttached.\n--real--\n"
    )
    assert [content.text for content in contents(data).documents] == ["The body.", "Attached."]


def test_a_mail_in_utf_16_is_read() -> None:
    text = "Subject: Talks\n\nThey met."
    for data in (text.encode("utf-16"), text.encode("utf-16-le"), text.encode("utf-16-be")):
        assert (document(data).title, document(data).text) == ("Talks", "They met.")


def test_a_mail_without_a_body_has_its_subject_for_a_text() -> None:
    assert document(b"Subject: No talks today\n\n").text == "No talks today"


def test_an_encrypted_body_is_refused() -> None:
    data = b"Subject: Talks\n\n-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----\n"
    assert contents(data).refused == (Refused("body", ENCRYPTED),)
    parts = (
        b'Content-Type: multipart/encrypted; boundary="b"\n\n'
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        b"--b\nContent-Type: application/octet-stream\n\nabc\n--b--\n"
    )
    assert contents(parts).refused == (Refused("body", ENCRYPTED),)


def test_parts_that_are_nested_without_end_are_not_followed() -> None:
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(200))
    assert contents(parts + b"Content-Type: text/plain\n\nDeep words.\n").documents
    parts = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000))
    with pytest.raises(NotRead, match="too deep"):
        contents(parts)


def test_an_empty_attachment_is_named() -> None:
    assert contents(_with_attachment(b"", filename="a.txt")).refused[0].member == "a.txt"


def test_a_message_without_a_subject_has_a_name_too() -> None:
    data = b'Content-Type: multipart/digest; boundary="b"\n\n--b\n\nFrom: a@example.org\n\nDeep words.\n--b--\n'
    assert contents(data).documents[1].member == "attached message.eml"


def test_what_outlook_packs_is_read() -> None:
    def attribute(number: int, data: bytes) -> bytes:
        return struct.pack("<BII", 1, number, len(data)) + data + b"\0\0"

    packed = struct.pack("<IH", 0x223E9F78, 1) + attribute(0x9002, b"") + attribute(0x8010, b"a.txt\0")
    message = EmailMessage()
    message.set_content("See below.")
    data = packed + attribute(0x800F, b"Water rose.")
    message.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert [(content.member, content.text) for content in contents(message.as_bytes()).documents] == [
        ("", "See below."),
        ("a.txt", "Water rose."),
    ]


@pytest.mark.parametrize("kind", ["rfc822", "global", "news"])
def test_messages_of_each_kind_are_read_within_a_message(kind: str) -> None:
    inner = "Subject: Within\n\nFrom the start the water rose."
    head = 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nSee.\n--b\n'
    data = f"{head}Content-Type: message/{kind}\n\n{inner}\n--b--\n"
    (_, within) = contents(data.encode()).documents
    assert (within.member, within.text) == ("Within.eml", inner)


@pytest.mark.parametrize("kind", ["x-amp-html", "watch-html", "enriched"])
def test_a_body_for_other_programs_is_not_read_again(kind: str) -> None:
    message = EmailMessage()
    message.set_content("Water rose.")
    message.add_alternative("<p>Water rose.</p>", subtype=kind)
    assert [content.text for content in contents(message.as_bytes()).documents] == ["Water rose."]
    alone = EmailMessage()
    alone.set_content("Water rose.", subtype=kind)
    assert contents(alone.as_bytes()).documents[1].text == "Water rose."


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (0x800C, b"Water r\xf6se.\0"),
        (0x9003, struct.pack("<IHHII", 1, 0x1E, 0x1000, 1, 12) + b"Water r\xf6se.\0"),
        (0x9003, struct.pack("<IHHII", 1, 0x102, 0x1013, 1, 19) + "<p>Water röse.</p>".encode() + b"\0"),
    ],
)
def test_a_body_that_outlook_packs_alone_is_that_of_the_mail(number: int, value: bytes) -> None:
    data = struct.pack("<IH", 0x223E9F78, 1) + struct.pack("<BII", 1, number, len(value)) + value + b"\0\0"
    message = EmailMessage()
    message["Subject"] = "Rain"
    message.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    assert document(message.as_bytes()).text == "Water röse."
