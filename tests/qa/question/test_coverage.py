from qa.question.coverage import coverage


def test_coverage_is_the_share_of_weight_that_is_held() -> None:
    weights = {"sanction": 3.0, "tehran": 1.0}
    assert coverage(["sanction", "sanction", "other"], weights) == 0.75
    assert coverage(["tehran", "sanction"], weights) == 1
    assert coverage(["other"], weights) == 0
    assert coverage(["other"], {}) == 0
