import struct

from embeddings.readers.merged_cells import Edge
from embeddings.readers.word_properties import (
    CONTENTS,
    TITLE,
    Has,
    Runs,
    character_runs,
    paragraph_runs,
    styles_among,
)
from tests.embeddings.readers.word_files import GOES_ON, HIDDEN, ITEM, SPANNING, TEXT_AT, cells_of, word_streams


def _places(stream: bytes, table: bytes, at: int) -> bytes:
    start, length = struct.unpack_from("<II", stream, at)
    return table[start : start + length]


def test_runs_tell_what_their_bytes_have() -> None:
    stream, table = word_streams([("seen", b"", b"\x02\0"), ("not", HIDDEN, b"\0\0" + ITEM)])
    assert list(character_runs(stream, _places(stream, table, 0xFA))) == [
        (TEXT_AT + 8, TEXT_AT + 14, Has(is_hidden=True)),
    ]
    runs = paragraph_runs(stream, _places(stream, table, 0x102))
    assert runs.at(TEXT_AT) == Has(style=2, level=1)
    assert runs.at(TEXT_AT + 8) == Has(list_number=1)
    assert runs.at(TEXT_AT + 14) == runs.at(0) == Has()


def test_changes_of_every_width_are_passed_over() -> None:
    changes = b"\x03\x6a\1\2\3\4" + b"\x00\xc6\x02xx" + b"\x08\xd6\x03\x00yy" + b"\x00\xe0zzz" + b"\x40\x26\x03"
    stream, table = word_streams([("a\r", b"", b"\0\0" + changes)])
    assert paragraph_runs(stream, _places(stream, table, 0x102)).at(TEXT_AT) == Has(level=3)


def test_the_end_of_a_row_says_where_its_cells_end_and_which_go_on() -> None:
    changes = cells_of([900, 2000, 3000], [SPANNING, GOES_ON, 0])
    stream, table = word_streams([("a\r", b"", b"\0\0" + changes)])
    cells = (Edge(900, False), Edge(2000, True), Edge(3000, False))
    assert paragraph_runs(stream, _places(stream, table, 0x102)).at(TEXT_AT) == Has(cells=cells)


def test_an_outline_level_of_the_body_is_no_heading() -> None:
    stream, table = word_streams([("a\r", b"", b"\x01\0\x40\x26\x09")])
    assert paragraph_runs(stream, _places(stream, table, 0x102)).at(TEXT_AT) == Has(style=1)


def test_styles_that_word_brings_are_found_by_their_numbers() -> None:
    styles = [b"", struct.pack("<H", 0x1001) + b"xxxx", struct.pack("<H", 0x203E) + b"xxx", struct.pack("<H", 20)]
    listed = b"".join(struct.pack("<H", len(style)) + style + b"\0" * (len(style) % 2) for style in styles)
    assert styles_among(struct.pack("<H", 4) + b"head" + listed, TITLE) == {2}
    assert styles_among(struct.pack("<H", 4) + b"head" + listed, CONTENTS) == {3}
    assert styles_among(b"", TITLE) == set()


def test_broken_pages_hold_no_runs() -> None:
    assert list(character_runs(b"short", struct.pack("<III", 0, 10, 99))) == []
    page = b"\xff" * 512
    assert list(character_runs(page, struct.pack("<III", 0, 10, 0))) == []
    assert Runs([]).at(5) == Has()
