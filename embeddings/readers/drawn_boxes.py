"""Text boxes and shapes that are drawn on the sheets of OpenDocument and of Excel 97 to 2003.

embeddings.readers.sheet_boxes has those of Excel since 2007.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from embeddings.documents import Fact
from embeddings.readers.content import FileContent, content_with
from embeddings.readers.open_document import DRAW, OFFICE, TEXT, line_of
from embeddings.readers.sheet_spans import records
from embeddings.readers.shown_binary import sheet_names

_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_OBJECT, _TEXT, _CONTINUE, _BEGINNING = 0x5D, 0x1B6, 0x3C, 0x809
# What an object is, in its first record: the box of a comment, which stands in no sheet as it is shown.
_COMMENT = 0x19
# So many bytes stand before the kind of an object, and before the count of letters of a text.
_KIND_AT, _COUNT_AT = 4, 10


def boxes_document(sheet: str, paragraphs: Sequence[str], facts: Sequence[Fact]) -> FileContent:
    """Return what is drawn on a sheet as a document beside it, since it stands in no row."""
    return content_with("\n\n".join(paragraphs), facts, member=f"{sheet}, text boxes")


def open_boxes(table: Any, levels: Mapping[str, str]) -> list[str]:
    """Return the paragraphs of what is drawn on a sheet of OpenDocument; `levels` as `line_of` takes them."""
    found: dict[Any, str] = {}
    for shape in table.iter(DRAW + "*"):
        if next(shape.iterancestors(OFFICE + "annotation"), None) is None:
            for paragraph in shape.iter(*_PARAGRAPHS):
                if paragraph not in found:
                    found[paragraph] = line_of(paragraph, {}, levels).text.strip()
    return [words for words in found.values() if words]


def binary_boxes(stream: bytes) -> dict[str, list[str]]:
    """Return the paragraphs of what is drawn on the sheets of a workbook of Excel 97 to 2003, by their names."""
    names = sheet_names(stream)
    boxes: dict[str, list[str]] = {}
    for sheet, words in _binary_texts(stream, names):
        boxes.setdefault(sheet, []).extend(line for line in map(str.strip, words.split("\n")) if line)
    return {sheet: lines for sheet, lines in boxes.items() if lines}


def _binary_texts(stream: bytes, names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Yield the text of each box with the name of its sheet. Letters of one byte are the first ones of Unicode."""
    at, wanted, kind_of_object = 0, 0, 0
    sheet = text = ""
    for kind, data in records(stream):
        if kind == _CONTINUE and wanted and data:
            piece = data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace")[:wanted]
            text, wanted = text + piece, wanted - len(piece)
            if not wanted:
                yield sheet, text
                wanted, text = 0, ""
        elif kind == _TEXT and len(data) >= _COUNT_AT + 2 and kind_of_object != _COMMENT:
            wanted, text = int.from_bytes(data[_COUNT_AT : _COUNT_AT + 2], "little"), ""
        elif kind == _OBJECT and len(data) >= _KIND_AT + 2:
            kind_of_object = int.from_bytes(data[_KIND_AT : _KIND_AT + 2], "little")
        elif kind == _BEGINNING and at in names:
            sheet = names[at]
        at += 4 + len(data)
