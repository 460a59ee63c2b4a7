"""Fixtures of what pages may ask of the server."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import pytest

from qa.answers import Answer
from qa.archive import Archive, open_archive


class HeldQuestions(NamedTuple):
    """The questions that were taken up, in order; none is answered before `go_on` is set."""

    taken_up: list[str]
    go_on: Event


@pytest.fixture
def held_questions(monkeypatch: pytest.MonkeyPatch) -> HeldQuestions:
    """Hold back every answer, so that questions wait for one another."""
    held = HeldQuestions([], Event())
    ask = Archive.ask

    def ask_when_let_go(archive: Archive, question: str, *values: Any, **named: Any) -> Answer:
        held.taken_up.append(question)
        assert held.go_on.wait(120)
        return ask(archive, question, *values, **named)

    monkeypatch.setattr(Archive, "ask", ask_when_let_go)
    return held


@pytest.fixture
def open_index(index: Path) -> Callable[[], Archive]:
    """Open the archive of the articles, as the server does."""
    return partial(open_archive, index)
