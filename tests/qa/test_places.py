import pytest

from embeddings.documents import Document, Place
from qa.places import place_line, places_of


def document(*places: Place) -> Document:
    return Document(id="a", path="/a", text="x" * 100, sha256="0" * 64, places=places)


@pytest.mark.parametrize(
    ("places", "line"),
    [
        ([], ""),
        ([Place("page", "12", 0, 20)], "p. 12"),
        ([Place("page", "12", 0, 12), Place("page", "13", 12, 40)], "pp. 12–13"),
        ([Place("page", "12", 0, 10), Place("page", "13", 20, 40)], ""),
        ([Place("row", "4211", 8, 20), Place("sheet", "Budget", 0, 100)], "sheet Budget, row 4,211"),
        ([Place("row", "A-7", 8, 20)], "row A-7"),
        ([Place("time", "00:12:31", 8, 12), Place("time", "00:12:40", 12, 20)], "00:12:31"),
        ([Place("section", "Findings", 0, 100), Place("section", "Boats", 5, 60)], "Boats"),
        ([Place("chapter", "The sea", 0, 50), Place("page", "3", 0, 50)], "The sea, p. 3"),
        ([Place("slide", "3", 0, 30)], "slide 3"),
        ([Place("paragraph", "4", 0, 30)], "para. 4"),
        ([Place("line", "21–30", 0, 30)], "lines 21–30"),
        ([Place("section", "1999–2004", 0, 30), Place("line", "7", 0, 30)], "1999–2004, line 7"),
        ([Place("message", "7", 0, 30), Place("line", "2", 0, 11), Place("line", "3", 11, 30)], "message 7, lines 2–3"),
    ],
)
def test_a_place_is_named_in_words(places: list[Place], line: str) -> None:
    assert place_line(places_of(document(*places), 10, 20)) == line
