import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("spacy")

QA = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("fake_model")


@pytest.fixture
def index(index_of: Callable[[dict[str, str]], Path]) -> Path:
    """An index of two documents in which two people speak."""
    return index_of(
        {
            "letter.txt": "In February 2005 Ana Ruiz told Bo Lind that the lock leaks. Bo Lind denied that it leaks.",
            "note.txt": "Ruiz said that the lock is new.",
        }
    )


def test_who_speaks_is_counted(qa: QA, index: Path) -> None:
    assert qa("people", "--index", index).out.splitlines() == [
        "Ana Ruiz: 2 statements in 2 documents, to Bo Lind (1)",
        "Bo Lind: 1 statement in 1 document",
        "2 speak by name",
    ]
    payload = json.loads(qa("people", "--index", index, "--json").out)
    assert [(one["name"], one["statements"]) for one in payload["people"]] == [("Ana Ruiz", 2), ("Bo Lind", 1)]


def test_what_one_says_is_printed_in_the_order_of_time_with_references(qa: QA, index: Path) -> None:
    lines = qa("people", "Ruiz", "--index", index).out.splitlines()
    assert lines[:3] == [
        "Ana Ruiz → Bo Lind, February 2005 · reported",
        "    that the lock leaks",
        "    letter.txt · date unknown",
    ]
    assert lines[3].startswith("    qa1")
    assert (lines[4], lines[-1]) == ("Ruiz · reported", "2 statements")
    payload = json.loads(qa("people", "Ruiz", "--to", "Lind", "--index", index, "--json").out)
    assert [(one["speaker"], one["text"], one["said"]) for one in payload["statements"]] == [
        ("Ana Ruiz", "that the lock leaks", "2005-02")
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Rita"], "qa: The archive has no speaker 'Rita'; it has 'Ana Ruiz', 'Bo Lind'."),
        (["--to", "Lind"], "qa: Invalid value: --to NAME goes with whoever speaks: qa people SPEAKER --to NAME."),
    ],
)
def test_a_mistake_is_said_in_a_line(qa: QA, index: Path, words: list[str], message: str) -> None:
    result = qa("people", *words, "--index", index)
    assert result.status == 2
    assert result.err.startswith(message)
