import random

import pytest
from headlines import headlined

from qa.answering.windows import Window

TEXT = "Ana Ruiz met the captain. But the ferry from Varde was sunk by a storm, and nine people were rescued."
SECOND = TEXT.index("But")
WINDOW = Window("Varde", TEXT, ((0, SECOND - 1), (SECOND, len(TEXT))))
QUESTION = "How many people were rescued from the ferry?"
NINE = ((TEXT.index("nine"), TEXT.index("nine") + 4),)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3)  # noqa: S311  # no secret hangs on it


def titles(answers: tuple[tuple[int, int], ...], chance: random.Random) -> list[str]:
    found = [headlined(WINDOW, QUESTION, answers, chance) for _ in range(600)]
    assert {window._replace(title="") for window in found} == {WINDOW._replace(title="")}
    return [window.title for window in found]


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0, 0, 0), {"The ferry from Varde was sunk by a storm, and nine people were", "Ana Ruiz met the captain"}),
        ((1, 0, 0), {"Ferry from Varde sunk by storm, and nine people rescued", "People rescued ferry"}),
        ((0, 1, 0), {"Ana Ruiz Met The Captain"}),
        ((0, 0, 1), {"Ana Ruiz met the captain | Varde Post", "People rescued ferry - Ruiz News"}),
    ],
)
def test_a_part_of_the_windows_gets_a_headline_of_a_sentence_or_the_question(
    shares: tuple[float, ...], expected: set[str], chance: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, share in zip(("SHORTENED", "CAPITALS", "SIGNED"), shares, strict=True):
        monkeypatch.setattr(f"headlines.{name}", share)
    found = titles(NINE, chance)
    assert 0.55 < found.count("Varde") / len(found) < 0.75
    assert expected <= set(found)


def test_the_headline_of_a_window_that_does_not_answer_comes_as_near(chance: random.Random) -> None:
    found = titles((), chance)
    of_question = sum("rescued ferry" in title.lower() for title in found)
    assert of_question / (len(found) - found.count("Varde")) > 0.3


def test_a_window_without_words_keeps_its_title(chance: random.Random) -> None:
    empty = Window("Varde", "…", ((0, 1),))
    assert {headlined(empty, "Who?", (), chance).title for _ in range(50)} == {"Varde"}
