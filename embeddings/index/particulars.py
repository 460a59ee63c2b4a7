"""What a catalogue keeps of a document beside its text: facts with their origins, and places."""

import sqlite3
from typing import NamedTuple

from embeddings.documents import Fact, Place


class Particulars(NamedTuple):
    """What is stated of a document, and the places in it."""

    facts: tuple[Fact, ...]
    places: tuple[Place, ...]


# The documents that have a fact of a name, each with its number, its id and the value.
STATING = "SELECT number, id, value FROM facts JOIN documents USING (number) WHERE name = ? ORDER BY number"


def write_particulars(connection: sqlite3.Connection, number: int, particulars: Particulars) -> None:
    """Write the particulars of a document of a number."""
    facts = ((number, fact.name, fact.value, fact.origin) for fact in particulars.facts)
    connection.executemany("INSERT INTO facts VALUES (?, ?, ?, ?)", facts)
    places = ((number, place.kind, place.name, place.start, place.end) for place in particulars.places)
    connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?)", places)


def read_particulars(connection: sqlite3.Connection, number: int) -> Particulars:
    """Return the particulars of a document of a number, in the order in which they were written."""
    facts = connection.execute("SELECT name, value, origin FROM facts WHERE number = ? ORDER BY rowid", (number,))
    kept = tuple(Fact(*row) for row in facts)
    places = connection.execute("SELECT kind, name, start, end FROM places WHERE number = ? ORDER BY rowid", (number,))
    return Particulars(kept, tuple(Place(*row) for row in places))
