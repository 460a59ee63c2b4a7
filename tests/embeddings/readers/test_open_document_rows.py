import pytest
from lxml import etree

from embeddings.readers.content import STRUCK, LimitReached
from embeddings.readers.open_document_rows import MOST_REPEATED, cells_of, rows_of, sheet_rows, struck_cells
from tests.embeddings.readers.office_files import OPEN_DOCUMENT


def _table(inside: str) -> etree._Element:
    return etree.fromstring(f"<table:table {OPEN_DOCUMENT}>{inside}</table:table>")


def _cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def _row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def test_values_are_read_as_stored_and_shares_as_shown() -> None:
    cells = (
        _cell("3.042,00", 'office:value-type="float" office:value="3042"'),
        _cell("20 %", 'office:value-type="percentage" office:value="0.2"'),
        _cell("1. Mai", 'office:value-type="date" office:date-value="1971-05-01T00:00:00"'),
        _cell("x", 'office:value-type="date" office:date-value="1971-05-01T10:11:12.5"'),
        _cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'),
        _cell("no figure", 'office:value-type="float" office:value="?"'),
        _cell("two</text:p><text:p>lines<office:annotation><text:p>Check.</text:p></office:annotation>"),
    )
    values = ["3042", "20 %", "1971-05-01", "1971-05-01 10:11:12", "TRUE", "no figure", "two lines"]
    assert sheet_rows(_table(_row(*cells)), {}) == [(1, values)]


def test_a_cell_that_spans_rows_stands_in_each_of_them() -> None:
    covered = "<table:covered-table-cell/>"
    table = _table(
        _row(_cell("Riga", 'table:number-rows-spanned="3"'), _cell("Aurora"))
        + _row(covered, _cell("Oak"), times=2)
        + _row(_cell("Both", 'table:number-columns-spanned="2" table:number-rows-spanned="2"'), covered)
        + _row(covered, covered, _cell("x"))
    )
    assert sheet_rows(table, {}) == [
        *((1, ["Riga", "Aurora"]), (2, ["Riga", "Oak"]), (3, ["Riga", "Oak"]), (4, ["Both"]), (5, ["", "", "x"])),
    ]


def test_repeated_rows_and_cells_keep_numbers_and_columns() -> None:
    empty = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = _row(empty, times=3) + _row(
        _cell("a"), empty, _cell("b", 'table:number-columns-repeated="2"'), empty, times=2
    )
    table = _table(
        f"<table:table-header-rows>{rows}</table:table-header-rows>" + _row(empty, times=1_048_000) + _row(_cell("z"))
    )
    assert sheet_rows(table, {}) == [(4, ["a", "", "", "b", "b"]), (5, ["a", "", "", "b", "b"]), (1_048_006, ["z"])]
    assert [times for _, times in rows_of(table)] == [3, 2, 1_048_000, 1]
    assert [times for _, times in cells_of(next(iter(rows_of(table)))[0])] == [2]


def test_a_sheet_that_is_filled_by_repeating_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = _table(_row(_cell("x", 'table:number-columns-repeated="16384"'), times=1_048_576))
    assert [len(sheet_rows(bomb, {})), len(sheet_rows(bomb, {})[0][1])] == [MOST_REPEATED, MOST_REPEATED]
    monkeypatch.setattr("embeddings.readers.open_document_rows.MAX_CELLS", 1000)
    with pytest.raises(LimitReached, match="more than 1,000 cells"):
        sheet_rows(bomb, {})


def test_a_text_that_stands_in_an_attribute_is_read() -> None:
    cell = '<table:table-cell office:value-type="string" office:string-value="Riga"/>'
    assert sheet_rows(_table(_row(cell)), {}) == [(1, ["Riga"])]


def test_struck_cells_and_words_are_left_out() -> None:
    levels = {"ce1": STRUCK, "T1": STRUCK, "T2": "super"}
    span = 'old <text:span text:style-name="T1">toll</text:span>of 5 m<text:span text:style-name="T2">2</text:span>'
    struck = 'office:value-type="float" office:value="3" table:style-name="ce1"'
    table = _table(_row(_cell("Riga"), _cell("3", struck), _cell(span)) + _row(_cell("3", struck)))
    assert sheet_rows(table, levels) == [(1, ["Riga", "", "old of 5 m²"])]
    assert [each.words for each in struck_cells(table, levels)] == ["3", "toll", "3"]
    assert list(struck_cells(table, {"T2": "super"})) == []
