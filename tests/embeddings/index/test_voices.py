import numpy as np

from embeddings.index.voices import Voices

ROWS = [(0, "John Kerry", "Michel Barnier"), (2, "Kerry", None), (2, "the aide", "John Kerry"), (3, None, "Barnier")]
DOCUMENTS = np.asarray([0, 0, 1, 2])


def test_the_passages_are_found_in_which_one_of_some_speaks_to_one_of_some() -> None:
    voices = Voices.from_rows(ROWS)
    assert voices.spoken(["John Kerry", "Kerry"], [], 4).tolist() == [True, False, True, False]
    assert voices.spoken([], ["John Kerry", "Barnier"], 4).tolist() == [False, False, True, True]
    # Who speaks, and to whom, are of one statement.
    assert voices.spoken(["Kerry"], ["John Kerry"], 4).tolist() == [False] * 4
    assert voices.spoken([], [], 4).tolist() == [True, False, True, True]


def test_persons_are_counted_by_documents_and_descriptions_are_not() -> None:
    voices = Voices.from_rows(ROWS)
    everywhere = np.ones(4, np.bool_)
    assert voices.speakers_among(everywhere, DOCUMENTS) == [("John Kerry", 2)]
    assert voices.addressees_among(everywhere, DOCUMENTS) == [("Michel Barnier", 2), ("John Kerry", 1)]
    assert voices.speakers_among(np.asarray([True, True, False, False]), DOCUMENTS) == [("John Kerry", 1)]


def test_where_nobody_speaks_nothing_is_found() -> None:
    voices = Voices.from_rows([])
    assert voices.spoken(["Kerry"], [], 2).tolist() == [False, False]
    assert voices.speakers_among(np.ones(2, np.bool_), DOCUMENTS) == []
    assert voices.people.all == ()
