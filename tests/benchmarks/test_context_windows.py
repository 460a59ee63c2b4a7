import random
from itertools import pairwise

from context_windows import cut, sentences_of, widened, window_of

from qa.answering.windows import WINDOW_WORDS


def test_contexts_are_cut_into_windows_of_whole_sentences() -> None:
    long = " ".join(f"Camels crossed desert number {number} by night." for number in range(20))
    windows = cut(long, "Camels")
    assert len(windows) == 2
    assert " ".join(window.text for window in windows) == long
    assert all(len(window.text.split()) <= WINDOW_WORDS for window in windows)


def test_sentences_of_text_in_lower_case_end_at_its_stops() -> None:
    text = "a boat sank in the u.s. navy 's bay . ten men drowned ; who ? the sultan did"
    parts = [text[part.start : part.end] for part in sentences_of(text)]
    assert parts == ["a boat sank in the u.s. navy 's bay .", "ten men drowned ; who ?", "the sultan did"]
    assert all(before.end <= after.start for before, after in pairwise(sentences_of(text)))


def test_a_window_is_of_sentences_one_after_another() -> None:
    window = window_of("A boat sank. Ten men drowned. It rained.", "Oman", 1, 2)
    assert (window.title, window.text) == ("Oman", "Ten men drowned. It rained.")
    assert [window.text[start:end] for start, end in window.sentences] == ["Ten men drowned.", "It rained."]


def test_some_sentences_around_others_are_no_more_than_a_window() -> None:
    long = " ".join(f"Camels crossed desert number {number} by night." for number in range(40))
    chance = random.Random(1)  # noqa: S311  # no secret hangs on it
    ranges = [widened(long, 20, 20, chance) for _ in range(50)]
    assert all(first <= 20 <= last for first, last in ranges)
    assert len(set(ranges)) > 5
    assert max(len(window_of(long, "", *one).text.split()) for one in ranges) <= WINDOW_WORDS
