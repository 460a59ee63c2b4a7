import pytest

from qa.answering.titles import words_around_title

TITLE = "Harwick opens a second ferry landing"


@pytest.mark.parametrize(
    ("text", "around"),
    [
        (TITLE, 0),
        (f"“{TITLE}!”", 0),
        (f"The post {TITLE} appeared first on The Wire.", 7),
        (f"Read more: {TITLE}", 2),
        (f"{TITLE} on Monday.", None),
        (f"Our story {TITLE} said that no boat had to wait for another one.", None),
        ("Harwick opens its second ferry landing", None),
        ("The post appeared first on The Wire.", None),
        ("", None),
    ],
)
def test_what_says_a_title_again_is_told_by_the_words_around_it(text: str, around: int | None) -> None:
    assert words_around_title(text, TITLE) == around


@pytest.mark.parametrize("title", ["Harwick", "The new landing", None])
def test_a_short_title_may_stand_in_any_sentence(title: str | None) -> None:
    assert words_around_title(f"{title} is the talk of the town.", title) is None
