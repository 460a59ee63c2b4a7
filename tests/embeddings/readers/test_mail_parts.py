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


def test_what_is_encrypted_or_only_opened_by_mail_programs_is_refused() -> None:
    head = b"Content-Type: application/pkcs7-mime; name=smime.p7m"
    assert parts_of(head + b"\n\nx").refused == [Refused("smime.p7m", ENCRYPTED)]
    (refused,) = parts_of(head + b"; smime-type=signed-data\n\nx").refused
    assert "is signed" in refused.reason
