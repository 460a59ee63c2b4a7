import numpy as np

from embeddings.index.best_texts import ScoredList
from embeddings.index.known_lists import KnownLists


def made(texts: int) -> ScoredList:
    none = np.empty(0, np.int32)
    return ScoredList(np.arange(texts, dtype=np.int32), np.zeros(texts, np.uint8), np.ones(1), none, np.empty(0))


def test_what_was_not_asked_for_the_longest_is_forgotten() -> None:
    known = KnownLists(made(10).bytes * 2)
    for name in ("a", "b"):
        known.put(name, made(10))
    assert known.get("a") is not None
    known.put("c", made(10))
    assert [known.get(name) is not None for name in ("a", "b", "c")] == [True, False, True]
    known.put("large", made(1000))
    assert [known.get(name) for name in ("a", "c", "large")] == [None] * 3


def test_a_list_is_kept_once() -> None:
    known, first = KnownLists(made(10).bytes), made(10)
    known.put("a", first)
    known.put("a", made(10))
    assert known.get("a") is first
