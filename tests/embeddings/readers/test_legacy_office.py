from pathlib import Path

import pytest

from embeddings.documents import Fact
from embeddings.readers import legacy_office
from embeddings.readers.content import FileContent, NotRead, Refused
from embeddings.readers.embedded_objects import BROKEN_INSIDE
from embeddings.readers.legacy_office import read
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.office_files import compound_file, file_of, paragraph, word_file
from tests.embeddings.readers.powerpoint_files import anchored, header, latin, outlined, powerpoint_streams
from tests.embeddings.readers.word_files import GOES_ON, IN_TABLE, ITEM, ROW_END, SPANNING, cells_of, word_streams


def _read(streams: dict[str, bytes], name: str = "a.doc") -> FileContent:
    (content,) = read(file_of(name, compound_file(streams))).documents
    return content


def test_a_word_file_is_read_with_its_sections_tables_and_lists() -> None:
    in_table = b"\0\0" + IN_TABLE
    stream, table = word_streams(
        [
            ("Origins\r", b"", b"\x01\0"),
            ("It began in 1429.\r", b"", b"\0\0"),
            ("Oak\r", b"", b"\0\0" + ITEM),
            *[(f"{text}\x07", b"", in_table) for text in ("Port", "Toll")],
            ("\x07", b"", in_table + ROW_END),
            ("Riga\r", b"", in_table),
            *[(f"{text}\x07", b"", in_table) for text in ("Narva", "88")],
            ("\x07", b"", in_table + ROW_END),
            ("Last.\r", b"", b"\0\0"),
        ]
    )
    content = _read({"WordDocument": stream, "0Table": table})
    assert content.text == "Origins\n\nIt began in 1429.\n\n- Oak\n\nPort | Toll\n\nRiga Narva | 88\n\nLast."
    assert content.facts == (Fact("title", "Origins", "first heading"),)
    place = content.places[0]
    assert (place.kind, place.name, content.text[place.start : place.end]) == ("section", "Origins", content.text)


def test_a_cell_that_spans_rows_stands_in_each_of_them() -> None:
    in_table = b"\0\0" + IN_TABLE
    rows = [
        (["Year", "Upkeep", "Late"], [10, 30, 40], [SPANNING, 0, SPANNING]),
        (["", "Planned", "Spent", ""], [10, 20, 30, 40], [GOES_ON, 0, 0, GOES_ON]),
    ]
    runs = []
    for cells, ends, flags in rows:
        runs += [(f"{text}\x07", b"", in_table) for text in cells]
        runs.append(("\x07", b"", in_table + ROW_END + cells_of(ends, flags)))
    stream, table = word_streams([*runs, ("Last.\r", b"", b"\0\0")])
    content = _read({"WordDocument": stream, "0Table": table})
    assert content.text == "Year | Upkeep | Late\n\nYear | Planned | Spent | Late\n\nLast."


def test_files_that_a_word_file_embeds_are_read_and_broken_ones_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [("toll.txt", b"The toll fell."), ("object 2", None)]
    monkeypatch.setattr(legacy_office, "embedded_files", lambda _: iter(found))
    stream, table = word_streams([("See below.\r", b"", b"\0\0")])
    contents = contents_of(Path("a.doc"), compound_file({"WordDocument": stream, "0Table": table}))
    assert [(x.member, x.text) for x in contents.documents] == [("", "See below."), ("toll.txt", "The toll fell.")]
    assert contents.refused == (Refused("object 2", BROKEN_INSIDE),)


def test_a_powerpoint_file_is_read_slide_by_slide() -> None:
    outline = [(0, "Tolls of the\vSound"), (1, "Oak\rPine")]
    shapes = anchored(0, 0, outlined(0)) + anchored(900, 0, outlined(1))
    stream, user = powerpoint_streams([(outline, shapes), ([], anchored(0, 0, header(4), latin("Second.")))])
    content = _read({"PowerPoint Document": stream, "Current User": user}, "a.ppt")
    assert content.text == "Tolls of the Sound\n\n- Oak\n\n- Pine\n\nSecond."
    assert content.title == "Tolls of the Sound"
    assert [(place.name, content.text[place.start : place.end][-7:]) for place in content.places] == [
        ("1", "\n- Pine"),
        ("2", "Second."),
    ]


def test_a_powerpoint_file_for_two_versions_is_read_in_the_later_one() -> None:
    stream, user = powerpoint_streams([([], anchored(0, 0, header(4), latin("Tolls of the Sound.")))])
    names = ("PP97_DUALSTORAGE/PowerPoint Document", "PP97_DUALSTORAGE/Current User")
    content = _read(dict(zip(names, (stream, user), strict=True)), "a.ppt")
    assert content.text == "Tolls of the Sound."


def test_a_text_under_the_name_of_a_word_file_is_read() -> None:
    (content,) = read(file_of("a.doc", b"Plain words.")).documents
    assert content.text == "Plain words."


def test_what_cannot_be_read_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_office, "converted", lambda *_: None)
    with pytest.raises(NotRead, match=r"is a broken Word file; install LibreOffice, or save it as \.docx"):
        _read({"WordDocument": bytes(2000)})
    with pytest.raises(NotRead, match=r"is a broken PowerPoint file; install LibreOffice, or save it as \.pptx"):
        _read({"PowerPoint Document": bytes(2000)}, "a.ppt")
    with pytest.raises(NotRead, match="is an Office file of another kind"):
        _read({"Other": b"x"})
    with pytest.raises(NotRead, match="is no old Office file, or a broken one"):
        read(file_of("a.doc", b"\0\1\2"))
    with pytest.raises(NotRead, match="is a broken Office file"):
        read(file_of("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut"))


def test_libre_office_converts_what_is_not_read_here_but_for_what_is_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy_office, "converted", lambda *_: word_file(paragraph("Converted.")))
    assert _read({"WordDocument": bytes(2000)}).text == "Converted."
    stream, table = word_streams([("a\r", b"", b"")], flags=0x100)
    with pytest.raises(NotRead, match="password"):
        _read({"WordDocument": stream, "0Table": table})


def test_a_row_whose_end_is_lost_stands_where_it_begins() -> None:
    in_table = b"\0\0" + IN_TABLE
    stream, table = word_streams(
        [("Port\x07", b"", in_table), ("Toll\r", b"", in_table), ("Then.\r", b"", b"\0\0"), ("Riga\r", b"", in_table)]
    )
    assert _read({"WordDocument": stream, "0Table": table}).text == "Port | Toll\n\nThen.\n\nRiga"
