from collections.abc import Sequence

import numpy as np
import pytest

from qa.retrieval.duplicates import distinct_passages

# Keys of sentences are even, those of headings odd (embeddings.index.sentence_keys).
A, B, C, D, HEADING = 2, 4, 6, 8, 11


def distinct(*passages: Sequence[int], order: Sequence[int] | None = None) -> tuple[list[bool], list[bool]]:
    """Tell passages apart, given the keys of their sentences, best first unless an order is given."""
    keys = np.array([key for passage in passages for key in passage], np.uint64)
    firsts = np.concatenate([[0], np.cumsum([len(passage) for passage in passages])]).astype(np.int64)
    best_first = np.array(range(len(passages)) if order is None else order, np.int64)
    kept, is_new, _ = distinct_passages(keys, firsts, best_first)
    return kept.tolist(), is_new.tolist()


def test_passages_with_nothing_in_common_are_all_kept_and_new() -> None:
    assert distinct([A, B], [C], [D]) == ([True] * 3, [True] * 3)
    assert distinct() == ([], [])


@pytest.mark.parametrize(
    ("second", "kept", "is_new"),
    [
        ([A, B], False, False),
        ([B], False, False),
        ([A, C], True, False),
        ([A, C, D], True, True),
    ],
)
def test_a_passage_is_dropped_if_all_of_it_was_said_and_takes_no_place_if_half_was(
    second: list[int], kept: bool, is_new: bool
) -> None:
    assert distinct([A, B], second) == ([True, kept], [True, is_new])


def test_the_better_passage_stays() -> None:
    assert distinct([A], [A], order=[1, 0]) == ([False, True], [False, True])


def test_what_a_duplicate_is_made_of_may_stand_in_several_better_passages() -> None:
    assert distinct([A, C], [B, D], [A, B]) == ([True, True, False], [True, True, False])


def test_headings_count_only_in_a_passage_of_headings() -> None:
    assert distinct([HEADING, A], [HEADING, B]) == ([True, True], [True, True])
    assert distinct([HEADING, A], [HEADING]) == ([True, False], [True, False])


def test_near_duplicates_are_of_the_cluster_of_the_passage_that_they_repeat_most_of() -> None:
    keys = np.array([*[A, B], *[C, D], *[A, 12], *[C, D, 14], *[16, 18]], np.uint64)
    firsts = np.array([0, 2, 4, 6, 9, 11])
    assert distinct_passages(keys, firsts, np.arange(5)).clusters.tolist() == [0, 1, 0, 1, 4]
    # The better telling names the cluster, whichever stands first in the archive.
    assert distinct_passages(keys, firsts, np.array([3, 2, 1, 0, 4])).clusters.tolist() == [2, 3, 2, 3, 4]
