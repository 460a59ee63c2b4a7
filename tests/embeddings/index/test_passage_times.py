import sqlite3
from dataclasses import replace
from datetime import date
from time import thread_time

import numpy as np

from embeddings.documents import Document, Passage, Sentence
from embeddings.index.passage_times import SCHEMA, PassageTimes, read_times, times_of, write_times
from embeddings.text.splitting import passages
from embeddings.times.resolving import SpokenTime, spoken_times
from embeddings.times.values import month_of

TEXT = "In February 2005 they met. Five years later they parted. In the 19th century nobody had met."


def days(first: date, last: date) -> tuple[int, int]:
    return first.toordinal(), last.toordinal()


def test_passages_have_the_times_that_they_speak_of_but_no_centuries() -> None:
    document = Document("a.txt", "", TEXT, "", published="2013")
    rows = times_of(spoken_times(TEXT, document.published), passages(document))
    assert rows == [
        (0, *days(date(2005, 2, 1), date(2005, 2, 28))),
        (0, *days(date(2010, 1, 1), date(2010, 12, 31))),
    ]


def test_the_times_of_many_passages_take_no_square_of_their_number() -> None:
    """Each time is looked up among the passages, not each passage among the times: 25 million pairs take seconds."""
    count, may = 5_000, SpokenTime(0, 1, month_of(2005, 5), is_relative=False)
    split = [Passage("a.csv", (Sentence(10 * number, 10 * number + 8),)) for number in range(count)]
    spoken = [replace(may, start=start, end=start + 1) for start in range(3, 10 * count, 10)]
    begun = thread_time()
    rows = times_of([*reversed(spoken), replace(may, start=19, end=20), *spoken], split)
    assert thread_time() - begun < 1
    assert rows == [(number, *days(date(2005, 5, 1), date(2005, 5, 31))) for number in range(count)]


def test_times_are_read_as_they_were_written() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    write_times(connection, 3, [(1, 5, 6), (0, 7, 8)])
    assert read_times(connection, 3) == [(1, 5, 6), (0, 7, 8)]
    assert read_times(connection, 4) == []
    connection.close()


def test_passages_that_speak_of_a_day_of_a_time_are_found() -> None:
    times = PassageTimes.from_rows([(0, 10, 20), (2, 15, 15), (2, 40, 50)])
    assert times.speaking_of(20, 39, 4).tolist() == [True, False, False, False]
    assert times.speaking_of(15, 15, 4).tolist() == [True, False, True, False]
    assert PassageTimes().speaking_of(0, 99, 2).tolist() == [False, False]


def test_years_count_the_documents_whose_passages_speak_of_them() -> None:
    spoken = [
        (0, *days(date(2005, 2, 1), date(2005, 2, 28))),
        (1, *days(date(2005, 12, 31), date(2005, 12, 31))),
        (2, *days(date(1, 1, 1), date(1, 12, 31))),
        (2, *days(date(9999, 12, 31), date(9999, 12, 31))),
        (3, *days(date(2005, 1, 1), date(2006, 1, 1))),
    ]
    of_passages = np.array([0, 0, 1, 2])
    times = PassageTimes.from_rows(spoken)
    assert times.by_year(np.ones(4, np.bool_), of_passages) == [(1, 1), (2005, 1), (9999, 1)]
    assert times.by_year(np.array([False, False, True, True]), of_passages) == [(1, 1), (9999, 1)]
    assert PassageTimes().by_year(np.ones(4, np.bool_), of_passages) == []
