import base64
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import compat32

from embeddings.readers.content import Refused
from embeddings.readers.mail_parts import ENCRYPTED, Parts, name_of, part_of, payload_of, sort


def parts_of(data: bytes) -> Parts:
    parts = Parts()
    sort(message_from_bytes(data, policy=compat32), parts, depth=0)
    return parts


def test_bodies_are_in_order_and_files_are_attached() -> None:
    message = EmailMessage()
    message.set_content("First.")
    message.add_attachment(b"a", maintype="application", subtype="octet-stream", filename="a.bin")
    parts = parts_of(message.as_bytes())
    assert [body.text for body in parts.bodies] == ["First."]
    assert [(name_of(part), payload_of(part)) for part in parts.attached] == [("a.bin", b"a")]


def test_a_body_that_a_program_split_around_an_attachment_is_one() -> None:
    data = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nFirst.\n--b\nContent-Type: image/png; name=a.png\n\nx\n'
        b'--b\nContent-Type: text/html\nContent-Disposition: attachment; filename="att00123.htm"\n\n'
        b"<p>Second.</p>\n--b--\n"
    )
    parts = parts_of(data)
    assert [body.text for body in parts.bodies] == ["First.", "Second."]
    assert [name_of(part) for part in parts.attached] == ["a.png"]


def test_a_part_has_a_name_by_its_kind_where_none_is_stated() -> None:
    assert name_of(part_of("application/pdf", b"%PDF-")) == "attachment.pdf"
    assert name_of(part_of("text/csv", b"a,b")) == "attachment.csv"
    assert name_of(part_of("application/pdf", b"%PDF-", "über.pdf")) == "über.pdf"
    assert payload_of(part_of("application/pdf", b"%PDF-")) == b"%PDF-"


def test_what_is_encrypted_is_refused_and_what_is_only_signed_is_read() -> None:
    head = b"Content-Type: application/pkcs7-mime; name=smime.p7m\n\n"
    assert parts_of(head + b"x").refused == [Refused("smime.p7m", ENCRYPTED)]
    signed, data = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
    mail = b"Content-Type: text/plain\n\nThey met."
    enclosed = bytes([4, len(mail)]) + mail
    packed = base64.encodebytes(signed + data + bytes([0xA0, len(enclosed)]) + enclosed)
    parts = parts_of(head.rstrip() + b"\nContent-Transfer-Encoding: base64\n\n" + packed)
    assert [body.text for body in parts.bodies] == ["They met."]
    assert parts.refused == []
