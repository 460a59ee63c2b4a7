"""Where in a document something stands, in words: "p. 12", "sheet Budget, row 4,211", "00:12:31"."""

from collections.abc import Sequence
from itertools import groupby

from embeddings.documents import PLACE_KINDS, Document, Place

# How a citation writes one place of a kind, and a run of several; other kinds are named as they are.
_WORDS = {
    "message": ("message {}", "messages {}–{}"),
    "sheet": ("sheet {}", "sheets {} to {}"),
    "slide": ("slide {}", "slides {}–{}"),
    "page": ("p. {}", "pp. {}–{}"),
    "row": ("row {}", "rows {}–{}"),
    "paragraph": ("para. {}", "paras. {}–{}"),
    "line": ("line {}", "lines {}–{}"),
}
# Of these one may stand within another of its kind; the innermost at the beginning is named.
_NESTED = {"chapter", "section", "time"}


def places_of(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """Return the places of a document that [start, end) of its text stands in, the widest kinds first.

    Of chapters, sections and times it is the last that begins before; of other kinds all that it reaches over.
    """
    if not document.places:
        return ()
    touched = [place for place in document.places if place.start < end and start < place.end]
    kinds = {place.kind for place in touched}
    chosen: list[Place] = []
    for kind in filter(kinds.__contains__, PLACE_KINDS):
        of_kind = [place for place in touched if place.kind == kind]
        if kind in _NESTED:
            of_kind = [max((x for x in of_kind if x.start <= start), key=lambda x: x.start, default=of_kind[0])]
        chosen += of_kind
    return tuple(chosen)


def place_line(places: Sequence[Place]) -> str:
    """Return places, as `places_of` returns them, in the words of a citation; nothing where there are none."""
    if not places:
        return ""
    parts = []
    for kind, of_kind in groupby(places, key=lambda place: place.kind):
        names = list(dict.fromkeys(name for place in of_kind for name in _names(place)))
        alone, several = _WORDS.get(kind, ("{}", "{} to {}"))
        parts.append(alone.format(names[0]) if len(names) == 1 else several.format(names[0], names[-1]))
    return ", ".join(parts)


def _names(place: Place) -> list[str]:
    """Return the name of a place as it is written; of many lines that are one place, that of the first and the last."""
    if place.kind == "line":
        return place.name.split("–")
    is_number = place.kind == "row" and place.name.isascii() and place.name.isdigit()
    return [f"{int(place.name):,}" if is_number else place.name]
