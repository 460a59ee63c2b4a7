import sqlite3

from embeddings.documents import Attribution, Document
from embeddings.index.attributions import (
    SCHEMA,
    labels_of,
    read_attributions,
    read_voices,
    voices_of,
    write_attributions,
)
from embeddings.text.splitting import passages

TEXT = "Ana Ruiz told Bo Lind that it leaks." + " The lock is old." * 120 + " Nobody said why."
LEAKS = Attribution(((22, 35),), (0, 8), "Ana Ruiz", (9, 13), "indirect", "Bo Lind", (14, 21), said="2005-02")
NOBODY = Attribution(((len(TEXT) - 4, len(TEXT) - 1),), (len(TEXT) - 16, len(TEXT) - 10), None, None, "indirect")


def test_attributions_and_voices_are_read_as_they_were_written() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    write_attributions(connection, 3, [LEAKS, NOBODY], [(0, "Ana Ruiz", "Bo Lind")])
    assert read_attributions(connection, 3) == (LEAKS, NOBODY)
    assert read_voices(connection, 3) == [(0, "Ana Ruiz", "Bo Lind")]
    assert (read_attributions(connection, 4), read_voices(connection, 4)) == ((), [])
    connection.close()


def test_whoever_speaks_is_heard_in_the_passages_of_content_and_cue_and_nowhere_else() -> None:
    split = passages(Document("a.txt", "", TEXT, ""))
    assert len(split) > 1
    assert voices_of([LEAKS, LEAKS, NOBODY], split, TEXT) == [(0, "Ana Ruiz", "Bo Lind")]
    begin, end = split[0].start, split[1].end
    across = Attribution(((begin, end),), None, None, None, "direct", to="Bo Lind")
    assert voices_of([across], split, TEXT) == [(0, None, "Bo Lind"), (1, None, "Bo Lind")]


def test_no_passages_no_voices() -> None:
    assert voices_of([LEAKS], [], TEXT) == []


def test_who_writes_in_a_chat_under_what_is_no_name_elsewhere() -> None:
    said = [Attribution(((0, 1),), None, name, None, "direct") for name in ("bo_ek", "Ana Ruiz", "bo_ek", "+44 77")]
    reported = Attribution(((0, 1),), None, "the adviser", (1, 2), "indirect")
    assert labels_of([*said, reported]) == [(-1, "bo_ek", None), (-1, "+44 77", None)]


def test_whoever_is_called_by_an_office_too_is_heard_by_both() -> None:
    text = "Mayor Bo Ek told the Emir that it leaks."
    told = Attribution(((24, 37),), (0, 11), "Bo Ek", (12, 16), "indirect", "Hamad", (17, 25))
    split = passages(Document("a.txt", "", text, ""))
    assert sorted(voices_of([told], split, text)) == [
        (0, speaker, to) for speaker in ("Bo Ek", "the mayor") for to in ("Hamad", "the emir")
    ]
