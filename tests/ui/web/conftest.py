"""Fixtures of what pages may ask of the server."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Semaphore
from typing import Any

import pytest

from qa.answers import Answer
from qa.archive import Archive, open_archive
from tests.waiting import SECONDS, wait_until


class HeldQuestions:
    """The questions that were taken up, in order; each is answered when it is let go on."""

    def __init__(self) -> None:
        self.taken_up: list[str] = []
        self._going_on = Semaphore(0)

    def let_go_on(self, count: int) -> None:
        """Have so many more be answered."""
        self._going_on.release(count)

    def take_up(self, question: str) -> None:
        """Note a question, and wait until one may be answered."""
        self.taken_up.append(question)
        assert self._going_on.acquire(timeout=SECONDS)

    def second_turn(self, at_once: int) -> list[str]:
        """Have the first so many be answered; return those that take their places, once all of them have."""
        self.let_go_on(at_once)
        wait_until(lambda: len(self.taken_up) == 2 * at_once)
        return self.taken_up[at_once:]


@pytest.fixture
def held_questions(monkeypatch: pytest.MonkeyPatch) -> HeldQuestions:
    """Hold back every answer, so that questions wait for one another."""
    held = HeldQuestions()
    ask = Archive.ask

    def ask_when_let_go(archive: Archive, question: str, *values: Any, **named: Any) -> Answer:
        held.take_up(question)
        return ask(archive, question, *values, **named)

    monkeypatch.setattr(Archive, "ask", ask_when_let_go)
    return held


@pytest.fixture
def open_index(index: Path) -> Callable[[], Archive]:
    """Open the archive of the articles, as the server does."""
    return partial(open_archive, index)
