"""Whether a phrase stands where the truth of the shared files says: its row, message, cell, time or member.

What a citation does not name is not compared: the file of a chapter inside a book, the element of a page.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from embeddings.documents import Document

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ROW = re.compile(r"(?:(?P<sheet>.*)!)?row (?P<name>\d+)")
# The truth counts the cells of notebooks from 0, people and citations from 1.
_CELL = re.compile(r"cell (?P<name>\d+)")
_MESSAGE = re.compile(r"message (?P<name>\d+), Subject: .*")
_TIME = re.compile(r"(?P<name>(?:\d\d:)?\d\d:\d\d)[.,]\d+ -->.*")


def plain(text: str) -> str:
    """Return a text as it is compared: NFKC, white space folded, nothing unseen."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)).split())


def is_there(documents: Sequence[Document], text: str, where: str, kind: str) -> bool | None:
    """Whether a plain text stands at a place of the documents of a file; None where no citation names such a place.

    `kind` is the format of the file as the truth names it.
    """
    if row := _ROW.fullmatch(where):
        those = [document for document in documents if row["sheet"] is None or _is_sheet(document, row["sheet"])]
        return _stands(those, text, "row", row["name"])
    if cell := _CELL.fullmatch(where):
        return _stands(documents, text, "section", f"cell {int(cell['name']) + 1}")
    if message := _MESSAGE.fullmatch(where):
        # What is attached to a message is a document whose name begins with it.
        inside = [document for document in documents if document.member.startswith(f"message {message['name']}/")]
        return _stands(documents, text, "message", message["name"]) or any(text in plain(x.text) for x in inside)
    if time := _TIME.fullmatch(where):
        return _stands(documents, text, "time", f"00:{time['name']}"[-len("00:00:00") :])
    if kind in {"eml", "msg", "archive"}:
        those = [document for document in documents if _is_member(document, where, kind)]
        return any(text in plain(document.text) for document in those)
    return None


def stand_in_a_row(documents: Sequence[Document], text: str, cells: Sequence[str]) -> bool:
    """Whether a plain text and the values of other cells stand in one row, or in one line where a table has no rows."""
    values = [text, *map(plain, cells)]
    rows = [plain(part) for document in documents for part in (*_parts(document, "row"), *document.text.split("\n"))]
    return any(all(value in row for value in values) for row in rows)


def _is_member(document: Document, where: str, kind: str) -> bool:
    """Whether a document is a member of an archive, or the body of a mail or what is attached to it."""
    return document.member == where if kind == "archive" else bool(document.member) == (where != "body")


def _is_sheet(document: Document, name: str) -> bool:
    """Whether a document is of a sheet of a name, or of one that has no name, as in Excel 4."""
    names = {place.name for place in document.places if place.kind == "sheet"} | {document.member}
    return name in names or names == {""}


def _stands(documents: Sequence[Document], text: str, kind: str, name: str) -> bool:
    return any(text in plain(part) for document in documents for part in _parts(document, kind, name))


def _parts(document: Document, kind: str, name: str = "") -> Iterator[str]:
    """Yield the texts of the places of a kind, and of a name where one is given."""
    for place in document.places:
        if place.kind == kind and name in {"", place.name}:
            yield document.text[place.start : place.end]
