"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS.

Each sheet that holds something is a document, its rows lines of "cell | cell" with the row's number as the program
shows it; a table with a column of prose is read as embeddings.readers.table_rows says. Values are as stored, but for
shares and errors (#REF!) of XLSX and ODS, which are as shown: formulas are not run, their stored results are read.
Hidden sheets are read, sheets of macros are not. calamine reads them, but for ODS and Excel 2 to 4.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import delimited, early_excel, sheet_spans
from embeddings.readers.cell_values import written
from embeddings.readers.compound_files import single_stream
from embeddings.readers.content import Columns, File, FileContent, FileContents, NotRead
from embeddings.readers.decoding import decode
from embeddings.readers.document_properties import compound_facts, core_facts, open_document_facts
from embeddings.readers.office_package import LOCKED, opened
from embeddings.readers.open_document import TABLE, roots_of
from embeddings.readers.open_document_rows import sheet_rows
from embeddings.readers.shown_cells import Shown, shown_of
from embeddings.readers.table_rows import Row, table_contents

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_FILE_PASS = 0x2F
# It stands among the first records.
_RECORDS_LOOKED_AT = 30


def read(file: File) -> FileContents:
    """Read a spreadsheet. Raises NotRead and LimitReached."""
    if not file.data.startswith((_OLE, _ZIP)) and not early_excel.is_early(file.data) and _is_table_of_text(file):
        # Some programs name tables of text so.
        return delimited.read(file)
    if file.data.startswith(_OLE):
        facts, sheets = compound_facts(file.data), _sheets(_workbook(file.data))
    elif early_excel.is_early(file.data):
        facts, sheets = [], [("", early_excel.rows(file.data))]
    else:
        package = opened(file, "spreadsheet")
        if package.data("content.xml") is not None:
            return _open_document(file)
        sheet_spans.refuse_sparse_package(package)
        facts, sheets = core_facts(package), _sheets(file.data, shown_of(package))
    return FileContents(tuple(_contents(sheets, facts, file.columns)))


def _open_document(file: File) -> FileContents:
    roots = roots_of(file, "OpenDocument spreadsheet")
    tables = roots.body("spreadsheet").findall(TABLE + "table")
    sheets = [(table.get(TABLE + "name", ""), sheet_rows(table)) for table in tables]
    return FileContents(tuple(_contents(sheets, open_document_facts(roots.meta), file.columns)))


def _is_table_of_text(file: File) -> bool:
    try:
        text = decode(Path(file.name), file.data)
    except UnreadableFile:
        return False
    return sum(len(cells) > 1 for _, cells in delimited.rows_of(text)) > 1


def _contents(
    sheets: Sequence[tuple[str, list[Row]]], facts: Sequence[Fact], columns: Columns
) -> Iterator[FileContent]:
    filled = [(name, rows) for name, rows in sheets if rows]
    for name, rows in filled:
        yield from table_contents(rows, name=name, member=name if len(filled) > 1 else "", facts=facts, columns=columns)


def _sheets(data: bytes, shown: Mapping[str, Shown] | None = None) -> list[tuple[str, list[Row]]]:
    """Return the sheets of a workbook with their rows that hold something, some cells as they are shown.

    Raises NotRead.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [(name, list(_rows(workbook.get_sheet_by_name(name), (shown or {}).get(name, {})))) for name in names]
    except BaseException as error:
        # calamine's panics are no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise NotRead(f"is a broken spreadsheet, or none ({error}); save it again in its program") from error


def _rows(sheet: Any, shown: Shown) -> Iterator[Row]:
    # Its rows begin at the first of the sheet, its columns at the first with a cell.
    first = (sheet.start or (0, 0))[1] + 1
    rows_shown = {row for row, _ in shown}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [value.strip() if type(value) is str else written(value) for value in values]
        if number in rows_shown:
            row = enumerate(zip(cells, values, strict=True), first)
            cells = [_shown(cell, value, shown.get((number, column))) for column, (cell, value) in row]
        if any(cells):
            yield number, cells


def _shown(cell: str, value: object, as_shown: int | str | None) -> str:
    """Return a cell as it is shown, given how it is written and its value: a share, or an error, which has no value."""
    if isinstance(as_shown, int):
        return f"{value:.{as_shown}%}" if isinstance(value, float) else cell
    return cell or as_shown or ""


def _workbook(data: bytes) -> bytes:
    """Return a workbook of old Excel alone in a file, since calamine ends the whole process over broken ones.

    Raises NotRead if it is locked or broken, and LimitReached as `refuse_sparse_stream`.
    """
    import olefile

    try:
        with olefile.OleFileIO(data) as compound:
            if compound.exists("EncryptedPackage"):
                raise NotRead(LOCKED)
            name = next((name for name in ("Workbook", "Book") if compound.exists(name)), "")
            stream = compound.openstream(name).read() if name else b""
    except NotRead:
        raise
    except Exception as error:
        raise NotRead(f"is a broken spreadsheet ({error}); save it again in its program") from error
    if any(kind == _FILE_PASS for kind, _ in islice(sheet_spans.records(stream), _RECORDS_LOOKED_AT)):
        raise NotRead(LOCKED)
    sheet_spans.refuse_sparse_stream(stream)
    return single_stream(name, stream)
