import struct

import pytest

from embeddings.readers.content import NotRead
from embeddings.readers.word_binary import WordText, read_word
from tests.embeddings.readers.word_files import HIDDEN, IN_TABLE, ITEM, REMOVED, ROW_END, Run, word_streams

_BODY = b"\0\0"


def _read(*runs: Run, **others: object) -> WordText:
    stream, table = word_streams(runs, **others)  # type: ignore[arg-type]
    return read_word(stream, (table, b""))


def test_paragraphs_have_their_levels_items_and_rows() -> None:
    word = _read(
        ("Origins\r", b"", b"\x01\0"),
        ("It began in 1429.\r", b"", _BODY),
        ("Oak\r", b"", _BODY + ITEM),
        ("Riga\x07", b"", _BODY + IN_TABLE),
        ("\x07", b"", _BODY + IN_TABLE + ROW_END),
    )
    assert [(part.text, part.level, part.mark, part.is_in_table, part.ends_row) for part in word.paragraphs] == [
        ("Origins", 0, "", False, False),
        ("It began in 1429.", None, "", False, False),
        ("Oak", None, "-", False, False),
        ("Riga", None, "", True, False),
        ("", None, "", True, True),
    ]


def test_lines_of_a_list_of_contents_are_known_by_their_style() -> None:
    styles = struct.pack("<H4s", 4, b"head") + struct.pack("<HH", 2, 0) + struct.pack("<HH", 2, 19)
    word = _read(
        ("Origins\t3\r", b"", b"\x01\0"),
        ("It began in 1429, I think.\r", b"", b"\x01\0"),
        ("Riga\t88\r", b"", b"\0\0"),
        notes=[(0xA2, styles)],
    )
    assert [part.is_of_contents for part in word.paragraphs] == [True, False, False]


def test_removed_and_hidden_words_and_the_codes_of_fields_are_left_out() -> None:
    word = _read(
        ("The toll ", b"", b""),
        ("rose", REMOVED, b""),
        ("fell", b"", b""),
        (" secretly", HIDDEN, b""),
        (" by \x13 HYPERLINK \x13 x \x14 y \x15 \x14a \x13 z \x14treaty\x15\x15\x0bin\x1eMay\x1f\x01.\r", b"", b""),
    )
    assert [part.text for part in word.paragraphs] == ["The toll fell by a treaty\nin-May."]


def test_words_below_a_phonetic_guide_are_read_but_not_those_of_a_removed_one() -> None:
    guide = "\x13 EQ \\* jc2 \\o\\ad(\\s\\up 9(minato),港)\x15"
    word = _read((f"The {guide} rose", b"", b""), (guide, REMOVED, b""), (f" \x13 X {guide} \x14a\x15.\r", b"", b""))
    assert [part.text for part in word.paragraphs] == ["The 港 rose a."]


def test_notes_boxes_and_heads_are_apart() -> None:
    body, notes, heads, ends, boxes = (
        "Tolls\x02 rose\x02.\r",
        "\x02 In silver.\r",
        "Draft\r",
        "\x02 See X.\r",
        "In a box.\r",
    )
    text = body + notes + heads + ends + boxes
    lengths = [len(body), len(notes), len(heads), 0, 0, len(ends), len(boxes)]
    plc = struct.Struct("<IIH")
    word = _read(
        (text, b"", _BODY),
        lengths=lengths,
        notes=[
            (0xAA, plc.pack(5, len(body), 1)),
            (0xB2, struct.pack("<II", 0, len(notes))),
            (0x20A, plc.pack(11, len(body), 1)),
            (0x212, struct.pack("<II", 0, len(ends))),
        ],
    )
    assert [(part.text, part.notes) for part in word.paragraphs] == [
        ("Tolls[1] rose[1].", (("footnote", 0), ("endnote", 0)))
    ]
    assert {note: [part.text for part in parts] for note, parts in word.notes.items()} == {
        ("footnote", 0): ["In silver."],
        ("endnote", 0): ["See X."],
    }
    assert ([part.text for part in word.boxes], word.heads_and_feet) == (["In a box."], ["Draft"])


