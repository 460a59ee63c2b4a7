"""The text of PowerPoint files before 2007 (.ppt), by [MS-PPT]: that of the shapes of each slide, and its notes."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from embeddings.readers.composing import table_pieces
from embeddings.readers.content import NotRead
from embeddings.readers.office_package import LOCKED
from embeddings.readers.powerpoint_letters import set_flat
from embeddings.readers.symbol_fonts import shown

BROKEN = "is a broken PowerPoint file; open it in PowerPoint or LibreOffice and save it as .pptx"
_DOCUMENT, _SLIDE, _SLIDE_ATOM, _NOTES, _PERSIST = 1000, 1006, 1007, 1008, 1011
_LIST, _HEADER, _CHARACTERS, _STYLES, _BYTES, _OUTLINE, _PLACEHOLDER = 4080, 3999, 4000, 4001, 4008, 3998, 3011
_EDIT, _DIRECTORY, _FONT = 4085, 6002, 4023
# The bytes of a font that hold its name.
_FONT_NAME_BYTES = 64
_GROUP, _SHAPE, _ANCHOR, _CHILD_ANCHOR, _TEXT_BOX, _MORE_PROPERTIES = 0xF003, 0xF004, 0xF010, 0xF00F, 0xF00D, 0xF122
# The property of a group that says that it is a table.
_TABLE_PROPERTY = 0x039F
_LOCKED_MARK = 0xF3D1C4DF
# An edit that names the place of a key.
_LOCKED_EDIT_BYTES = 32
# The slides and their notes in the lists of the document.
_SLIDES, _OF_NOTES = 0, 2
# What a shape's text is: the title of a slide, its body, the title in its middle; the rows of a table are of none.
TITLE, BODY, CENTRE_TITLE, TABLE = 0, 1, 6, -1
# Placeholders of dates, numbers, feet and heads.
_OF_MASTER = {7, 8, 9, 10}
# Records are nested no deeper, and edits no more.
_DEEPEST = 30
_MOST_EDITS = 10_000


class Text(NamedTuple):
    """A text of a shape: its kind, and its paragraphs."""

    kind: int
    paragraphs: list[str]


@dataclass
class SlideText:
    """The texts of a slide from top to bottom, and the paragraphs of its notes."""

    texts: list[Text] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# The names of fonts by their numbers.
_Fonts = dict[int, str]
# Of a shape: its top and its left, its text or the number of that, and whether it is of the master.
_Shape = tuple[tuple[int, int], Text | None, int | None, bool]


class _Record(NamedTuple):
    kind: int
    instance: int
    start: int
    end: int
    is_container: bool


@dataclass
class _Listed:
    """A slide as the document lists it: the place of its record, its number, and the texts of its placeholders."""

    place: int
    number: int
    texts: list[Text]


def read_powerpoint(stream: bytes, user: bytes) -> list[SlideText]:
    """Return the slides of a file, given its stream of records and that of its last user. Raises NotRead."""
    if int.from_bytes(user[12:16], "little") == _LOCKED_MARK:
        raise NotRead(LOCKED)
    places, document = saved_places(stream, int.from_bytes(user[16:20], "little"))
    lists, fonts = {}, {}
    if document in places:
        root = next(records(stream, places[document], len(stream)), None)
        if root is not None and root.kind == _DOCUMENT:
            lists = {record.instance: record for record in _within(stream, root) if record.kind == _LIST}
            fonts = {font.instance: _font_name(stream, font) for font in _all(stream, root, {_FONT})}
    slides = list(_listed(stream, lists[_SLIDES], places, fonts)) if _SLIDES in lists else []
    if not slides:
        # Without the list, the slides as they stand.
        slides = [
            _Listed(record.start - 8, 0, []) for record in records(stream, 0, len(stream)) if record.kind == _SLIDE
        ]
    if not slides:
        raise NotRead(BROKEN)
    notes = (
        {note.number: note for note in _listed(stream, lists[_OF_NOTES], places, fonts)} if _OF_NOTES in lists else {}
    )
    return [_slide(stream, slide, notes, fonts) for slide in slides]


def saved_places(stream: bytes, edit: int) -> tuple[dict[int, int], int]:
    """Return the places of the records that edits saved, the last of each, and the number of the document's."""
    places: dict[int, int] = {}
    document = 0
    for _ in range(_MOST_EDITS):
        record = next(records(stream, edit, len(stream)), None) if edit or not places else None
        if record is None or record.kind != _EDIT:
            break
        if record.end - record.start >= _LOCKED_EDIT_BYTES:
            raise NotRead(LOCKED)
        before, directory, number = struct.unpack_from("<III", stream[record.start : record.end].ljust(28, b"\0"), 8)
        document = document or number
        for saved in records(stream, directory, len(stream)):
            if saved.kind == _DIRECTORY:
                _add_places(stream[saved.start : saved.end], places)
            break
        # An earlier edit stands before.
        if not before or before >= edit:
            break
        edit = before
    return places, document


