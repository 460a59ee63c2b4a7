"""Spreadsheets: XLSX, XLSM, XLSB, XLS and ODS.

Each sheet that holds something is a document, its rows lines of "cell | cell" with the row's number as the program
shows it; a table with a column of prose is read as embeddings.readers.table_rows says. Values are as stored, but for
shares and errors (#REF!), which are as shown, and struck words, which are left out: formulas are not run, their stored
results are read.
Hidden sheets are read, sheets of macros are not. calamine reads them, but for ODS and Excel 2 to 4.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.documents import Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import delimited, early_excel, sheet_spans
from embeddings.readers.cell_values import written
from embeddings.readers.compound_files import of_streams
from embeddings.readers.content import (
    STRUCK,
    Columns,
    File,
    FileContent,
    FileContents,
    NotRead,
    Omitted,
    in_short,
)
from embeddings.readers.decoding import decode
from embeddings.readers.document_properties import compound_facts, core_facts, open_document_facts
from embeddings.readers.drawn_boxes import binary_boxes, boxes_document, open_boxes
from embeddings.readers.embedded_objects import embedded_files, read_embedded
from embeddings.readers.merged_cells import Span, with_spanned
from embeddings.readers.office_package import LOCKED, embedded, opened, together
from embeddings.readers.open_document import OFFICE, TABLE, levels_of, roots_of
from embeddings.readers.open_document_rows import sheet_rows, struck_cells
from embeddings.readers.sheet_boxes import box_contents
from embeddings.readers.sheet_letters import with_unicode
from embeddings.readers.shown_binary import shown_of_binary, shown_of_stream
from embeddings.readers.shown_cells import CellShown, Shown, Struck, shown_of
from embeddings.readers.sniffing import OLE, flat_open_document
from embeddings.readers.table_rows import Row, table_contents

_ZIP = b"PK"
_FILE_PASS = 0x2F
# It stands among the first records.
_RECORDS_LOOKED_AT = 30
_SHEET_PART = re.compile(r"/?xl/worksheets/[^/]+\.(?:xml|bin)")


class Sheet(NamedTuple):
    """A sheet: its name, its rows that hold something, and its struck words, which are left out."""

    name: str
    rows: list[Row]
    struck: Sequence[Omitted] = ()


def read(file: File) -> FileContents:
    """Read a spreadsheet. Raises NotRead and LimitReached."""
    if flat_open_document(file.data):
        return _open_document(file)
    if not file.data.startswith((OLE, _ZIP)) and not early_excel.is_early(file.data) and _is_table_of_text(file):
        # Some programs name tables of text so.
        return delimited.read(file)
    inside: list[FileContents] = []
    if file.data.startswith(OLE):
        name, stream = _workbook(file.data)
        facts, sheets = compound_facts(file.data), _sheets(of_streams({name: stream}), shown_of_stream(stream))
        boxes = tuple(boxes_document(sheet, words, facts) for sheet, words in binary_boxes(stream).items())
        inside = [FileContents(boxes), *read_embedded(file, embedded_files(file.data))]
    elif early_excel.is_early(file.data):
        facts, sheets = [], [Sheet("", early_excel.rows(file.data))]
    else:
        package = opened(file, "spreadsheet")
        if package.data("content.xml") is not None:
            return _open_document(file)
        sheet_spans.refuse_sparse_package(package)
        is_binary = any(name.endswith("workbook.bin") for name in package.names)
        shown = shown_of_binary(package) if is_binary else shown_of(package)
        facts, sheets = core_facts(package), _sheets(file.data, shown)
        inside = [FileContents(tuple(box_contents(package, facts)))]
        inside += embedded(file, package, [name for name in package.names if _SHEET_PART.fullmatch(name)])
    return together([FileContents(tuple(_contents(sheets, facts, file.columns))), *inside])


def _open_document(file: File) -> FileContents:
    roots = roots_of(file, "OpenDocument spreadsheet")
    tables = roots.body("spreadsheet").findall(TABLE + "table")
    levels = levels_of(roots.styles, roots.content)
    sheets = [
        Sheet(table.get(TABLE + "name", ""), sheet_rows(table, levels), list(struck_cells(table, levels)))
        for table in tables
    ]
    facts = open_document_facts(None if roots.meta is None else roots.meta.find(f".//{OFFICE}meta"))
    drawn = [(table.get(TABLE + "name", ""), open_boxes(table, levels)) for table in tables]
    boxes = [boxes_document(name, words, facts) for name, words in drawn if words]
    return FileContents((*_contents(sheets, facts, file.columns), *boxes))


def _is_table_of_text(file: File) -> bool:
    try:
        text = decode(Path(file.name), file.data)
    except UnreadableFile:
        return False
    return sum(len(cells) > 1 for _, cells in delimited.rows_of(text)) > 1


def _contents(sheets: Sequence[Sheet], facts: Sequence[Fact], columns: Columns) -> Iterator[FileContent]:
    filled = [sheet for sheet in sheets if sheet.rows]
    for name, rows, struck in filled:
        member = name if len(filled) > 1 else ""
        contents = table_contents(rows, name=name, member=member, facts=facts, columns=columns)
        if contents and struck:
            # The first of several documents says it for all.
            contents[0] = replace(contents[0], left_out=len(struck), omitted=in_short(struck))
        yield from contents


def _sheets(data: bytes, shown: Mapping[str, Shown]) -> list[Sheet]:
    """Return the sheets of a workbook with their rows that hold something, some cells as they are shown.

    Raises NotRead.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [_sheet(name, workbook.get_sheet_by_name(name), shown.get(name, {})) for name in names]
    except BaseException as error:
        # calamine's panics are no Exception.
        if type(error).__name__ == "PanicException":
            raise NotRead(_stopped_short(str(error))) from error
        if not isinstance(error, Exception):
            raise
        raise NotRead(f"is a broken spreadsheet, or none ({error}); save it again in its program") from error


