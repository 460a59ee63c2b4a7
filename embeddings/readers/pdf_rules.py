"""The straight lines that a page of a PDF draws, across it and down it: the rules of its tables and frames.

Programs draw a rule as a line, as the side of a box, or as a box that is filled and thin.
"""

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

# A rule is so many points thick at most, and so many points long at least.
THICKEST, SHORTEST = 3.0, 5.0
# The ends of a rule stray from its direction by so many points at most.
SLANT = 0.5
# A page of more things than this, or a path of more points, is a drawing, and its rules part no text.
MOST_OBJECTS, MOST_POINTS = 20_000, 1_000
MOST_RULES = 3_000

Point = tuple[float, float]


class Rule(NamedTuple):
    """A straight line with its box in PDF points, y upwards; `angle` is as of words, and 0 for all rules."""

    left: float
    bottom: float
    right: float
    top: float
    angle: int = 0


def rules_of(page: Any) -> list[Rule]:
    """Return the rules that a page draws, given its raw FPDF_PAGE; none of a page that is a drawing."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    if count > MOST_OBJECTS:
        return []
    rules: list[Rule] = []
    for number in range(count):
        drawn = pdfium.FPDFPage_GetObject(page, number)
        if pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        rules.extend(_rules_of_path(drawn))
        if len(rules) > MOST_RULES:
            return []
    return rules


def _rules_of_path(path: Any) -> Iterator[Rule]:
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if pdfium.FPDFPath_CountSegments(path) > MOST_POINTS or not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    for points in _outlines(path):
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        bottom, top = min(y for _, y in points), max(y for _, y in points)
        if min(right - left, top - bottom) <= THICKEST:
            if max(right - left, top - bottom) >= SHORTEST and (fill.value or stroke.value):
                yield Rule(left, bottom, right, top)
        elif stroke.value:
            yield from _sides(points)


def _outlines(path: Any) -> Iterator[list[Point]]:
    """Yield the points of each run of straight lines of a path, as the page shows them."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for number in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            # Another begins, or a curve goes on.
            if len(points) > 1:
                yield points
            points = []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _sides(points: Sequence[Point]) -> Iterator[Rule]:
    """Yield the sides of an outline that go across the page or down it."""
    for (x, y), (other_x, other_y) in pairwise(points):
        wide, high = abs(x - other_x), abs(y - other_y)
        if min(wide, high) <= SLANT and max(wide, high) >= SHORTEST:
            yield Rule(min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))
