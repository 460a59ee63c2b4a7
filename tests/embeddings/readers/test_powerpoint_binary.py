import struct

import pytest

from embeddings.readers.content import NotRead
from embeddings.readers.powerpoint_binary import BODY, TITLE, Text, read_powerpoint
from tests.embeddings.readers.powerpoint_files import (
    TABLE_MARK,
    anchored,
    chars,
    container,
    header,
    latin,
    letter_style,
    outlined,
    paragraph_style,
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


def _cell(left: int, top: int, text: str) -> bytes:
    anchor = record(0xF00F, struct.pack("<iiii", left, top, left + 100, top + 50))
    return container(0xF004, anchor + container(0xF00D, latin(text)))


def test_a_table_is_read_by_its_rows_where_it_stands() -> None:
    own = container(0xF004, record(0xF010, struct.pack("<hhhh", 800, 0, 0, 0)) + record(0xF122, TABLE_MARK, 1))
    cells = _cell(500, 900, "88") + _cell(0, 900, "Riga") + _cell(500, 800, "Toll") + _cell(0, 800, "Port")
    table = container(0xF003, own + cells + _cell(0, 950, "Narva\rtown"))
    shapes = anchored(2000, 0, header(4), latin("Below")) + table + anchored(100, 0, header(4), latin("Above"))
    (slide,) = read_powerpoint(*powerpoint_streams([([], shapes)]))
    assert [text.paragraphs for text in slide.texts] == [
        *(["Above"], ["Port | Toll", "Riga | 88", "Narva town"], ["Below"])
    ]
    # Without the mark it is a group of shapes.
    (slide,) = read_powerpoint(*powerpoint_streams([([], shapes.replace(TABLE_MARK, bytes(6)))]))
    assert ["Riga"] in [text.paragraphs for text in slide.texts]


def test_raised_letters_are_set_flat_in_shapes_and_in_the_outline() -> None:
    styles = record(4001, paragraph_style(9) + letter_style(5) + letter_style(1, 30) + letter_style(3))
    shapes = anchored(0, 0, header(4), latin("A 5 m2 x"), styles)
    stream, user = powerpoint_streams([([(TITLE, "A 5 m2 x")], shapes)])
    (slide,) = read_powerpoint(stream, user)
    assert slide.texts == [Text(TITLE, ["A 5 m2 x"]), Text(4, ["A 5 m² x"])]
    listed = record(1011, struct.pack("<IIiII", 2, 0, 0, 256, 0)) + header(TITLE) + latin("A 5 m2 x")
    # The list of slides, with styles behind the text; places of records behind it move by as much.
    assert listed in stream
    slides = container(4080, listed + styles, 0)
    directory = record(6002, struct.pack("<II", 1 | 1 << 20, 0))
    document = container(1000, slides)
    edit = record(4085, struct.pack("<IIIIIII", 0, 0, 0, len(document), 1, 0, 0))
    (slide,) = read_powerpoint(document + directory + edit, user[:16] + struct.pack("<I", len(document + directory)))
    assert slide.texts == [Text(TITLE, ["A 5 m² x"])]
