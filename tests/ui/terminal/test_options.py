import re
from collections.abc import Callable
from typing import Any

QA = Callable[..., Any]


def test_the_help_names_every_command_and_its_options(qa: QA) -> None:
    commands = qa("--help").out
    for command in ("ask", "retrieve", "rebuild", "chat", "info"):
        assert re.search(rf"^\s*{command}\b", commands, re.MULTILINE), command
    for command in ("ask", "retrieve", "rebuild", "info"):
        assert {"--index", "--json"} <= set(re.findall(r"--\w+", qa(command, "--help").out)), command
    assert {"--index", "--host", "--port"} <= set(re.findall(r"--\w+", qa("chat", "--help").out))