def _add_places(data: bytes, places: dict[int, int]) -> None:
    at = 0
    while at + 4 <= len(data):
        head = int.from_bytes(data[at : at + 4], "little")
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        for number in range(count):
            if at + 4 > len(data):
                return
            places.setdefault(first + number, int.from_bytes(data[at : at + 4], "little"))
            at += 4


def records(stream: bytes, start: int, end: int) -> Iterator[_Record]:
    """Yield the records from one place to another, without those inside them."""
    at = start
    while at + 8 <= end:
        head, kind, length = struct.unpack_from("<HHI", stream, at)
        last = min(at + 8 + length, end)
        yield _Record(kind, head >> 4, at + 8, last, head & 0xF == 0xF)  # noqa: PLR2004  # the mark of a container
        at += 8 + length


def _within(stream: bytes, record: _Record) -> Iterator[_Record]:
    return records(stream, record.start, record.end)


def _all(stream: bytes, record: _Record, kinds: set[int], depth: int = 0) -> Iterator[_Record]:
    """Yield the records of some kinds at any depth, without those inside them."""
    for child in _within(stream, record):
        if child.kind in kinds:
            yield child
        elif child.is_container and depth < _DEEPEST:
            yield from _all(stream, child, kinds, depth + 1)


def _listed(stream: bytes, listing: _Record, places: dict[int, int], fonts: _Fonts) -> Iterator[_Listed]:
    """Yield the slides, or the notes, that the document lists, each with the texts of its placeholders."""
    slide: _Listed | None = None
    kind, text = 0, ""
    for record in _within(stream, listing):
        data = stream[record.start : record.end]
        if record.kind == _PERSIST and len(data) >= 16:  # noqa: PLR2004  # its bytes
            if slide is not None:
                yield slide
            reference, _, _, number = struct.unpack_from("<IIiI", data)
            slide = _Listed(places.get(reference, len(stream)), number, [])
        elif record.kind == _HEADER:
            kind = int.from_bytes(data[:4], "little")
        elif record.kind in {_CHARACTERS, _BYTES} and slide is not None:
            text = _decoded(record.kind, data)
            slide.texts.append(Text(kind, _paragraphs(text)))
        elif record.kind == _STYLES and slide is not None and slide.texts:
            slide.texts[-1] = slide.texts[-1]._replace(paragraphs=_paragraphs(set_flat(text, data, fonts)))
    if slide is not None:
        yield slide


def _slide(stream: bytes, listed: _Listed, notes: dict[int, _Listed], fonts: _Fonts) -> SlideText:
    record = next(records(stream, listed.place, len(stream)), None)
    if record is None or record.kind != _SLIDE:
        return SlideText(listed.texts)
    texts = list(_shape_texts(stream, record, listed.texts, fonts))
    number = 0
    for atom in _within(stream, record):
        if atom.kind == _SLIDE_ATOM:
            number = int.from_bytes(stream[atom.start + 16 : atom.start + 20], "little")
    return SlideText(texts, _notes(stream, notes.get(number), fonts))


def _notes(stream: bytes, listed: _Listed | None, fonts: _Fonts) -> list[str]:
    record = next(records(stream, listed.place, len(stream)), None) if listed else None
    if listed is None or record is None or record.kind != _NOTES:
        return []
    return [text for part in _shape_texts(stream, record, listed.texts, fonts) for text in part.paragraphs]


def _shape_texts(stream: bytes, record: _Record, outline: list[Text], fonts: _Fonts) -> Iterator[Text]:
    """Yield the texts of the shapes of a slide from top to bottom; those of no shape come first."""
    shapes: list[tuple[bool, int, int, int, Text]] = []
    used = set()
    for shape in _shapes(stream, record):
        place, text, number, is_of_master = (_table if shape.kind == _GROUP else _shape)(stream, shape, fonts)
        if number is not None and number < len(outline):
            used.add(number)
            text = outline[number]
        if text is not None and not is_of_master:
            shapes.append((text.kind not in {TITLE, CENTRE_TITLE}, *place, len(shapes), text))
    yield from (text for number, text in enumerate(outline) if number not in used)
    yield from (text for *_, text in sorted(shapes, key=lambda shape: shape[:4]))


