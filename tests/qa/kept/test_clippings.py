import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qa.answers import Excerpt
from qa.errors import ClippingError
from qa.kept import files
from qa.kept.clippings import NOTEBOOK, change, clippings, count, keep, move, notebooks, remove, used_tags
from tests.waiting import SECONDS

Sentence = Callable[[str], Excerpt]


def texts(file: Path, notebook: str | None = None, tag: str | None = None) -> list[str]:
    return [clipping.text for clipping in clippings(file, notebook, tag)]


def test_a_clipping_has_its_words_and_what_cited_them(file: Path, sentence: Sentence) -> None:
    excerpt = sentence("He left.")
    kept = keep(file, excerpt, "Talks", note="when?", tags=["dawn, talks"])
    assert kept == clippings(file)[0]
    assert (kept.number, kept.notebook, kept.position, kept.text) == (1, "Talks", 1, "He left.")
    assert (kept.reference, kept.note, kept.tags) == (excerpt.reference, "when?", ("dawn", "talks"))
    assert kept.document["title"] == "A"
    assert kept.to_dict()["tags"] == ["dawn", "talks"]


def test_half_a_character_in_the_words_does_no_harm(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He \ud800 left."))
    assert texts(file) == ["He \ud800 left."]


def test_what_is_kept_twice_in_a_notebook_stays_once(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He left."), note="first", tags=["a"])
    assert keep(file, sentence("He left.")).note == "first"
    assert keep(file, sentence("He left."), note="second").tags == ("a",)
    keep(file, sentence("He left."), "Other")
    assert notebooks(file) == [(NOTEBOOK, 1), ("Other", 1)]
    assert [clipping.note for clipping in clippings(file, NOTEBOOK)] == ["second"]


def test_notebooks_and_tags_choose_and_parts_are_given(file: Path, sentence: Sentence) -> None:
    for number in range(6):
        keep(file, sentence(f"Word {number}."), "AB"[number % 2], tags=["odd"] if number % 2 else ["even", "Ø"])
    assert texts(file, "A") == ["Word 0.", "Word 2.", "Word 4."]
    assert texts(file, tag="odd") == ["Word 1.", "Word 3.", "Word 5."]
    assert texts(file, "A", "odd") == []
    assert [clipping.text for clipping in clippings(file, first=2, most=2)] == ["Word 4.", "Word 1."]
    assert (count(file), count(file, "A"), count(file, tag="Ø")) == (6, 3, 3)
    assert used_tags(file) == [("even", 3), ("odd", 3), ("Ø", 3)]
    for notebook, tag in (("\ud800", None), (None, "\ud800")):
        with pytest.raises(ClippingError, match="half of a character"):
            count(file, notebook, tag)
    with pytest.raises(ClippingError, match=r"There is no notebook 'C'; there are A, B\."):
        clippings(file, "C")


def test_the_order_is_the_users(file: Path, sentence: Sentence) -> None:
    numbers = [keep(file, sentence(f"{letter}.")).number for letter in "abcd"]
    assert move(file, numbers[3], 1).position == 1
    assert texts(file) == ["d.", "a.", "b.", "c."]
    assert move(file, numbers[3], 99).position == 4
    assert texts(file) == ["a.", "b.", "c.", "d."]
    assert [one.text for one in remove(file, [numbers[1]])] == ["b."]
    assert [clipping.position for clipping in clippings(file)] == [1, 2, 3]
    for position in (0, -1):
        with pytest.raises(ClippingError, match="There is no place"):
            move(file, numbers[0], position)


def test_any_moves_and_removals_leave_places_that_follow_on_one_another(file: Path, sentence: Sentence) -> None:
    chance = random.Random(3)  # noqa: S311  # a test's
    order = {"A": [], "B": []}  # type: dict[str, list[int]]
    for number in range(20):
        notebook = chance.choice("AB")
        order[notebook].append(keep(file, sentence(f"Word {number}."), notebook).number)
    for _ in range(150):
        notebook = chance.choice([name for name in order if order[name]])
        number = chance.choice(order[notebook])
        order[notebook].remove(number)
        match chance.randrange(4):
            case 0 if sum(map(len, order.values())) > 5:
                remove(file, [number])
            case 1:
                other = "B" if notebook == "A" else "A"
                change(file, number, notebook=other)
                order[other].append(number)
            case _:
                place = chance.randint(1, len(order[notebook]) + 1)
                move(file, number, place)
                order[notebook].insert(place - 1, number)
        for name, numbers in order.items():
            kept = clippings(file, name) if numbers else []
            assert [clipping.number for clipping in kept] == numbers
            assert [clipping.position for clipping in kept] == list(range(1, len(numbers) + 1))


def test_note_tags_and_notebook_change_alone_or_together(file: Path, sentence: Sentence) -> None:
    number = keep(file, sentence("He left."), "A", note="n", tags=["t"]).number
    assert change(file, number, note="m").tags == ("t",)
    changed = change(file, number, notebook="B", tags=[])
    assert (changed.notebook, changed.position, changed.note, changed.tags) == ("B", 1, "m", ())
    keep(file, sentence("He left."), "A")
    with pytest.raises(ClippingError, match="The notebook 'A' has these words already"):
        change(file, number, notebook="A", note="lost")
    assert clippings(file, "B")[0].note == "m"


def test_a_clipping_that_there_is_not_is_named_and_nothing_is_done(file: Path, sentence: Sentence) -> None:
    number = keep(file, sentence("He left.")).number
    for unknown in (99, -1, 2**70):
        with pytest.raises(ClippingError, match=f"There is no clipping {unknown}"):
            remove(file, [number, unknown])
    assert texts(file) == ["He left."]


def test_many_may_keep_at_once(file: Path, sentence: Sentence, monkeypatch: pytest.MonkeyPatch) -> None:
    # A busy machine may let one wait longer than a user would.
    monkeypatch.setattr(files, "BUSY_SECONDS", SECONDS)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: keep(file, sentence(f"Word {number}.")), range(60)))
    assert sorted(clipping.position for clipping in clippings(file)) == list(range(1, 61))