def _stopped_short(error: str) -> str:
    """Return what to do where calamine gave up, which also happens over sound files of kinds that it does not know."""
    return f"made its reader, calamine, stop ({error}); open it in Excel or LibreOffice and save it as XLSX"


def _sheet(name: str, sheet: Any, shown: Shown) -> Sheet:
    struck: list[Omitted] = []
    before = (sheet.start or (0, 0))[1]
    spans = [
        Span(top + 1, bottom + 1, left - before)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if top < bottom and before <= left == right
    ]
    return Sheet(name, list(with_spanned(_rows(sheet, shown, struck), spans)), struck)


def _rows(sheet: Any, shown: Shown, struck: list[Omitted]) -> Iterator[Row]:
    """Yield the rows that hold something; struck words are added to `struck`."""
    # Its rows begin at the first of the sheet, its columns at the first with a cell.
    first = (sheet.start or (0, 0))[1] + 1
    rows_shown = {row for row, _ in shown}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [value.strip() if type(value) is str else written(value) for value in values]
        if number in rows_shown:
            as_shown = [shown.get((number, column)) for column in range(first, first + len(cells))]
            pairs = zip(cells, as_shown, strict=True)
            words = [how.words or cell for cell, how in pairs if isinstance(how, Struck) and cell]
            struck += (Omitted(each, STRUCK) for each in words)
            cells = [_shown(*cell) for cell in zip(cells, values, as_shown, strict=True)]
        if any(cells):
            yield number, cells


def _shown(cell: str, value: object, as_shown: CellShown | None) -> str:
    """Return a cell as it is shown, given how it is written and its value: a share, an error, or what is not struck."""
    if isinstance(as_shown, Struck):
        return as_shown.left
    if isinstance(as_shown, int):
        return f"{value:.{as_shown}%}" if isinstance(value, float) else cell
    return cell or as_shown or ""


def _workbook(data: bytes) -> tuple[str, bytes]:
    """Return the stream of a workbook of old Excel and its name, which are read alone in a file of their own.

    calamine ends the whole process over broken files.

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
    return name, with_unicode(stream)
