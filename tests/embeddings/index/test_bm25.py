import math

import numpy as np

from embeddings.index.bm25 import K1, LENGTHS, B, inverse_frequency, length_codes, length_norms


def test_short_lengths_are_kept_and_long_ones_to_an_eighth() -> None:
    assert LENGTHS[:41] == tuple(range(41))
    assert (len(LENGTHS), LENGTHS[41:44]) == (248, (42, 44, 46))
    kept = np.asarray(LENGTHS)[length_codes(np.asarray([0, 40, 41, 43, 1000], np.uint32))]
    assert kept.tolist() == [0, 40, 40, 42, 984]


def test_idf_and_norms_are_those_of_bm25() -> None:
    assert inverse_frequency(2, 4) == math.log(1 + 2.5 / 2.5)
    norms = length_norms(100, 10)
    assert norms.shape == (248,)
    assert norms[20] == K1 * (1 - B + B * 20 / 10)
    # Where no text has a title, nothing is divided by nothing.
    assert np.isfinite(length_norms(0, 10)).all()
