import time

import pytest

from embeddings.readers.signed_mail import is_signature, signed_content

SIGNED, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
MAIL = b"Content-Type: text/plain\r\n\r\nThey met." * 20


def element(kind: int, content: bytes) -> bytes:
    length = len(content)
    stated = bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")
    return bytes([kind]) + stated + content


def open_element(kind: int, content: bytes) -> bytes:
    return bytes([kind, 0x80]) + content + b"\0\0"


PIECES = element(4, MAIL[:100]) + element(4, MAIL[100:])


@pytest.mark.parametrize(
    "mark",
    [
        element(0xA0, element(4, MAIL)),
        element(0xA0, element(0x24, PIECES)),
        open_element(0xA0, open_element(0x24, PIECES)),
    ],
)
def test_what_is_signed_is_found(mark: bytes) -> None:
    content = element(0x30, element(2, b"\1") + element(0x31, b"") + element(0x30, DATA + mark))
    assert signed_content(element(0x30, SIGNED + element(0xA0, content)) + b"rest") == MAIL
    assert signed_content(open_element(0x30, SIGNED + open_element(0xA0, content))) == MAIL


def test_other_and_broken_data_enclose_nothing() -> None:
    data = element(0x30, SIGNED + element(0x30, DATA + element(0xA0, element(4, MAIL))))
    assert is_signature(data)
    assert not is_signature(b"")
    assert signed_content(b"") == b""
    assert signed_content(data.replace(SIGNED, bytes.fromhex("06092a864886f70d010703"))) == b""
    assert signed_content(element(0x30, SIGNED + element(0x30, DATA))) == b""
    for cut in range(0, len(data) - len(MAIL)):
        assert signed_content(data[:cut]) == b""


def test_elements_without_end_take_no_time() -> None:
    started = time.thread_time()
    assert signed_content(SIGNED + DATA + b"\xa0\x80" * 500_000) == b""
    assert signed_content(SIGNED + DATA + b"\xa0\x80\x24\x80" + b"\x04\0" * 500_000) == b""
    assert time.thread_time() - started < 5
