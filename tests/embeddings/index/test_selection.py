"""Both kinds of index and the columns must keep the very same documents, and search among them exactly."""

import random
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.documents import Document
from embeddings.index.facts import Facts
from embeddings.index.lexical import LexicalIndex, write_lexical
from embeddings.index.selection import Selection, folded, names_in
from embeddings.index.vectors import FaissIndex, half_precision

WORDS = [f"word{number}" for number in range(40)]
# Names that UTF-8 cannot hold, and one that is another kind's name.
PUBLISHERS = [None, "The Harbour Post", "the harbour post", "Ana de Souza", "É\0", "x" * 70_000, "\udcff"]
AUTHORS = [None, "Ana de Souza", "Bo Ek", "BO EK", "Ana de Souza and Bo Ek", "The Harbour Post"]
LANGUAGES = [None, "en", "en-GB", "de"]
PUBLISHED = [None, "2010", "2010-06", "2010-06-15", "2011-01-01", "2011", "1987-12-31", "0987-06-05", "9999"]
DAYS = [date(2010, 6, 15), date(2010, 7, 1), date(2010, 12, 31), date(2011, 1, 1), date(1, 1, 1), date(9999, 12, 31)]


def make_document(number: int, chance: random.Random) -> Document:
    weights = [1 / rank for rank in range(1, 1 + len(WORDS))]
    return Document(
        id=f"folder/{number}.txt",
        path="",
        text=" ".join(chance.choices(WORDS, weights, k=chance.randint(3, 40))),
        sha256="",
        title=chance.choice(WORDS),
        publisher=chance.choice(PUBLISHERS),
        author=chance.choice(AUTHORS),
        published=chance.choice(PUBLISHED),
        language=chance.choice(LANGUAGES),
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """300 documents, each also its own passage; the first 100 have two."""
    chance = random.Random(5)  # noqa: S311  # a test archive
    documents = [make_document(number, chance) for number in range(300)]
    of_passages = np.sort(np.asarray([*range(300), *range(100)]))
    texts = [(documents[number], documents[number].text) for number in of_passages]
    folder = tmp_path_factory.mktemp("selection") / "lexical"
    write_lexical(folder, texts)
    rows = np.random.default_rng(3).normal(size=(400, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    columns = [(x.id, x.publisher, x.author, x.published, x.language) for x in documents]
    return SimpleNamespace(
        documents=documents,
        facts=Facts.from_rows(columns, of_passages),
        lexical=LexicalIndex.open(folder),
        vectors=FaissIndex.from_vectors(rows),
        rows=rows,
    )


def some(names: list[str | None]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([*filter(None, names), "nobody"]), max_size=3).map(tuple)


days = st.none() | st.sampled_from(DAYS).map(date.toordinal)
selections = st.builds(
    Selection,
    publishers=some(PUBLISHERS),
    authors=some(AUTHORS),
    documents=st.just(()) | some([f"folder/{number}.txt" for number in range(300)]),
    first_day=days,
    last_day=days,
    undated=st.booleans(),
    languages=some(LANGUAGES),
)
questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6)


def states_any(stated: str | None, names: tuple[str, ...]) -> bool:
    return stated is not None and stated.lower() in [name.lower() for name in names]


def persons(author: str | None) -> list[str]:
    return [author, *author.split(" and ")] if author else []


def spoken(language: str | None) -> list[str]:
    return [language, language[:2]] if language else []


def keeps(selection: Selection, document: Document) -> bool:
    """Say it once more, one document at a time."""
    if not document.published:
        in_time = selection.undated
    else:
        parts = document.published.split("-")
        first = date.fromisoformat("-".join([*parts, "01", "01"][:3]))
        last = {10: first, 7: date(2010, 6, 30), 4: date(first.year, 12, 31)}[len(document.published)]
        in_time = last.toordinal() >= (selection.first_day or 0)
        in_time = in_time and first.toordinal() <= (selection.last_day or date.max.toordinal())
    return (
        in_time
        and (not selection.publishers or states_any(document.publisher, selection.publishers))
        and (not selection.authors or any(states_any(name, selection.authors) for name in persons(document.author)))
        and (
            not selection.languages or any(states_any(name, selection.languages) for name in spoken(document.language))
        )
        and (not selection.documents or document.id in selection.documents)
    )


@given(selections)
def test_the_columns_keep_the_documents_that_meet_every_condition(
    archive: SimpleNamespace, selection: Selection
) -> None:
    kept = [keeps(selection, document) for document in archive.documents]
    facts = archive.facts
    assert facts.documents(selection).tolist() == kept
    assert facts.passages(selection).tolist() == [kept[number] for number in facts.documents_of_passages]


@given(selections, questions, st.integers(1, 500))
def test_bm25_within_a_selection_is_the_whole_ranking_without_the_others(
    archive: SimpleNamespace, selection: Selection, terms: list[str], k: int
) -> None:
    everything, scores = archive.lexical.search(terms, 400)
    allowed = archive.facts.passages(selection)[everything]
    numbers, narrowed = archive.lexical.search(terms, k, archive.facts.passages(selection))
    assert numbers.tolist() == everything[allowed][:k].tolist()
    assert narrowed.tolist() == scores[allowed][:k].tolist()


@given(selections, st.integers(0, 399), st.integers(1, 500))
def test_the_nearest_within_a_selection_are_the_nearest_of_its_passages(
    archive: SimpleNamespace, selection: Selection, row: int, k: int
) -> None:
    query, stored = archive.rows[row], half_precision(archive.rows).astype(np.float32)
    allowed = archive.facts.passages(selection)
    numbers, cosines = archive.vectors.search(query, k, allowed)
    exact = np.sort(stored[allowed] @ query)[::-1][:k]
    np.testing.assert_allclose(cosines, exact, atol=1e-6)
    np.testing.assert_allclose(cosines, stored[numbers] @ query, atol=1e-6)
    assert allowed[numbers].all()
    assert len(set(numbers.tolist())) == len(numbers) == min(k, allowed.sum())


@settings(max_examples=20)
@given(selections, st.sets(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_an_index_of_the_selected_documents_alone_finds_the_same_ones(
    archive: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory, selection: Selection, words: set[str]
) -> None:
    """All of them: their scores differ, since words are rarer or more common among the selected documents."""
    terms = sorted(words)
    chosen = [number for number, document in enumerate(archive.documents) if keeps(selection, document)]
    folder = tmp_path_factory.mktemp("alone") / "lexical"
    write_lexical(folder, [(archive.documents[number], archive.documents[number].text) for number in chosen])
    alone, _ = LexicalIndex.open(folder).search(terms, 400)
    numbers, _ = archive.lexical.search(terms, 400, archive.facts.passages(selection))
    documents = archive.facts.documents_of_passages[numbers]
    assert set(documents.tolist()) == {chosen[number] for number in alone}


@pytest.mark.parametrize(
    ("author", "persons"),
    [
        ("Ana Bjork and Tom Lind", ["Ana Bjork", "Tom Lind"]),
        ("Ana Bjork, Tom Lind", ["Ana Bjork", "Tom Lind"]),
        ("Ana Bjork, Tom Lind, and Bo Ek", ["Ana Bjork", "Tom Lind", "Bo Ek"]),
        ("Ana de Souza  & Omar al-Thani", ["Ana de Souza", "Omar al-Thani"]),
        ("Bjork, Ana; Lind, Tom", ["Bjork, Ana", "Lind, Tom"]),
        ("Ana Bjork, Tom Lind, special to the Post", ["Ana Bjork", "Tom Lind"]),
        ("Ana Bjork", []),
        ("Ana Bjork, Jr.", []),
        ("Bjork, Ana", []),
        ("Ana Bjork, The Harbour Post", ["Ana Bjork", "The Harbour Post"]),
        ("Ministry of Fisheries and Trade", []),
        ("Department of Health and Human Services", []),
        ("Simon & Schuster", []),
        ("", []),
    ],
)
def test_persons_are_told_apart_in_a_stated_author(author: str, persons: list[str]) -> None:
    assert names_in(author) == ((author, *persons) if author else ())


def test_case_accents_and_spaces_make_no_other_name() -> None:
    assert folded("COAST  Wïre ") == folded("Coast Wire") == "coast wire"
    assert folded("Straße") == folded("STRASSE")
    assert folded("Mary O’Brien") == folded("Mary O'Brien") == "mary o'brien"
