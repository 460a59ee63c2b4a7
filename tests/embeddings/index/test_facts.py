import numpy as np
import pytest

from embeddings.index.facts import Facts, Names

ROWS = [
    ("a.txt", "The Post", "Bo Ek", "2010-06-15"),
    ("b.txt", "The Post", None, "2009"),
    ("c.txt", None, "Ana de Souza", None),
    ("d.txt", "Another", "Bo Ek", "2010"),
    ("e.txt", "", "", ""),
]
ALL = np.ones(5, dtype=bool)


@pytest.fixture
def facts() -> Facts:
    return Facts.from_rows(ROWS, np.asarray([0, 0, 0, 1, 2, 3, 3]))


def test_names_are_counted_most_frequent_first_and_the_unknown_as_none(facts: Facts) -> None:
    assert facts.publishers.counts(ALL) == [("The Post", 2), (None, 2), ("Another", 1)]
    assert facts.authors.counts(ALL) == [("Bo Ek", 2), (None, 2), ("Ana de Souza", 1)]


def test_only_what_occurs_among_the_given_documents_is_counted(facts: Facts) -> None:
    among = np.asarray([True, False, False, True, False])
    assert facts.publishers.counts(among) == [("Another", 1), ("The Post", 1)]
    assert facts.years_among(among) == [(2010, 2)]
    assert facts.publishers.counts(~ALL) == facts.years_among(~ALL) == []


def test_years_come_in_order_and_the_undated_last(facts: Facts) -> None:
    assert facts.years_among(ALL) == [(2009, 1), (2010, 2), (None, 2)]


def test_passages_are_counted_by_document_also_where_there_are_none(facts: Facts) -> None:
    assert facts.passages_of_documents.tolist() == [3, 1, 1, 2, 0]


def test_names_know_which_names_there_are() -> None:
    names = Names(["b", None, "a", "b", ""])
    assert names.names == ("a", "b")
    assert ["a" in names, "c" in names, "" in names] == [True, False, False]
    assert names.any_of(["b", "c"]).tolist() == [True, False, False, True, False]
    assert names.any_of([]).tolist() == [False] * 5


def test_columns_of_no_documents_are_empty() -> None:
    assert Names([]).counts(np.ones(0, dtype=bool)) == []
