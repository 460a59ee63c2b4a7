"""The best texts are those of adding up everything, to the last bit and in the same order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.index import best_texts
from embeddings.index.best_texts import ScoredList, best_of_all, scores_of

TEXTS = 60
# Few values, so that many scores are equal or differ in the last bits.
SCORES = st.sampled_from([0.1, 0.2, 0.3, 0.30000000000000004, 1.0, 1.1, 2.5, 7.0])
LISTS = st.lists(st.dictionaries(st.integers(0, TEXTS - 1), SCORES), max_size=8)
MASKS = st.none() | st.lists(st.booleans(), min_size=TEXTS, max_size=TEXTS).map(np.array)


def made(held: dict[int, float]) -> ScoredList:
    """Return a list of texts that hold a term once, but for every third, each of a length of its own.

    The longer the text, the less it adds.
    """
    numbers = sorted(held)
    scores = np.array([held[number] for number in numbers], np.float64)
    often = np.arange(0, len(numbers), 3, dtype=np.int32)
    # What such a text would have if it held the term once is less.
    once = scores.copy()
    once[often] /= 2
    by_length = np.argsort(-once)
    codes = np.empty(len(once), np.uint8)
    codes[by_length] = np.arange(len(once))
    return ScoredList(np.array(numbers, np.int32), codes, np.append(once[by_length], 0.0), often, scores[often])


def test_what_a_term_adds_is_by_the_lengths_of_texts_and_how_often_they_hold_it() -> None:
    held = {3: 1.0, 5: 2.5, 8: 0.1, 13: 0.3, 21: 7.0}
    one = made(held)
    assert one.scores.tolist() == list(held.values())
    assert one.of(np.arange(23)).tolist() == [held.get(number, 0.0) for number in range(23)]
    sums = np.ones(23, np.float32)
    one.add_to(sums)
    assert sums.tolist() == (1 + np.array([held.get(number, 0.0) for number in range(23)], np.float32)).tolist()
    assert one.most >= 7.0
    assert made({}).of(np.arange(3)).tolist() == [0.0] * 3


def alike(texts: int, score: float) -> ScoredList:
    none = np.empty(0, np.int32)
    return ScoredList(np.arange(texts, dtype=np.int32), np.zeros(texts, np.uint8), np.array([score]), none, np.empty(0))


@settings(max_examples=400)
@given(LISTS, st.integers(0, TEXTS + 5), MASKS, st.sampled_from([0, 0.5, 1, 2, 1000]))
def test_the_best_are_those_of_all(
    held: list[dict[int, float]], k: int, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]] | None, dearer: float
) -> None:
    lists = [made(one) for one in held]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(best_texts, "FEW_POSTINGS", 0)
        patched.setattr(best_texts, "_DEARER", dearer)
        found = best_texts.best_texts(lists, k, TEXTS, allowed)
    expected = best_of_all(lists, k, allowed)
    assert [one.tolist() for one in found] == [one.tolist() for one in expected]
    assert [one.dtype for one in found] == [one.dtype for one in expected]


@given(LISTS, st.lists(st.integers(0, TEXTS - 1)))
def test_scores_of_some_texts_are_the_same_to_the_last_bit_however_many_texts_the_lists_hold(
    held: list[dict[int, float]], some: list[int]
) -> None:
    lists, numbers = [made(one) for one in held], np.array(some, np.int64)
    few = scores_of(lists, numbers)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(best_texts, "FEW_POSTINGS", -1)
        many = scores_of(lists, numbers)
    expected = [sum((one.get(number, 0.0) for one in held), 0.0) for number in some]
    assert few.tolist() == many.tolist() == expected


def test_texts_that_cannot_be_among_the_best_are_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_texts, "FEW_POSTINGS", 0)
    rare = alike(5, 9.0)
    frequent = alike(1000, 1.0)
    looked_up: list[int] = []
    of = ScoredList.of

    def counted(one: ScoredList, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> object:
        looked_up.append(len(numbers))
        return of(one, numbers)

    monkeypatch.setattr(ScoredList, "of", counted)
    numbers, scores = best_texts.best_texts([frequent, rare], 3, 1000)
    assert (numbers.tolist(), scores.tolist()) == ([0, 1, 2], [10.0] * 3)
    assert max(looked_up) == 5


@pytest.mark.parametrize("seed", range(60))
def test_of_lists_as_words_have_them_the_best_are_those_of_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random, texts = np.random.default_rng(seed), 2000
    monkeypatch.setattr(best_texts, "FEW_POSTINGS", 0)
    monkeypatch.setattr(best_texts, "_DEARER", random.choice([0.2, 1, 5]))
    lists, codes = [], random.integers(0, 4, texts).astype(np.uint8)
    for holding in (texts * random.random(random.integers(3, 10)) ** 3 + 1).astype(np.int64):
        numbers = np.sort(random.choice(texts, holding, replace=False)).astype(np.int32)
        # As BM25 has it: the rarer the word, the more it adds, and more to short texts and to those that repeat it.
        once = np.log(1 + texts / holding) * np.array([1.6, 1.1, 0.8, 0.5])
        often = np.flatnonzero(random.random(holding) < 0.2).astype(np.int32)
        lists.append(ScoredList(numbers, codes[numbers], once, often, 1.3 * once[codes[numbers[often]]]))
    for k, allowed in ((1, None), (20, None), (20, random.random(texts) < 0.3)):
        found, expected = best_texts.best_texts(lists, k, texts, allowed), best_of_all(lists, k, allowed)
        assert [one.tolist() for one in found] == [one.tolist() for one in expected]
