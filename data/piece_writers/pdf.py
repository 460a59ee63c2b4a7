"""A PDF of two columns, by hand: Times and Helvetica as every reader has them, lines broken by Times' widths."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from piece_writers.sources import Block, Piece, byline

WIDTH, HEIGHT, MARGIN, GUTTER = 595, 842, 68, 22
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2
SIZE, LEADING = 11, 15.5
FOOT = 84
SOFT_HYPHEN = "\u00ad"
# The widths of Times-Roman in thousandths of its size, of the characters from the space to the tilde.
_WIDTHS = (
    *(250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278),
    *(500,) * 10,
    *(278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722),
    *(556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444),
    *(333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444),
    *(480, 200, 480, 541),
)
_OTHER_WIDTHS = {"’": 333, "‘": 333, "“": 444, "”": 444, "–": 500, "—": 1000, "·": 250}


class Line(NamedTuple):
    """A line of a column: its font, its words, how much each of its spaces is widened, and the space above it."""

    font: str
    text: str
    widening: float = 0.0
    above: float = 0.0


def two_column_pdf(piece: Piece) -> bytes:
    """Return a piece as a PDF with a running head and page numbers; the title is above both columns of page 1."""
    lines = [line for block in piece.blocks for line in _lines(block)]
    pages: list[str] = []
    while lines:
        top = HEIGHT - (190 if not pages else 92)
        columns, lines = _columns(lines, top - FOOT)
        pages.append(_page(piece, columns, top, len(pages) + 1))
    return _file(piece, pages)


def _width(text: str) -> float:
    return sum(_OTHER_WIDTHS[x] if x in _OTHER_WIDTHS else _WIDTHS[ord(x) - 32] for x in text) * SIZE / 1000


def _lines(block: Block) -> Iterator[Line]:
    """Yield the lines of a block; a word is parted only where the source has a soft hyphen."""
    if block.kind == "heading":
        yield Line("F2", block.text, above=LEADING * 0.6)
        return
    words, above = block.text.split(" "), LEADING * 0.35
    while words:
        taken, rest = _taken(words)
        text = " ".join(taken).replace(SOFT_HYPHEN, "")
        spaces = text.count(" ")
        widening = (COLUMN - _width(text)) / spaces if rest and spaces else 0.0
        yield Line("F1", text, widening, above)
        words, above = rest, 0.0


def _taken(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words that fit into a line, and the rest."""
    taken: list[str] = []
    for at, word in enumerate(words):
        before = " ".join(taken).replace(SOFT_HYPHEN, "")
        joint = " " if taken else ""
        if _width(before + joint + word.replace(SOFT_HYPHEN, "")) <= COLUMN:
            taken.append(word)
            continue
        parts = word.split(SOFT_HYPHEN)
        for count in range(len(parts) - 1, 0, -1):
            start = "".join(parts[:count])
            if _width(f"{before}{joint}{start}-") <= COLUMN:
                return [*taken, f"{start}-"], [SOFT_HYPHEN.join(parts[count:]), *words[at + 1 :]]
        return taken, list(words[at:])
    return taken, []


def _height(lines: Sequence[Line]) -> float:
    return sum(LEADING + line.above for line in lines)


def _columns(lines: list[Line], height: float) -> tuple[list[list[Line]], list[Line]]:
    """Return the two columns of a page, and the lines that are left; on the last page both are equally long."""
    if _height(lines) < 2 * height:
        height = min(height, _height(lines) / 2 + LEADING)
    columns = []
    for _ in range(2):
        count = 0
        while count < len(lines) and _height(lines[: count + 1]) <= height:
            count += 1
        # A heading is not the last line of a column.
        while count < len(lines) and count and lines[count - 1].font == "F2":
            count -= 1
        columns.append(lines[:count])
        lines = lines[count:]
    return columns, lines


def _page(piece: Piece, columns: Sequence[Sequence[Line]], top: float, number: int) -> str:
    """Return what is drawn on a page."""
    drawn = [_words("F2", 8, (MARGIN, HEIGHT - 48), piece.running), _words("F1", 9, (WIDTH / 2 - 2, 44), str(number))]
    drawn.append(f"0.5 w {MARGIN} {HEIGHT - 56} m {WIDTH - MARGIN} {HEIGHT - 56} l S")
    if number == 1:
        start, end = _halves(piece.title)
        drawn += [_words("F3", 19, (MARGIN, HEIGHT - 96), start), _words("F3", 19, (MARGIN, HEIGHT - 120), end)]
        drawn.append(_words("F4", 10.5, (MARGIN, HEIGHT - 146), byline(piece)))
    for column, lines in enumerate(columns):
        x, y = MARGIN + column * (COLUMN + GUTTER), top
        for line in lines:
            y -= LEADING + (0 if y == top else line.above)
            drawn.append(_words(line.font, SIZE, (x, y), line.text, line.widening))
    return "\n".join(drawn)


def _halves(title: str) -> tuple[str, str]:
    """Return a title as two lines: its words after the colon stand on the second."""
    start, colon, end = title.partition(": ")
    return start + colon.strip(), end


def _words(font: str, size: float, at: tuple[float, float], text: str, widening: float = 0.0) -> str:
    x, y = at
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {widening:.3f} Tw {x:.2f} {y:.2f} Td ({escaped}) Tj ET"


def _file(piece: Piece, pages: Sequence[str]) -> bytes:
    """Return the file: catalogue, page tree, fonts, properties, then each page and what is drawn on it."""
    fonts = ("Times-Roman", "Helvetica-Bold", "Times-Bold", "Times-Italic")
    names = " ".join(f"/F{number} {number + 2} 0 R" for number in range(1, len(fonts) + 1))
    first = len(fonts) + 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 {WIDTH} {HEIGHT}] >>".encode(),
    ]
    for font in fonts:
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>".encode())
    day = f"(D:{piece.moment:%Y%m%d%H%M%S}Z)".encode()
    title, author = _text(piece.title), _text(piece.author)
    objects.append(
        b"<< /Title " + title + b" /Author " + author + b" /CreationDate " + day + b" /ModDate " + day + b" >>"
    )
    for number, drawn in enumerate(pages):
        stream = drawn.encode("cp1252")
        content = first + 2 * number + 1
        page = f"<< /Type /Page /Parent 2 0 R /Resources << /Font << {names} >> >> /Contents {content} 0 R >>"
        objects += [page.encode(), f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"]
    return _numbered(objects, info=first - 1)


def _text(text: str) -> bytes:
    """Return a text as PDF properties hold it: UTF-16 in figures."""
    return b"<" + (b"\xfe\xff" + text.encode("utf-16-be")).hex().upper().encode() + b">"


def _numbered(objects: Sequence[bytes], info: int) -> bytes:
    data = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R /Info {info} 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()
