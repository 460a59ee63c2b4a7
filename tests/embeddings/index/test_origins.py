import itertools
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from embeddings.index.origins import RepeatedSentences, origins, ranks


def test_documents_are_ranked_by_the_day_by_which_they_were_published() -> None:
    # 31 December, 3 May, unknown, 3 May, 1 January of the year before.
    assert ranks(np.array([365, 123, 0, 123, 1])).tolist() == [3, 1, 4, 2, 0]


@given(st.lists(st.sets(st.integers(0, 12), min_size=1, max_size=6), min_size=1, max_size=9), st.randoms())
def test_origins_are_originals_alike_in_the_order_given(lines_of: list[set[int]], random: Random) -> None:
    order = list(range(len(lines_of)))
    random.shuffle(order)
    pairs = [(number, line) for number, lines in enumerate(lines_of) for line in lines]
    documents = np.array([number for number, _ in pairs], np.int64)
    keys = np.array([2 * line for _, line in pairs], np.uint64)
    held = np.bincount(keys.astype(np.int64))
    repeated = held[keys.astype(np.int64)] > 1
    total = np.array([len(lines) for lines in lines_of], np.float64)
    sentences = RepeatedSentences(keys, documents, np.ones(len(keys), np.int64)).take(repeated)
    origin_of = origins(sentences, total, np.array(order, np.int64)).tolist()
    for document, origin in enumerate(origin_of):
        assert origin_of[origin] == origin
        if document != origin:
            assert order[origin] < order[document]
            common = len(lines_of[document] & lines_of[origin])
            shorter, longer = sorted((len(lines_of[document]), len(lines_of[origin])))
            assert common >= 0.8 * shorter
            assert common >= 0.5 * longer
    for document, other in itertools.combinations(range(len(lines_of)), 2):
        if lines_of[document] == lines_of[other]:
            assert origin_of[document] == origin_of[other]
