"""Places of phrases are compared with the truth, and what citations do not name is not."""

import pytest
from shared_places import is_there, plain, stand_in_a_row

from embeddings.documents import Document, Place


def _document(text: str, *places: tuple[str, str, str], member: str = "") -> Document:
    stands = tuple(Place(kind, name, text.index(part), text.index(part) + len(part)) for kind, name, part in places)
    return Document(id="a", path="a", text=text, sha256="", member=member, places=stands)


ROWS = _document("Port | Toll\n\nRiga | 88", ("row", "1", "Port | Toll"), ("row", "3", "Riga | 88"), member="Ports")
TALK = _document("They met. Then.", ("time", "00:00:03", "They met."), ("message", "2", "Then."))
PART = _document("Riga.", ("section", "cell 4", "Riga."), member="message 5/a.eml")


@pytest.mark.parametrize(
    ("document", "text", "where", "kind", "expected"),
    [
        (ROWS, "Riga", "Ports!row 3", "xlsx", True),
        (ROWS, "Riga", "row 3", "csv", True),
        (ROWS, "Riga", "row 1", "csv", False),
        (ROWS, "Riga", "Others!row 3", "xlsx", False),
        (TALK, "They met.", "00:03.500 --> 00:07.000 A:start", "subtitle", True),
        (TALK, "They met.", "00:00:04,500 --> 00:00:07,000", "subtitle", False),
        (TALK, "Then.", "message 2, Subject: None", "mbox", True),
        (PART, "Riga.", "message 5, Subject: a", "mbox", True),
        (PART, "Riga.", "message 6, Subject: a", "mbox", False),
        (PART, "Riga.", "cell 3", "ipynb", True),
        (PART, "Riga.", "message 5/a.eml", "archive", True),
        (PART, "Riga.", "body", "eml", False),
        (PART, "Riga.", "part a.eml", "eml", True),
        (PART, "Riga.", "body", "html", None),
    ],
)
def test_a_phrase_stands_where_the_truth_says_or_does_not(
    document: Document, text: str, where: str, kind: str, expected: bool | None
) -> None:
    assert is_there([document], text, where, kind) is expected


def test_a_sheet_without_a_name_is_the_one_that_is_meant() -> None:
    assert is_there([_document("Riga", ("row", "1", "Riga"))], "Riga", "Sheet1!row 1", "xls")


def test_values_stand_in_one_row_or_not() -> None:
    assert stand_in_a_row([ROWS], "Riga", ["88"])
    assert not stand_in_a_row([ROWS], "Riga", ["Toll"])


def test_texts_are_compared_without_what_is_not_seen() -> None:
    assert plain("Eﬃ\u00adcient\u200b  \n words\u202c") == "Efficient words"
