from collections.abc import Callable
from pathlib import Path

import pytest

from qa.upkeep.attributed_files import attributed_files

TURNS = "MS. PETRIE: Who?\n\nMR. HALLORAN: Nobody.\n\nMS. PETRIE: Thank you."


def test_attributions_are_json_values(write: Callable[..., Path]) -> None:
    path = write("hearing.txt", TURNS)
    found = attributed_files([path, write("b.txt", b"\0")])
    (document,) = found["documents"]
    assert (document["file"], document["text"]) == (str(path), TURNS)
    second = document["attributions"][1]
    start, end = second["content"][0]
    assert TURNS[start:end] == "Nobody."
    assert {name: second[name] for name in ("speaker", "cue", "to", "kind", "hedged", "negated", "said")} == {
        "speaker": "MR. HALLORAN",
        "cue": None,
        "to": None,
        "kind": "direct",
        "hedged": False,
        "negated": False,
        "said": None,
    }
    assert [refused["reason"] for refused in found["refused"]] == ["is not text (it holds zero bytes)"]


def test_the_sender_of_a_telegram_says_we(write: Callable[..., Path]) -> None:
    pytest.importorskip("spacy")
    text = "R 141530Z OCT 09\nFM AMEMBASSY LISBON\nTO SECSTATE WASHDC\n\n1. We believe that the lock leaks.\n"
    (document,) = attributed_files([write("cable.txt", text)])["documents"]
    assert [one["speaker"] for one in document["attributions"]] == ["AMEMBASSY LISBON"]
