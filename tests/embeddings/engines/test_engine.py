"""What every search engine must do: these tests run over the index folder itself and over a Milvus server."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.engine import SearchEngine, Searcher
from embeddings.engines.opening import engine_of
from embeddings.generations.store import Generation
from tests.conftest import WordEncoder
from tests.embeddings.engines.archives import (
    SELECTIONS,
    assert_best,
    best_by_bm25,
    made_archive,
    nearest,
    questions,
)


class Filled(NamedTuple):
    """An engine that holds a generation."""

    engine: SearchEngine
    searcher: Searcher
    generation: Generation


@pytest.fixture(scope="module", params=["local", "milvus"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    index = tmp_path_factory.mktemp("engine") / "index"
    generation = made_archive(index, WordEncoder())
    address = None
    if request.param == "milvus":
        server = request.getfixturevalue("milvus_server")
        address = parse_address(server.address("contract"))
    engine = engine_of(address, index)
    engine.fill(generation.manifest, lambda: generation, lambda *_: None)
    engine.settle(generation.id, [generation.id])
    yield Filled(engine, engine.searcher(generation), generation)
    engine.settle(None, ())


@pytest.mark.parametrize("name", SELECTIONS)
def test_the_nearest_passages_within_a_selection_are_found_in_their_order(filled: Filled, name: str) -> None:
    within = SELECTIONS[name]
    for vector, _ in questions(filled.generation, 4):
        of_all = nearest(filled.generation, vector, within)
        for k in (1, 10, 10_000):
            assert_best(filled.searcher.dense(vector, k, within), of_all, k)


@pytest.mark.parametrize("name", SELECTIONS)
def test_the_best_passages_by_bm25_within_a_selection_are_found_in_their_order(filled: Filled, name: str) -> None:
    within = SELECTIONS[name]
    for _, terms in questions(filled.generation, 6):
        of_all = best_by_bm25(filled.generation, terms, within)
        for k in (1, 10, 10_000):
            assert_best(filled.searcher.sparse(terms, k, within), of_all, k)


@pytest.mark.parametrize("name", [name for name, within in SELECTIONS.items() if within and name != "none"])
def test_the_selections_of_these_tests_leave_some_passages_and_take_others_away(filled: Filled, name: str) -> None:
    vector, _ = questions(filled.generation, 1)[0]
    found, _ = filled.searcher.dense(vector, 10_000, SELECTIONS[name])

    assert 0 < len(found) < filled.generation.manifest.passages


def test_nothing_is_found_by_no_term_and_by_terms_that_no_passage_holds(filled: Filled) -> None:
    for terms in ([], ["zeppelin"]):
        numbers, scores = filled.searcher.sparse(terms, 10)
        assert (numbers.tolist(), scores.tolist()) == ([], [])


def test_what_is_held_already_is_not_opened_again(filled: Filled) -> None:
    def opening() -> Generation:
        raise AssertionError("opened again")

    filled.engine.fill(filled.generation.manifest, opening, lambda *_: None)
