"""Small PDFs, written by hand: lines of text at their places, in fonts that every reader has."""

import random
import zlib
from collections.abc import Sequence
from typing import NamedTuple

_WIDTHS = (
    *(
        278,
        278,
        355,
        556,
        556,
        889,
        667,
        191,
        333,
        333,
        389,
        584,
        278,
        333,
        278,
        278,
        *([556] * 10),
        278,
        278,
        584,
        584,
    ),
    *(
        584,
        556,
        1015,
        667,
        667,
        722,
        722,
        667,
        611,
        778,
        722,
        278,
        500,
        667,
        556,
        833,
        722,
        778,
        667,
        778,
        722,
        667,
        611,
    ),
    *(
        722,
        667,
        944,
        667,
        667,
        611,
        278,
        278,
        278,
        469,
        556,
        333,
        556,
        556,
        500,
        556,
        556,
        278,
        556,
        556,
        222,
        222,
        500,
    ),
    *(222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Courier")


class Text(NamedTuple):
    """A line of text that begins at a place of a page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    operators: str = ""


def width(text: str, size: float) -> float:
    """Return how wide Helvetica sets a text."""
    return sum(_WIDTHS[ord(letter) - 32] if 32 <= ord(letter) < 127 else 556 for letter in text) * size / 1000


def wrapped(text: str, room: float, size: float = 10) -> list[str]:
    """Return the lines of a text that is set in a column so wide."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def column(text: str, x: float, y: float, room: float, *, size: float = 10, leading: float = 12) -> list[Text]:
    """Return the lines of a column from a height downwards; a blank line parts two paragraphs, and indents the next."""
    lines: list[Text] = []
    for number, paragraph in enumerate(text.split("\n\n")):
        indent = 12 if number else 0
        first, *others = wrapped(paragraph, room - indent, size)
        rest = wrapped(" ".join(others), room, size)
        for place, line in enumerate([first, *rest]):
            lines.append(Text(x + (0 if place else indent), y, line, size))
            y -= leading
    return lines


def pdf_of(
    pages: Sequence[Sequence[Text]],
    *,
    info: dict[str, str] | None = None,
    box: tuple[float, float] = (595, 842),
    rotate: int = 0,
    catalog: str = "",
    resources: str = "",
    objects: Sequence[bytes] = (),
    drawn: Sequence[str] = (),
) -> bytes:
    """Return a PDF of pages of text; `drawn` is what a page draws before its text, `objects` come after the fonts."""
    fonts = [f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode() for name in FONTS]
    first = 4 + len(fonts) + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    names = " ".join(f"/F{number} {4 + number} 0 R" for number in range(len(fonts)))
    parts = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(),
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<<" + b"".join(b"/" + k.encode() + _string(v) for k, v in (info or {}).items()) + b">>",
        *fonts,
        *objects,
    ]
    for number, page in enumerate(pages):
        turned = f"/Rotate {rotate}" if rotate else ""
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {box[0]} {box[1]}]{turned}/Contents {first + 2 * number + 1} 0 R"
            f"/Resources<</Font<<{names}>>{resources}>>>>".encode()
        )
        before = drawn[number].encode() + b"\n" if number < len(drawn) else b""
        content = before + b"\n".join(map(_drawn, page))
        packed = zlib.compress(content)
        head = f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
        parts.append(head + packed + b"\nendstream")
    return _file(parts)


def _drawn(text: Text) -> bytes:
    font = f"/F{int(text.bold)} {text.size:g} Tf"
    place = text.operators or f"1 0 0 1 {text.x:g} {text.y:g} Tm"
    return f"BT {font} {place} ".encode() + _string(text.text, "cp1252") + b" Tj ET"


def _string(text: str, encoding: str = "utf-16") -> bytes:
    data = text.encode(encoding)
    if encoding == "utf-16":
        data = b"\xfe\xff" + text.encode("utf-16-be")
    return b"<" + data.hex().encode() + b">"


def _file(parts: Sequence[bytes]) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + part + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    start = len(data)
    data += f"xref\n0 {len(parts) + 1}\n".encode() + b"0000000000 65535 f \n" + table
    return data + f"trailer<</Size {len(parts) + 1}/Root 1 0 R/Info 3 0 R>>\nstartxref\n{start}\n%%EOF".encode()


_WHO = ("The clerks", "Two divers", "A surveyor", "The port council", "Her deputy", "Several pilots", "Our auditor")
_DID = ("recorded", "questioned", "repaired", "postponed", "described", "approved", "measured", "abandoned")
_WHAT = (
    "the northern breakwater",
    "a fleet of barges",
    "the tide tables",
    "an old lighthouse",
    "the dredging contract",
)
_WHEN = (
    "before the winter storms reached the coast",
    "although the harbour master had warned them twice",
    "because the river had silted up again",
    "while the ferries waited outside the mole",
    "after a long argument about the cost of stone",
)


def sentences(seed: int, count: int) -> list[str]:
    """Return sentences that another seed does not give, of words that every language model has seen."""
    chance = random.Random(seed)  # noqa: S311  # no secrets
    return [
        f"{chance.choice(_WHO)} {chance.choice(_DID)} {chance.choice(_WHAT)} on pier {seed} for the {number}th time"
        f" {chance.choice(_WHEN)}."
        for number in range(1, count + 1)
    ]
