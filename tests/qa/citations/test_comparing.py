from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.citations.comparing import AROUND, MOST_COMPARED, Difference, around, compare, differ, nearest_place

WORDS = st.lists(st.sampled_from(["the", "sea", "was", "calm", "not", "rough,"]), max_size=12).map(" ".join)


def test_words_are_told_apart_as_removed_and_added() -> None:
    assert compare("Iran says it has\nnine sites.", "Iran says that it has nine old sites.") == (
        Difference("same", "Iran says"),
        Difference("added", "that"),
        Difference("same", "it has nine"),
        Difference("added", "old"),
        Difference("same", "sites."),
    )
    assert compare("He left.", "She left.")[:2] == (Difference("removed", "He"), Difference("added", "She"))
    assert compare("", "") == ()


@given(WORDS, WORDS)
def test_what_is_removed_and_what_is_added_make_up_both_texts(before: str, now: str) -> None:
    differences = compare(before, now)
    texts = {
        kind: " ".join(part.text for part in differences if part.kind in {"same", kind})
        for kind in ("removed", "added")
    }
    assert texts == {"removed": before, "added": now}
    assert differ(differences) == (before != now)


def test_a_place_is_widened_by_words_on_each_side() -> None:
    text = "a b c " + "x " * 100 + "HERE " + "y " * 10
    start = text.index("HERE")
    first, end = around(text, start, start + 4)
    assert text[first:end].split() == ["x"] * AROUND + ["HERE"] + ["y"] * 10
    assert around("HERE", 0, 4) == (0, 4)


@pytest.mark.parametrize(
    ("words", "text", "nearest"),
    [
        ("The sea was calm all day.", "It rained. The sea was not calm all day. Then", "The sea was not calm all day."),
        ("The sea was calm all day.", "THE SEA WAS CALM, they said", "THE SEA WAS CALM, they said"),
        ("The sea was calm all day.", "The lake was rough", None),
        ("The sea was calm all day.", "", None),
        ("sea calm", "calm", "calm"),
    ],
)
def test_the_nearest_place_has_at_least_half_of_the_words(words: str, text: str, nearest: str | None) -> None:
    place = nearest_place(words, text)
    assert (None if place is None else text[slice(*place)]) == nearest


@given(st.permutations(["a", "big", "ship", "left", "port"]), st.integers(1, 5), WORDS, WORDS)
def test_words_that_are_there_are_the_nearest_place(words: list[str], count: int, before: str, after: str) -> None:
    text = f"{before} {' '.join(words[:count])} {after}"
    place = nearest_place(" ".join(words[:count]), text)
    assert place is not None
    assert text[slice(*place)].split() == words[:count]


def test_the_nearest_place_is_found_in_linear_time(
    takes_linear_time: Callable[[Callable[[str], object], str], None],
) -> None:
    takes_linear_time(lambda text: nearest_place("the sea was calm all day " * 4, text), "the sea was rough ")


def test_only_so_many_words_are_compared() -> None:
    parts = compare("sea " * 10**5, "sea " * 10**5)
    assert parts == (Difference("same", " ".join(["sea"] * MOST_COMPARED)),)
