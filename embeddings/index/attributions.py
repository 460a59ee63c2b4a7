"""Who says what in the documents of an archive: kept in its catalogue."""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from embeddings.documents import Attribution, Passage
from embeddings.index.people import is_name
from embeddings.index.roles import names_within

# Of each attribution who speaks, to whom and when beside all of it, as JSON; and of each passage who speaks in it, to
# whom.
SCHEMA = """
CREATE TABLE attributions (number INTEGER, speaker TEXT, addressee TEXT, said TEXT, attribution TEXT);
CREATE INDEX attributions_of ON attributions (number);
CREATE TABLE voices (number INTEGER, passage INTEGER, speaker TEXT, addressee TEXT);
CREATE INDEX voices_of ON voices (number);
"""

# The number of a passage in its document, who speaks in it and to whom; one of both may be unknown.
Voice = tuple[int, str | None, str | None]

# The number of no passage: the row tells that a speaker is called so by a label, and so by a name.
_BY_LABEL = -1
ALL_VOICES = (
    "SELECT first_passage + passage, speaker, addressee FROM voices JOIN documents USING (number) WHERE passage >= 0"
)
LABELS = "SELECT DISTINCT speaker FROM voices WHERE passage < 0"


def voices_of(attributions: Sequence[Attribution], passages: Sequence[Passage], text: str) -> list[Voice]:
    """Return who speaks to whom in the passages of a document, each pair once for a passage.

    Whoever `text`, the document's, calls by an office as well as by a name is there by either: "the emir".
    """
    starts = [passage.start for passage in passages]
    called = names_within(attributions, text)
    rows: dict[Voice, None] = {}
    for one in attributions:
        if not (one.speaker or one.to):
            continue
        pairs = _pairs(one, called)
        for start, end in (*one.content, *([one.cue] if one.cue else [])):
            for number in range(max(0, bisect_right(starts, start) - 1), bisect_left(starts, end)):
                if start < passages[number].end:
                    rows |= dict.fromkeys((number, *pair) for pair in pairs)
    return list(rows)


def labels_of(attributions: Iterable[Attribution]) -> list[Voice]:
    """Return rows that tell who writes in a chat under what is no name elsewhere: "bo_ek", "+44 7700 900123"."""
    names = (one.speaker for one in attributions if one.speaker and not one.cue and not is_name(one.speaker))
    return [(_BY_LABEL, name, None) for name in dict.fromkeys(names)]


def _pairs(one: Attribution, called: Mapping[str, frozenset[str]]) -> list[tuple[str | None, str | None]]:
    """Return who speaks to whom by each of their names in the document, first by those that the attribution has."""
    return [(one.speaker, one.to), *product(_called(one.speaker, called), _called(one.to, called))]


def _called(name: str | None, called: Mapping[str, frozenset[str]]) -> Sequence[str | None]:
    return sorted(called[name]) if name else [None]


def write_attributions(
    connection: sqlite3.Connection, number: int, attributions: Sequence[Attribution], voices: Iterable[Voice]
) -> None:
    """Write the attributions of the document of a number, and who speaks in its passages."""
    rows = (
        (number, one.speaker, one.to, one.said, json.dumps(one.as_row(), ensure_ascii=False)) for one in attributions
    )
    connection.executemany("INSERT INTO attributions VALUES (?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO voices VALUES (?, ?, ?, ?)", ((number, *voice) for voice in voices))


def read_attributions(connection: sqlite3.Connection, number: int) -> tuple[Attribution, ...]:
    """Return the attributions of the document of a number, as they were written."""
    query = "SELECT attribution FROM attributions WHERE number = ? ORDER BY rowid"
    return tuple(Attribution.of(json.loads(row)) for (row,) in connection.execute(query, (number,)))


def read_voices(connection: sqlite3.Connection, number: int) -> list[Voice]:
    """Return who speaks in the passages of the document of a number, as it was written."""
    query = "SELECT passage, speaker, addressee FROM voices WHERE number = ? ORDER BY rowid"
    return connection.execute(query, (number,)).fetchall()


def said_by_query(speakers: Sequence[str]) -> tuple[str, tuple[str]]:
    """Return the query for the attributions to some speakers, by their exact names, and its values."""
    # A name is one value of a list in JSON, so that it does not matter how many there are.
    query = (
        "SELECT number, attribution FROM attributions WHERE speaker IN (SELECT value FROM json_each(?)) ORDER BY rowid"
    )
    return query, (json.dumps(list(speakers)),)


def said(rows: Iterable[tuple[int, str]]) -> list[tuple[int, Attribution]]:
    """Return the attributions that `said_by_query` found, each with the number of its document."""
    return [(number, Attribution.of(json.loads(row))) for number, row in rows]
