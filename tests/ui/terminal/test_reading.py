import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ui.terminal.output import NOT_ALL_READ
from ui.terminal.reading import read

Write = Callable[..., Path]


def test_files_are_printed_as_they_would_be_read(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.md", "---\ntitle: The lock\n---\nIt rose. It fell.")
    write("metadata.csv", "file,author,case\na.md,Ana Ruiz,K-7\n")
    assert read([path]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.md"
    assert "  author     Ana Ruiz  (metadata.csv)" in lines
    assert "  case: K-7  (metadata.csv)" in lines
    assert "  17 characters, 1 passages, 0 places" in lines
    assert "  passage 1: It rose. It fell." in lines


def test_what_cannot_be_read_is_named_and_the_rest_is_printed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert read([write("b.txt", b"\0"), write("a.txt", "It rose.")], as_json=True) == NOT_ALL_READ
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert [document["text"] for document in result["documents"]] == ["It rose."]
    assert [refused["reason"] for refused in result["refused"]] == ["is not text (it holds zero bytes)"]
    assert "b.txt: is not text" in printed.err
