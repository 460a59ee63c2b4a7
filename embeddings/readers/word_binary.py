"""The text of Word files before 2007 (.doc): paragraphs with what they are, notes and boxes, by [MS-DOC].

Word keeps the text as pieces, and beside it runs of properties, which tell what was removed or is hidden, what is a
heading, an item, or the end of a cell or a row. Word 6 and 95 keep them otherwise; of those only the text is read.
"""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from embeddings.readers.content import NotRead
from embeddings.readers.contents_lists import names_page
from embeddings.readers.docx_numbers import BULLET, Numbering
from embeddings.readers.docx_runs import RAISED_CHARACTERS
from embeddings.readers.merged_cells import Edge
from embeddings.readers.office_package import LOCKED
from embeddings.readers.raised import CONTEXT, lowered, raised
from embeddings.readers.symbol_fonts import is_symbol_font, shown
from embeddings.readers.word_fields import words_of_code
from embeddings.readers.word_lists import numbering_of
from embeddings.readers.word_pieces import BROKEN, Text, font_names, joined, long, pieces_of, short
from embeddings.readers.word_properties import (
    CONTENTS,
    TITLE,
    Has,
    Runs,
    character_runs,
    early_encoding,
    paragraph_runs,
    styles_among,
)

_NEW, _EARLIER = 0xA5EC, 0xA5DC
# The FIB's flags and places, which [MS-DOC] 2.5 lists.
_COMPLEX, _ENCRYPTED, _SECOND_TABLE = 0x0004, 0x0100, 0x0200
_LENGTHS, _EARLIER_LENGTHS = 0x4C, 0x34
_PIECES, _EARLIER_PIECES, _LISTS, _USES = 0x1A2, 0x160, 0x2E2, 0x2EA
_PLACES = {"fonts": 0x112, "characters": 0xFA, "paragraphs": 0x102, "styles": 0xA2}
_NOTES = {"footnote": (0xAA, 0xB2), "endnote": (0x20A, 0x212)}
_WORD_97 = 0xC1
_HIDDEN, _PLAIN, _RAISED = range(3)  # how a character is seen


class Paragraph(NamedTuple):
    """A paragraph: its text, where it ends in the document, what ends it, and its properties."""

    text: str
    # "\r" for a paragraph, "\x07" for a cell or, with properties that say so, a row.
    ending: str = "\r"
    level: int | None = None
    is_title: bool = False
    # Its sign or number in a list.
    mark: str = ""
    is_in_table: bool = False
    ends_row: bool = False
    # The notes that it refers to: their kinds and places among those of the kind.
    notes: tuple[tuple[str, int], ...] = ()
    # Of the end of a row its cells.
    cells: tuple[Edge, ...] = ()
    is_of_contents: bool = False


