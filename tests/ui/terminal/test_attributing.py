import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ui.terminal.attributing import attributions
from ui.terminal.output import NOT_ALL_READ

TURNS = "MS. PETRIE: Who?\n\nMR. HALLORAN: Nobody.\n\nMS. PETRIE: Thank you."


def test_who_says_what_is_a_line(write: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert attributions([write("hearing.txt", TURNS)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "hearing.txt",
        "  MS. PETRIE · direct: Who?",
        "  MR. HALLORAN · direct: Nobody.",
        "  MS. PETRIE · direct: Thank you.",
    ]


def test_reported_speech_names_both_sides(write: Callable[..., Path], capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("spacy")
    text = "Sen. Ana Ek reportedly told Bo Moss that the lock leaks. It denied that it was old."
    assert attributions([write("a.txt", text)]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "  Ana Ek → Bo Moss · indirect, hedged: that the lock leaks",
        "  unattributed (It) · indirect, negated: that it was old",
    ]


def test_json_has_all_and_what_cannot_be_read_is_named(
    write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [write("b.txt", b"\0"), write("hearing.txt", TURNS)]
    assert attributions(files, as_json=True) == NOT_ALL_READ
    printed = capsys.readouterr()
    (document,) = json.loads(printed.out)["documents"]
    assert [one["speaker"] for one in document["attributions"]] == ["MS. PETRIE", "MR. HALLORAN", "MS. PETRIE"]
    assert "b.txt: is not text" in printed.err
