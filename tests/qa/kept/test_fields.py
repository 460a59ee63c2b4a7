import pytest

from qa.errors import ClippingError
from qa.kept.fields import checked_name, checked_note, checked_tags


def test_names_notes_and_tags_lose_the_spaces_around_them() -> None:
    assert checked_name("  The \n talks ") == "The talks"
    assert checked_note("\n two\nlines ") == "two\nlines"
    assert checked_tags(["UN, vote", " vote ", "", "Iran  deal"]) == ["UN", "vote", "Iran deal"]


def test_what_cannot_be_kept_is_refused_in_words() -> None:
    for work, message in (
        (lambda: checked_name("  "), "The name of the notebook is empty"),
        (lambda: checked_name("x" * 201), "has 201 characters; at most 200"),
        (lambda: checked_name("a\0b"), "U\\+0000"),
        (lambda: checked_note("\ud800"), "The note holds half of a character"),
        (lambda: checked_note("x" * 20_001), "has 20,001 characters; at most 20,000"),
        (lambda: checked_tags(["x" * 101]), "The tag has 101"),
        (lambda: checked_tags([str(number) for number in range(51)]), "There are 51 tags"),
    ):
        with pytest.raises(ClippingError, match=message):
            work()
