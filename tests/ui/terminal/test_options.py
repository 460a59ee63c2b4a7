import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.terminal.options import kept_file

QA = Callable[..., Any]


def test_the_help_names_every_command_and_its_options(qa: QA) -> None:
    commands = qa("--help").out
    for command in ("ask", "retrieve", "rebuild", "chat", "info"):
        assert re.search(rf"^\s*{command}\b", commands, re.MULTILINE), command
    for command in ("ask", "retrieve", "rebuild", "info"):
        assert {"--index", "--json"} <= set(re.findall(r"--\w+", qa(command, "--help").out)), command
    assert {"--index", "--host", "--port"} <= set(re.findall(r"--\w+", qa("chat", "--help").out))


def test_what_a_user_keeps_stands_beside_the_index_that_is_named_or_the_default_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept_file(tmp_path / "one").parent == tmp_path / "one.kept"
    monkeypatch.setenv("LOCCIT_INDEX", str(tmp_path / "two"))
    assert kept_file(None).parent == tmp_path / "two.kept"
