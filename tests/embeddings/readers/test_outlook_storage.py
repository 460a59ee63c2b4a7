import struct
from datetime import UTC, datetime

import pytest
from oxmsg.storage import Storage, Stream

from embeddings.readers.outlook_storage import OF_FILE, Properties, rtf_text, unpacked_rtf


def properties(numbers: dict[int, int] | None = None, **streams: bytes) -> Properties:
    values = bytes(OF_FILE) + b"".join(
        struct.pack("<HHIQ", 3, name, 0, value) for name, value in (numbers or {}).items()
    )
    kept = [Stream("__properties_version1.0", values)]
    kept += [Stream(f"__substg1.0_{name.removeprefix('p')}", data) for name, data in streams.items()]
    return Properties(Storage("", tuple(kept), ()), OF_FILE)


def test_text_is_utf_16_or_of_the_code_page_that_is_stated() -> None:
    assert properties(p0037001F="Café".encode("utf-16-le")).text(0x0037) == "Café"
    assert properties({0x3FFD: 1251}, p0037001E="Вода".encode("cp1251")).text(0x0037) == "Вода"
    assert properties({0x3FFD: 20866}, p0037001E="Вода".encode("koi8-r")).text(0x0037) == "Вода"
    assert properties().text(0x0037) == ""


def test_where_no_code_page_is_stated_all_of_the_message_tells_it() -> None:
    body = "Вода поднялась вчера вечером, и посланники уехали из города в горы.".encode("cp1251")
    assert properties(p0037001E="Вода".encode("cp1251"), p1000001E=body).text(0x0037) == "Вода"


def test_html_is_of_its_own_code_page() -> None:
    assert properties({0x3FDE: 28592}, p10130102="<p>Łódź</p>".encode("iso8859-2")).html() == "<p>Łódź</p>"
    assert properties(p1013001F="<p>a</p>".encode("utf-16-le")).html() == "<p>a</p>"


def test_numbers_times_and_bytes() -> None:
    ticks = int((datetime(2011, 4, 5, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
    kept = properties({0x0039: ticks, 0x3705: 5}, p37010102=b"\1\2")
    assert kept.time(0x0039) == datetime(2011, 4, 5, tzinfo=UTC)
    assert kept.integer(0x3705) == 5
    assert kept.data(0x3701) == b"\1\2"
    assert (kept.time(0x0E06), kept.integer(0x1), kept.data(0x1)) == (None, 0, b"")
    assert properties({0x0039: 2**64 - 1}).time(0x0039) is None


def test_a_storage_without_properties_states_nothing() -> None:
    assert Properties(Storage("", (), ()), OF_FILE).text(0x0037) == ""


def _packed(data: bytes, size: int) -> bytes:
    return struct.pack("<4I", len(data) + 12, size, 0x75465A4C, 0) + data


def test_compressed_rtf_is_unpacked() -> None:
    # The example of MS-OXRTFCP 3.1.1.1.
    data = bytes.fromhex("0300 0a00 7263 7067 3132 3542 320a f320 6865 6c09 0020 6277 05b0 6c64 7d0a 800f a0")
    assert unpacked_rtf(_packed(data, 43)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_the_text_of_a_body_of_rtf() -> None:
    data = bytes.fromhex("0300 0a00 7263 7067 3132 3542 320a f320 6865 6c09 0020 6277 05b0 6c64 7d0a 800f a0")
    assert rtf_text(_packed(data, 43)).strip() == "hello world"
    assert rtf_text(b"") == ""


def test_rtf_that_is_not_compressed_is_taken_as_it_is() -> None:
    assert unpacked_rtf(struct.pack("<4I", 0, 5, 0x414C454D, 0) + b"{\\rtf}") == b"{\\rtf}"


@pytest.mark.parametrize(
    "data", [b"", b"LZFu", _packed(b"\xff\xff\xff", 10), struct.pack("<4I", 0, 9, 1, 0) + b"x" * 9]
)
def test_broken_rtf_is_empty(data: bytes) -> None:
    assert unpacked_rtf(data) == b""


def test_rtf_unpacks_to_no_more_than_it_says() -> None:
    assert len(unpacked_rtf(_packed(b"\0abcdefgh" * 100, 20))) == 20
