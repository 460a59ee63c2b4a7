import random

from typed_questions import reworded


def test_questions_are_at_times_key_words_or_misspelt() -> None:
    chance = random.Random(3)  # noqa: S311  # no secret hangs on it
    typed = [reworded("When did the minister resign?", chance) for _ in range(400)]
    assert 0.7 < typed.count("When did the minister resign?") / 400 < 0.95
    assert "minister resign" in typed
    assert any("minster resign" in text for text in typed)
    assert reworded("Why?", chance) == "Why?"
