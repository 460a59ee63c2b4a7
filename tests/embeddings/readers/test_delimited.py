import pytest

from embeddings.errors import UnreadableFile
from embeddings.readers.content import LimitReached
from embeddings.readers.delimited import likely_separator, read, rows_of
from tests.embeddings.readers.office_files import file_of


def _text(name: str, data: bytes) -> str:
    (content,) = read(file_of(name, data)).documents
    return content.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_tables_are_read_in_their_encoding_and_with_their_separator(encoding: str, separator: str) -> None:
    rows = [["Städte", "Zölle", "Jahr"], ["Lübeck", "1.000,5", "1571"], ["Köln", "Zölle; und Steuern", "1572"]]
    lines = (separator.join(f'"{cell}"' if {",", ";"} & set(cell) else cell for cell in row) for row in rows)
    data = "\r\n".join(lines).encode(encoding)
    assert (
        _text("a.csv", data) == "Städte | Zölle | Jahr\n\nLübeck | 1.000,5 | 1571\n\nKöln | Zölle; und Steuern | 1572"
    )


def test_quoted_cells_hold_line_breaks_separators_and_quotation_marks() -> None:
    rows = rows_of('name,remark\n"Aurora","He said ""no"",\nand left"\n"Baltic","a ""ship"""\n')
    assert rows == [(1, ["name", "remark"]), (2, ["Aurora", 'He said "no",\nand left']), (3, ["Baltic", 'a "ship"'])]


def test_spaces_before_a_quoted_cell_are_none_of_it() -> None:
    text = 'day, tolls, place\n2011-01-01, "6,000", "Riga"\n2011-01-02,  "7,000, about" , Narva\n'
    assert [record for _, record in rows_of(text)][1:] == [
        ["2011-01-01", "6,000", "Riga"],
        ["2011-01-02", "7,000, about ", " Narva"],
    ]
    assert rows_of('a,b\n"he said, ""no"", then",2\n')[1] == (2, ['he said, "no", then', "2"])


def test_marks_escaped_by_backslashes_are_read() -> None:
    assert rows_of('a,b\n"He said \\"no\\", twice",2\n')[1] == (2, ['He said "no", twice', "2"])


def test_a_quotation_mark_that_is_never_closed_swallows_nothing() -> None:
    rows = rows_of('size,port\n"5 inch,Riga\n' + "4,Narva\n" * 300)
    assert (len(rows), rows[1], rows[-1]) == (302, (2, ['"5 inch', "Riga"]), (302, ["4", "Narva"]))


def test_a_line_that_states_the_separator_is_no_row_and_empty_rows_count() -> None:
    assert rows_of("sep=|\na|b,c\n\n , \nd|e") == [(1, ["a", "b,c"]), (3, [" , "]), (4, ["d", "e"])]


def test_lines_of_a_title_stand_above_the_names_of_columns() -> None:
    assert _text("a.csv", b"Tolls of the Sound\n\nYear;Toll\n1571;88,5\n1572;90,1\n") == (
        "Tolls of the Sound\n\nYear | Toll\n\n1571 | 88,5\n\n1572 | 90,1"
    )


def test_a_name_in_tsv_tells_the_separator() -> None:
    assert _text("a.tsv", b"a,b\tc\nd,e\tf") == "a,b | c\n\nd,e | f"
    assert likely_separator("x | y") == ","


def test_rows_are_places_and_formulas_stay_text() -> None:
    (content,) = read(file_of("a.csv", b"=cmd|'/k calc.exe'!A0,2\nb,3")).documents
    assert [(place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("1", "=cmd|'/k calc.exe'!A0 | 2"),
        ("2", "b | 3"),
    ]


def test_a_table_of_cables_is_a_document_for_each() -> None:
    body = "The minister said that tolls would fall, and that ships would come.\n\n" * 5
    data = f'id,date,subject,body\n1,2009-01-02,Tolls,"{body}"\n2,2009-01-03,Ships,"{body}"\n'
    first, second = read(file_of("cables.csv", data.encode())).documents
    assert (first.member, first.title, first.published, first.text) == ("row 2", "Tolls", "2009-01-02", body.strip())
    assert (second.member, second.title) == ("row 3", "Ships")


def test_what_is_no_text_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="zero bytes"):
        read(file_of("a.csv", b"a,b\0\0c"))
    monkeypatch.setattr("embeddings.readers.delimited.MAX_CHARACTERS", 10)
    with pytest.raises(LimitReached, match="split it"):
        read(file_of("a.csv", b"a,b,c,d,e,f,g"))


@pytest.mark.parametrize(
    ("names", "row", "cells"),
    [
        ("Ort;Wert", "Riga;1,5", ["Riga", "1,5"]),
        ("Name;Wert", "Ek, Bo;1", ["Ek, Bo", "1"]),
        ("Name;Wert", '"Ek, Bo";1,5', ["Ek, Bo", "1,5"]),
        ("1,5;2,5", "3,5;4,5", ["3,5", "4,5"]),
        ("port,goods", "Riga,rye;flax;hemp", ["Riga", "rye;flax;hemp"]),
    ],
)
def test_what_stands_in_each_row_but_in_no_name_of_a_column_separates_nothing(
    names: str, row: str, cells: list[str]
) -> None:
    assert rows_of(f"{names}\n" + f"{row}\n" * 40)[-1] == (41, cells)


def test_marks_escaped_by_backslashes_are_read_beside_empty_cells() -> None:
    rows = rows_of('"id","ref","body"\n"","","He said \\"hi\\", and left"\n')
    assert rows[1] == (2, ["", "", 'He said "hi", and left'])


def test_a_backslash_at_the_end_of_a_cell_escapes_nothing() -> None:
    assert rows_of('"dir","name"\n"C:\\temp\\","a.txt"\n')[1] == (2, ["C:\\temp\\", "a.txt"])


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_of_a_short_table() -> None:
    rows = rows_of('name,amount,note\n"Ash, A.",11,\nAda,12,"went home\nBob,13,fine\n"Cyd, C.",14,good\n')
    assert rows[2:] == [
        (3, ["Ada", "12", '"went home']),
        (4, ["Bob", "13", "fine"]),
        (5, ["Cyd, C.", "14", "good"]),
    ]


def test_lines_of_a_cell_stay_together_beside_a_quotation_mark_too_many() -> None:
    rows = rows_of('size,port\n5" pipe,"Riga\nand Narva"\n4,Oslo\n')
    assert rows[1:] == [(2, ['5" pipe', "Riga\nand Narva"]), (3, ["4", "Oslo"])]
