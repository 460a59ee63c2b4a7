import io
import struct

import olefile
import pytest

from embeddings.readers.compound_files import of_streams, properties_of


@pytest.mark.parametrize("length", [5, 4096, 100_000, 8_000_000])
def test_a_file_of_a_single_stream_is_read_by_others(length: int) -> None:
    data = bytes(number % 251 for number in range(1000)) * (length // 1000 + 1)
    with olefile.OleFileIO(io.BytesIO(of_streams({"Workbook": data[:length]}))) as compound:
        assert compound.openstream("Workbook").read().startswith(data[:length])
        assert compound.listdir() == [["Workbook"]]


def _properties(*stated: tuple[int, bytes]) -> bytes:
    heads, values = b"", b""
    for number, value in stated:
        heads += struct.pack("<II", number, 8 + 8 * len(stated) + len(values))
        values += value
    return bytes(44) + struct.pack("<III", 48, 8 + len(heads) + len(values), len(stated)) + heads + values


def _text(text: str, encoding: str) -> bytes:
    data = text.encode(encoding) + b"\0"
    return struct.pack("<II", 30, len(data)) + data


def test_properties_are_read_in_their_code_page() -> None:
    ticks = 10_000_000 * 12_877_660_800
    stream = _properties(
        (1, struct.pack("<IH", 2, 1251)),
        (2, _text("Пошлины", "cp1251")),
        (4, struct.pack("<II", 31, 9) + "Ana Ruiz\0".encode("utf-16-le")),
        (12, struct.pack("<IQ", 64, ticks)),
        (9, _text("other", "ascii")),
    )
    assert properties_of(stream) == {"title": "Пошлины", "author": "Ana Ruiz", "created": "2009-01-29"}


def test_broken_properties_state_nothing() -> None:
    assert properties_of(b"") == {}
    assert properties_of(b"\xff" * 60) == {}
    assert (
        properties_of(_properties((12, struct.pack("<IQ", 64, 2**64 - 1)), (2, struct.pack("<II", 4126, 2**31)))) == {}
    )
