from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from embeddings.engines.address import parse_address
from embeddings.engines.milvus_searching import MOST_FOUND, MilvusSearcher
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection


class Client:
    """Answers each search with the same hits, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def search(self, collection: str, **asked: Any) -> Any:
        self.asked.append({"collection": collection, **asked})
        return [[{"number": number, "distance": score} for number, score in ((4, 0.5), (9, 0.7), (2, 0.5))]]


@pytest.fixture
def client() -> Client:
    pytest.importorskip("pymilvus", reason="pymilvus is not installed; it comes with the extra milvus")
    return Client()


def searcher(client: Client, kept: list[bool]) -> MilvusSearcher:
    facts = SimpleNamespace(passages=lambda _: np.array(kept))
    generation = cast("Generation", SimpleNamespace(catalogue=SimpleNamespace(facts=facts)))
    return MilvusSearcher(client, parse_address("milvus+http://db/news"), "news_1", generation)


def test_of_equals_the_first_in_the_archive_is_first_and_no_more_is_asked_for_than_is_given(client: Client) -> None:
    numbers, scores = searcher(client, []).dense(np.ones(3, np.float32), 50_000)
    assert (numbers.tolist(), scores.tolist()) == ([9, 2, 4], pytest.approx([0.7, 0.5, 0.5]))
    assert (client.asked[0]["collection"], client.asked[0]["limit"]) == ("news_1", MOST_FOUND)


def test_passages_that_a_time_or_a_voice_leaves_are_sent_by_their_numbers(client: Client) -> None:
    searcher(client, [False, True, True]).sparse(["ferri"], 5, Selection(speakers=("Ana",)))
    assert client.asked[0]["filter"] == "number in [1,2]"
    assert searcher(client, [False]).sparse(["ferri"], 5, Selection(speakers=("Ana",)))[0].tolist() == []
    assert len(client.asked) == 1
