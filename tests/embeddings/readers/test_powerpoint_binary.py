import struct

import pytest

from embeddings.readers.content import NotRead
from embeddings.readers.powerpoint_binary import BODY, TITLE, Text, read_powerpoint
from tests.embeddings.readers.powerpoint_files import (
    anchored,
    chars,
    container,
    header,
    latin,
    outlined,
    powerpoint_streams,
    record,
)


def test_shapes_are_read_from_top_to_bottom_with_notes() -> None:
    shapes = anchored(2000, 0, header(4), latin("Lower\rline")) + anchored(500, 900, header(4), chars("Right 漢"))
    shapes += anchored(510, 0, header(4), latin("Left\vbelow")) + anchored(9000, 0, header(TITLE), latin("Tolls"))
    slides = read_powerpoint(*powerpoint_streams([([], shapes)], notes={0: latin("Say this.")}))
    assert slides[0].texts == [
        *(Text(TITLE, ["Tolls"]), Text(4, ["Left\nbelow"]), Text(4, ["Right 漢"]), Text(4, ["Lower", "line"]))
    ]
    assert slides[0].notes == ["Say this."]


def test_texts_of_placeholders_stand_in_the_outline_and_those_of_the_master_are_left_out() -> None:
    outline = [(TITLE, "Rates"), (BODY, "Oak\rPine"), (BODY, "Of no shape")]
    foot = anchored(0, 0, record(3011, struct.pack("<IBBH", 0, 8, 0, 0)), header(4), latin("Page *"))
    shapes = anchored(3000, 0, outlined(1)) + anchored(100, 0, outlined(0)) + foot
    slides = read_powerpoint(
        *powerpoint_streams([(outline, shapes), ([(TITLE, "Second")], anchored(0, 0, outlined(0)))])
    )
    assert [slide.texts for slide in slides] == [
        [Text(BODY, ["Of no shape"]), Text(TITLE, ["Rates"]), Text(BODY, ["Oak", "Pine"])],
        [Text(TITLE, ["Second"])],
    ]


def test_a_file_without_its_list_is_read_as_its_slides_stand() -> None:
    stream = container(1006, anchored(0, 0, header(4), latin("One"))) + container(1006, anchored(0, 0, latin("Two")))
    assert [slide.texts[0].paragraphs for slide in read_powerpoint(stream, b"")] == [["One"], ["Two"]]


def test_locked_and_broken_files_are_refused() -> None:
    stream, user = powerpoint_streams([([], anchored(0, 0, latin("a")))])
    with pytest.raises(NotRead, match="password"):
        read_powerpoint(stream, user[:12] + struct.pack("<I", 0xF3D1C4DF) + user[16:])
    with pytest.raises(NotRead, match="password"):
        read_powerpoint(record(4085, bytes(32)), bytes(16) + struct.pack("<I", 0))
    for broken in (b"", b"\x0f\x00", bytes(100), b"\xff" * 100):
        with pytest.raises(NotRead, match="is a broken PowerPoint file"):
            read_powerpoint(broken, b"")


def test_records_nested_without_end_are_read_to_a_depth() -> None:
    deep = anchored(0, 0, latin("deep"))
    for _ in range(2000):
        deep = container(0xF003, deep)
    assert read_powerpoint(container(1006, deep), b"")[0].texts == []
