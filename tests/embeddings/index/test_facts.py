import numpy as np
import pytest

from embeddings.index.facts import Facts, Names

ROWS = [
    ("a.txt", "The Post", "Bo Ek", "2010-06-15", "en"),
    ("b.txt", "The Post", None, "2009", "en-US"),
    ("c.txt", None, "Ana de Souza", None, "de"),
    ("d.txt", "Another", "Bo Ek", "2010", None),
    ("e.txt", "", "", "", ""),
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


def test_names_know_which_names_there_are() -> None:
    names = Names(["b", None, "a", "b", ""])
    assert names.names == ("a", "b")
    assert ["a" in names, "c" in names, "" in names] == [True, False, False]
    assert names.any_of(["b", "c"]).tolist() == [True, False, False, True, False]
    assert names.any_of([]).tolist() == [False] * 5


def test_columns_of_no_documents_are_empty() -> None:
    assert Names([]).counts(np.ones(0, dtype=bool)) == []


def test_spellings_of_a_publisher_are_one_shown_as_most_documents_write_it() -> None:
    publishers = ["COAST WIRE", "Coast Wire", "Coast  Wire", "Coast Wire", None]
    facts = Facts.from_rows([(f"{n}.txt", name, None, None, None) for n, name in enumerate(publishers)], np.arange(5))
    assert facts.publishers.counts(ALL) == [("Coast Wire", 4), (None, 1)]
    assert facts.publishers.any_of(["COAST WIRE"]).tolist() == [True, True, True, True, False]
    assert "COAST WIRE" in facts.publishers


def test_each_of_two_authors_is_found_and_counted_and_what_is_stated_is_found_too() -> None:
    authors = ["Ana Bjork and Tom Lind", "ANA BJORK, Bo Ek", "Ana Björk", "Bo Ek", None]
    facts = Facts.from_rows([(f"{n}.txt", None, name, None, None) for n, name in enumerate(authors)], np.arange(5))
    assert facts.authors.any_of(["Ana Bjork"]).tolist() == [True, True, True, False, False]
    assert facts.authors.any_of(["Tom Lind"]).tolist() == [True, False, False, False, False]
    assert facts.authors.any_of(["Ana Bjork and Tom Lind"]).tolist() == [True, False, False, False, False]
    assert [count for _, count in facts.authors.counts(ALL)] == [3, 2, 1, 1]
    assert {name for name, _ in facts.authors.counts(ALL)} >= {"Bo Ek", "Tom Lind", None}


def test_ids_that_differ_in_case_are_two_documents() -> None:
    facts = Facts.from_rows([("A.txt", None, None, None, None), ("a.txt", None, None, None, None)], np.arange(2))
    assert facts.ids.any_of(["a.txt"]).tolist() == [False, True]


def test_a_kind_of_a_language_counts_as_the_language(facts: Facts) -> None:
    assert facts.languages.counts(ALL) == [("en", 2), (None, 2), ("de", 1)]
    assert facts.languages.any_of(["en"]).tolist() == [True, True, False, False, False]
    assert facts.languages.any_of(["EN-us"]).tolist() == [False, True, False, False, False]