@dataclass
class WordText:
    """What a file holds: its paragraphs, those of each note by its kind and place, those of boxes, and of heads."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[tuple[str, int], list[Paragraph]] = field(default_factory=dict)
    boxes: list[Paragraph] = field(default_factory=list)
    heads_and_feet: list[str] = field(default_factory=list)
    # The words that are left out since they are struck through.
    struck: list[str] = field(default_factory=list)


def read_word(stream: bytes, tables: tuple[bytes, bytes]) -> WordText:
    """Return the text of a file, given its stream of text and its two of properties. Raises NotRead."""
    if len(stream) < _PIECES + 8 or short(stream, 0) not in {_NEW, _EARLIER}:
        raise NotRead(BROKEN)
    flags = short(stream, 0x0A)
    if flags & _ENCRYPTED:
        raise NotRead(LOCKED)
    if short(stream, 2) < _WORD_97 or short(stream, 0) == _EARLIER:
        return _read_earlier(stream, is_complex=bool(flags & _COMPLEX))
    table = tables[1 if flags & _SECOND_TABLE else 0]
    lengths = [long(stream, _LENGTHS + 4 * at) for at in range(8)]
    text = joined(stream, pieces_of(_slice(stream, table, _PIECES)))
    fonts = font_names(_slice(stream, table, _PLACES["fonts"]))
    struck: list[str] = []
    signs: list[tuple[int, int, str, int]] = []
    for start, end, has in character_runs(stream, _slice(stream, table, _PLACES["characters"])):
        if has.is_hidden or has.is_struck or has.raised:
            words = text.show(start, end, _HIDDEN if has.is_hidden or has.is_struck else _PLAIN + has.raised)
            struck += [words.strip("\r\x07 ")] if has.is_struck and not has.is_hidden else []
        font = fonts[has.font] if 0 <= has.font < len(fonts) else ""
        if has.sign or is_symbol_font(font):
            signs.append((start, end, font, has.sign))
    text = text.with_signs(signs)
    runs = paragraph_runs(stream, _slice(stream, table, _PLACES["paragraphs"]))
    styles = _slice(stream, table, _PLACES["styles"])
    titles, contents = styles_among(styles, TITLE), styles_among(styles, CONTENTS)
    references = {
        place: (kind, number)
        for kind, (at, _) in _NOTES.items()
        for number, place in enumerate(_plc_places(_slice(stream, table, at), 2))
    }
    word = _parted(
        text, lengths, _Properties(runs, titles, _numbering(stream, table), references, contents), stream, table
    )
    return replace(word, struck=[*filter(None, struck)])


class _Properties(NamedTuple):
    runs: Runs
    titles: set[int]
    numbering: Numbering
    # The notes that are referred to, by the places of their marks.
    references: dict[int, tuple[str, int]]
    # The styles of lists of contents.
    contents: set[int]


def _parted(text: Text, lengths: list[int], properties: _Properties, stream: bytes, table: bytes) -> WordText:
    """Return the parts of the text: the body, footnotes, heads and feet, (macros), comments, endnotes, boxes."""
    starts = [0]
    for length in lengths:
        starts.append(min(starts[-1] + length, len(text.characters)))
    word = WordText(_paragraphs(text, starts[0], starts[1], properties))
    for kind, first in (("footnote", starts[1]), ("endnote", starts[5])):
        places = _plc_places(_slice(stream, table, _NOTES[kind][1]), 0)
        for number, (start, end) in enumerate(pairwise(places)):
            last = starts[2] if kind == "footnote" else starts[6]
            word.notes[kind, number] = _paragraphs(text, first + start, min(first + end, last), properties)
    word.heads_and_feet = [x.text for x in _paragraphs(text, starts[2], starts[3], properties) if x.text]
    word.boxes = _paragraphs(text, starts[6], starts[7], properties)
    return word


def _paragraphs(text: Text, start: int, end: int, properties: _Properties) -> list[Paragraph]:
    paragraphs = []
    begin = start
    for at in range(start, end):
        if text.characters[at] not in "\r\x07\x0c" and at + 1 < end:
            continue
        ending = "\x07" if text.characters[at] == "\x07" else "\r"
        has = properties.runs.at(text.place(at))
        line, notes = _line(text, begin, at + 1, properties.references)
        is_title = has.style in properties.titles
        is_in_table = has.is_in_table or ending == "\x07"
        mark = _mark(properties.numbering, has) if line else ""
        in_contents = has.style in properties.contents and names_page(line)
        paragraphs.append(
            Paragraph(line, ending, has.level, is_title, mark, is_in_table, has.ends_row, notes, has.cells, in_contents)
        )
        begin = at + 1
    return paragraphs


def _mark(numbering: Numbering, has: Has) -> str:
    """Return the sign or number of a paragraph in a list; of a list that the file does not describe a bullet."""
    number = str(has.list_number)
    if not has.list_number:
        return ""
    return numbering.mark(number, has.list_level) if numbering.has(number) else BULLET


def _line(
    text: Text, start: int, end: int, references: dict[int, tuple[str, int]]
) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Return a paragraph without what is hidden and without the codes of fields, and the notes that it refers to."""
    parts: list[str] = []
    notes = []
    level, first = _PLAIN, 0
    # Of each field around, where its code begins; -1 where its result is read.
    codes: list[int] = []
    for at in range(start, end):
        sign = text.characters[at]
        if sign == "\x13":
            codes.append(at)
        elif sign == "\x14" and codes:
            codes[-1] = -1
        elif sign == "\x15" and codes:
            begin = codes.pop()
            if begin >= 0 and text.seen[at] and max(codes, default=-1) < 0:
                parts.append(words_of_code(text.characters[begin + 1 : at]))
        elif text.seen[at] and (not codes or max(codes) < 0):
            if text.seen[at] != level:
                _set_level(parts, first, level)
                level, first = text.seen[at], len(parts)
            if sign == "\x02" and at in references:
                notes.append(references[at])
                parts.append(f"[{references[at][1] + 1}]")
            else:
                parts.append(_SIGNS.get(sign, sign))
    _set_level(parts, first, level)
    line = "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return shown(line).strip(), tuple(notes)