def _shapes(stream: bytes, record: _Record, depth: int = 0) -> Iterator[_Record]:
    """Yield the shapes at any depth, and the groups that are tables."""
    for child in _within(stream, record):
        if child.kind == _SHAPE or (child.kind == _GROUP and _is_table(stream, child)):
            yield child
        elif child.is_container and depth < _DEEPEST:
            yield from _shapes(stream, child, depth + 1)


def _is_table(stream: bytes, group: _Record) -> bool:
    """Whether the first shape of a group, which is the group's own, says that it is a table."""
    first = next(_within(stream, group), None)
    for record in _within(stream, first) if first is not None and first.kind == _SHAPE else ():
        data = stream[record.start : record.end] if record.kind == _MORE_PROPERTIES else b""
        properties = struct.iter_unpack("<HI", data[: min(record.instance, len(data) // 6) * 6])
        if any(kind & 0x3FFF == _TABLE_PROPERTY and value & 1 for kind, value in properties):
            return True
    return False


def _table(stream: bytes, group: _Record, fonts: _Fonts) -> _Shape:
    """Return the place of a table, and its rows as a text."""
    place = (0, 0)
    cells: dict[tuple[int, int], list[str]] = {}
    for shape in _within(stream, group):
        shape_place, text, _, _ = _shape(stream, shape, fonts)
        place = max(place, shape_place) if shape_place != (0, 0) else place
        anchor = next((x for x in _within(stream, shape) if x.kind == _CHILD_ANCHOR), None)
        if text is not None and anchor is not None and anchor.end - anchor.start >= 16:  # noqa: PLR2004  # its bytes
            left, top = struct.unpack_from("<ii", stream, anchor.start)
            cells[top, left] = text.paragraphs
    columns = sorted({left for _, left in cells})
    rows = [[cells.get((top, left), []) for left in columns] for top in sorted({top for top, _ in cells})]
    lines = [piece.text for piece in table_pieces(rows)] if rows else []
    return place, Text(TABLE, lines) if lines else None, None, False


def _shape(stream: bytes, shape: _Record, fonts: _Fonts) -> _Shape:
    """Return the top and the left of a shape, its text or the number of that, and whether it is of the master."""
    place, text, number = (0, 0), None, None
    is_of_master = False
    kind, words = 4, ""
    for record in _all(stream, shape, {_ANCHOR, _PLACEHOLDER, _HEADER, _CHARACTERS, _BYTES, _STYLES, _OUTLINE}):
        data = stream[record.start : record.end]
        if record.kind == _ANCHOR and len(data) >= 8:  # noqa: PLR2004  # its bytes
            top, left = struct.unpack_from("<hh", data)
            # Shapes whose tops are half a centimetre apart or less stand in one row.
            place = (top // 100, left)
        elif record.kind == _PLACEHOLDER:
            is_of_master = data[4:5] != b"" and data[4] in _OF_MASTER
        elif record.kind == _HEADER:
            kind = int.from_bytes(data[:4], "little")
        elif record.kind == _OUTLINE:
            number = int.from_bytes(data[:4], "little")
        elif record.kind in {_CHARACTERS, _BYTES}:
            words = _decoded(record.kind, data)
            text = Text(kind, _paragraphs(words))
        elif record.kind == _STYLES and text is not None:
            text = Text(kind, _paragraphs(set_flat(words, data, fonts)))
    return place, text, number, is_of_master


def _font_name(stream: bytes, font: _Record) -> str:
    name = stream[font.start : min(font.start + _FONT_NAME_BYTES, font.end)]
    return name.decode("utf-16-le", "replace").partition("\0")[0]


def _decoded(kind: int, data: bytes) -> str:
    return data.decode("utf-16-le", "replace") if kind == _CHARACTERS else data.decode("latin-1")


def _paragraphs(text: str) -> list[str]:
    lines = (line.replace("\v", "\n").strip("\0 \n") for line in shown(text).split("\r"))
    return [line for line in lines if line.strip("* ")]
