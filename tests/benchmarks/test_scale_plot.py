import pytest
from scale_plot import line


def test_the_line_goes_through_points_that_lie_on_one() -> None:
    assert line([(1000, 3.0), (2000, 5.0), (10000, 21.0)]) == pytest.approx((0.002, 1.0))