def _set_level(parts: list[str], first: int, level: int) -> None:
    """Set raised or lowered letters flat, from the first of them to the end, with the sign by which they read."""
    words = "".join(parts[first:])
    if level != _PLAIN and len(words) <= RAISED_CHARACTERS and not words.startswith("["):
        before = "".join(parts[max(0, first - CONTEXT) : first])
        parts[first:] = [raised(before, words, "", linked=False) if level == _RAISED else lowered(before, words)]


_SIGNS = {
    "\x0b": "\n",
    "\x1e": "-",
    "\t": "\t",
    "\n": "\n",
    **{chr(code): "" for code in (*range(9), *range(12, 30), 31)},
}


def _read_earlier(stream: bytes, *, is_complex: bool) -> WordText:
    """Read a file of Word 6 or 95, whose letters are bytes and whose rows end with two marks of a cell."""
    encoding = early_encoding(short(stream, 6), short(stream, 0x14))
    lengths = [long(stream, _EARLIER_LENGTHS + 4 * at) for at in range(3)]
    if is_complex:
        start, length = long(stream, _EARLIER_PIECES), long(stream, _EARLIER_PIECES + 4)
        pieces = [
            (count, place // 2 if is_narrow else place)
            for count, place, is_narrow in pieces_of(stream[start : start + length])
        ]
    else:
        pieces = [(sum(lengths), long(stream, 0x18))]
    data = b"".join(stream[place : place + count] for count, place in pieces if count <= len(stream))
    characters = data.decode("cp1252" if encoding in {"cp932", "cp949"} else encoding, "replace")
    text = Text(characters, [0], [(0, 1)], bytearray(b"\1" * len(characters)))
    body = min(lengths[0], len(characters))
    none = _Properties(Runs([]), set(), Numbering(None), {}, set())
    paragraphs = _paragraphs(text, 0, body, none)
    rows = [
        part._replace(ends_row=part.ending == "\x07" and not part.text and before.ending == "\x07")
        for before, part in zip([Paragraph(""), *paragraphs], paragraphs, strict=False)
    ]
    notes = _paragraphs(text, body, min(body + lengths[1], len(characters)), none)
    return WordText(rows, {("endnote", number): [note] for number, note in enumerate(notes) if note.text})


def _slice(stream: bytes, table: bytes, at: int) -> bytes:
    """Return the part of the properties of which the place and the length stand in the stream."""
    start, length = long(stream, at), long(stream, at + 4)
    return table[start : start + length]


def _numbering(stream: bytes, table: bytes) -> Numbering:
    start, length = long(stream, _LISTS), long(stream, _LISTS + 4)
    return numbering_of(table, (start, start + length), _slice(stream, table, _USES)) if length else Numbering(None)


def _plc_places(data: bytes, width: int) -> list[int]:
    """Return the places that a list of places, with so many bytes for each but the last, holds."""
    count = max(0, (len(data) - 4) // (4 + width)) if data else 0
    return [long(data, 4 * number) for number in range(count + (width == 0 and bool(data)))]
