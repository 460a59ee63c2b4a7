import struct
from pathlib import Path

from embeddings.readers.drawn_boxes import binary_boxes
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.office_files import open_document


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _box(*pieces: str, kind: int = 6, wide: bool = False) -> bytes:
    count = sum(map(len, pieces))
    encoding = "utf-16-le" if wide else "latin-1"
    texts = [_record(0x3C, bytes([wide]) + piece.encode(encoding)) for piece in pieces]
    head = _record(0x5D, struct.pack("<HHHH", 0x15, 0x12, kind, 1)) + _record(
        0x1B6, struct.pack("<10xHHH", count, 0, 0)
    )
    return head + b"".join(texts) + _record(0x3C, bytes(16))


def _stream(*sheets: tuple[str, bytes]) -> bytes:
    """Return a workbook of sheets, given their names and what is drawn on each."""
    heads = [_record(0x85, bytes(6) + struct.pack("<BB", len(name), 0) + name.encode()) for name, _ in sheets]
    at = 8 + sum(map(len, heads)) + 4
    book, bodies = _record(0x809, bytes(4)), b""
    for name, drawn in sheets:
        book += _record(0x85, struct.pack("<IHBB", at + len(bodies), 0, len(name), 0) + name.encode())
        bodies += _record(0x809, bytes(4)) + drawn + _record(0x0A, b"")
    return book + _record(0x0A, b"") + bodies


def test_boxes_of_old_excel_by_their_sheets() -> None:
    ports = _box("Not audited.\nSee ", "page 2.") + _box("A comment", kind=0x19)
    stream = _stream(("Ports", ports), ("Tolls", _box("Zölle – 1429", wide=True)), ("None", b""))
    assert binary_boxes(stream) == {"Ports": ["Not audited.", "See page 2."], "Tolls": ["Zölle – 1429"]}


def test_what_is_cut_off_is_left_out() -> None:
    stream = _stream(("Ports", _box("Not audited.")))
    for end in range(0, len(stream), 3):
        assert set(binary_boxes(stream[:end])) <= {"Ports"}


def test_boxes_of_an_open_document_are_a_document_beside_their_sheet() -> None:
    box = "<draw:frame><draw:text-box><text:p>Not <text:span>audited</text:span>.</text:p></draw:text-box></draw:frame>"
    shape = "<draw:custom-shape><text:p>Riga</text:p><text:p/></draw:custom-shape>"
    note = f"<office:annotation>{box.replace('Not', 'mine')}</office:annotation>"
    cell = f"<table:table-cell office:value-type='string'>{note}<text:p>Port</text:p>{shape}</table:table-cell>"
    row = f"<table:table-row>{cell}</table:table-row>"
    sheet = f"<table:table table:name='Tolls'><table:shapes>{box}</table:shapes>{row}</table:table>"
    contents = contents_of(Path("a.ods"), open_document("spreadsheet", sheet)).documents
    assert [(content.member, content.text) for content in contents] == [
        ("", "Port"),
        ("Tolls, text boxes", "Not audited.\n\nRiga"),
    ]
