import base64
import struct
from pathlib import Path

import pytest

from embeddings.errors import UnreadableFile
from embeddings.readers.content import FileContent
from embeddings.readers.registry import contents_of

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_ENVELOPED = bytes.fromhex("06092a864886f70d010703")


def _element(kind: int, inside: bytes) -> bytes:
    return bytes([kind, 0x82]) + struct.pack(">H", len(inside)) + inside


def _signed(content: bytes) -> bytes:
    inside = _DATA + (_element(0xA0, _element(0x04, content)) if content else b"")
    return _element(0x30, _SIGNED_DATA + _element(0xA0, _element(0x30, _element(0x30, inside))))


def _tnef() -> bytes:
    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) % 65536)

    parts = attribute(1, 0x0002800C, b"The toll fell.\0") + attribute(2, 0x00069002, bytes(14))
    parts += attribute(2, 0x00018010, b"ports.txt\0") + attribute(2, 0x0006800F, b"Riga and Narva.")
    return struct.pack("<IH", 0x223E9F78, 1) + parts


def _read(name: str, data: bytes) -> tuple[FileContent, ...]:
    return contents_of(Path(name), data).documents


def test_a_signed_file_is_read_as_itself_also_when_written_as_letters() -> None:
    data = _signed(b"The toll of the Sound fell in 1429.")
    armoured = b"-----BEGIN PKCS7-----\n" + base64.encodebytes(data) + b"-----END PKCS7-----\n"
    for form in (data, base64.encodebytes(data), armoured):
        (document,) = _read("report.txt.p7m", form)
        assert (document.member, document.text) == ("report.txt", "The toll of the Sound fell in 1429.")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("report.pdf.p7s", _signed(b""), "is a signature without the file that it signs"),
        ("report.pdf.p7m", _element(0x30, _ENVELOPED), "is encrypted, or no signed file"),
    ],
)
def test_a_signature_alone_and_an_encrypted_file_are_named(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        _read(name, data)


def test_a_mail_of_outlook_that_was_saved_packed_is_read() -> None:
    mail, attached = _read("winmail.dat", _tnef())
    assert (mail.member, mail.text) == ("", "The toll fell.")
    assert (attached.member, attached.text) == ("ports.txt", "Riga and Narva.")