def test_pieces_of_bytes_and_of_two_bytes_are_joined() -> None:
    stream, _ = word_streams([("Zölle 漢\U0001f300\r", b"", b"")])
    at = len(stream)
    stream += "Über ".encode("cp1252")
    places = struct.pack("<III", 0, 5, 5 + 10)
    pieces = places + struct.pack("<HIH", 0, (2 * at) | 0x40000000, 0) + struct.pack("<HIH", 0, 2048, 0)
    table = b"\x01\x02\x00xx\x02" + struct.pack("<I", len(pieces)) + pieces
    changed = bytearray(stream)
    struct.pack_into("<II", changed, 0x1A2, 0, len(table))
    struct.pack_into("<I", changed, 0x4C, 15)
    assert [part.text for part in read_word(bytes(changed), (table, b"")).paragraphs] == ["Über Zölle 漢\U0001f300"]


@pytest.mark.parametrize(("characters", "encoding"), [(0, "cp1251"), (0x100, "mac_cyrillic")])
def test_files_of_word_95_are_read_in_the_encoding_of_their_language_and_machine(
    characters: int, encoding: str
) -> None:
    text = "Пошлины\rРига\x0788\x07\x07".encode(encoding)
    stream = bytearray(1024)
    struct.pack_into("<HHHH", stream, 0, 0xA5DC, 0x68, 0, 0x419)
    struct.pack_into("<H", stream, 0x14, characters)
    struct.pack_into("<I", stream, 0x18, 1024)
    struct.pack_into("<I", stream, 0x34, len(text))
    word = read_word(bytes(stream) + text, (b"", b""))
    assert [(part.text, part.ending, part.ends_row) for part in word.paragraphs] == [
        ("Пошлины", "\r", False),
        ("Рига", "\x07", False),
        ("88", "\x07", False),
        ("", "\x07", True),
    ]


def test_locked_and_broken_files_are_refused() -> None:
    with pytest.raises(NotRead, match="password"):
        _read(("a\r", b"", b""), flags=0x100)
    stream, table = word_streams([("a\r", b"", b"")])
    for broken in (b"", b"\xec\xa5", bytes(2000)):
        with pytest.raises(NotRead, match="is a broken Word file"):
            read_word(broken, (table, b""))
    with pytest.raises(NotRead, match="is a broken Word file"):
        read_word(stream, (b"", b""))


def test_pieces_that_repeat_a_text_without_end_are_refused() -> None:
    stream, _ = word_streams([("a" * 1000 + "\r", b"", b"")])
    count = 1000
    places = struct.pack(f"<{count + 1}I", *range(0, 1000 * (count + 1), 1000))
    pieces = places + struct.pack("<HIH", 0, 2048, 0) * count
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    changed = bytearray(stream)
    struct.pack_into("<II", changed, 0x1A2, 0, len(table))
    with pytest.raises(NotRead, match="is a broken Word file"):
        read_word(bytes(changed), (table, b""))


def test_raised_and_lowered_letters_are_no_digits_of_what_stands_before() -> None:
    raised, lowered = b"\x48\x2a\x01", b"\x48\x2a\x02"
    runs = [("10", b"", b""), ("5", raised, b""), (" tons of H", b"", b""), ("2", lowered, b""), ("O\r", b"", b"")]
    stream, table = word_streams(runs)
    assert [part.text for part in read_word(stream, (table, b"")).paragraphs] == ["10^5 tons of H2O"]


def test_struck_words_are_left_out_and_named() -> None:
    word = _read(
        ("The toll ", b"", b""),
        ("rose", b"\x37\x08\x01", b""),
        ("", b"", b""),
        (" again", b"\x53\x2a\x01", b""),
        (" fell.\r", b"\x37\x08\x00", b""),
    )
    assert ([part.text for part in word.paragraphs], word.struck) == (["The toll  fell."], ["rose", "again"])
