import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.odds import logistic


@pytest.mark.parametrize(("odds", "probability"), [(0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (-20, 2.1e-9)])
def test_the_log_of_odds_becomes_a_probability(odds: float, probability: float) -> None:
    assert logistic(odds) == pytest.approx(probability, rel=0.02)


@given(st.floats(-30, 30))
def test_odds_for_and_against_add_up_to_one(odds: float) -> None:
    assert logistic(odds) + logistic(-odds) == pytest.approx(1)
