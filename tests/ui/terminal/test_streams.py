"""Commands are run as processes of their own, with the streams that a shell, a pipe or a service gives them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.terminal.streams import Output

# The fake encoder, in a process of its own.
COMMAND = (
    "import qa.archive, qa.upkeep.rebuilding; from tests.conftest import WordEncoder\n"
    "qa.archive.load_encoder = qa.upkeep.rebuilding.load_encoder = lambda *_: WordEncoder()\n"
    "from ui.cli import main; main()"
)
SENTENCE = "The naïve envoy said “no” — 伊朗 😀."
FULL = "qa: The output cannot be written: no space left on device.\n"
CLOSED = "qa: The output cannot be written: stdout is closed; send it to a file, or to /dev/null.\n"

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def index(index_of: Callable[..., Path]) -> Path:
    return index_of({"a.txt": SENTENCE, "naïve.txt": "Nobody came."})


@pytest.fixture
def shell(index: Path, root: Path) -> Shell:
    """Run a line of bash in which $QA is the command."""

    def run(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))},
            **{"PYTHONPATH": str(root), "LOCCIT_READER": "false", "LOCCIT_INDEX": str(index), "CODE": COMMAND},
            **environment,
        }
        bash = ["bash", "-c", f'set -o pipefail; qa() {{ {sys.executable} -c "$CODE" "$@"; }}; {line}']
        return subprocess.run(bash, capture_output=True, check=False, env=variables, encoding="utf-8")

    return run


# What each command prints where it is not asked anything unusual.
COMMANDS = ["ask --help", "ask envoy", "retrieve envoy --json", "info", "sources list", "rebuild --dry-run"]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_full_device_is_one_line_and_status_2(shell: Shell, words: str) -> None:
    result = shell(f"qa {words} > /dev/full")
    assert (result.returncode, result.stderr) == (2, FULL)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_closed_stdout_is_one_line_and_status_2(shell: Shell, words: str) -> None:
    result = shell(f"qa {words} >&-")
    assert (result.returncode, result.stderr) == (2, CLOSED)


@pytest.mark.parametrize("words", COMMANDS)
def test_a_reader_that_goes_away_is_no_mistake(shell: Shell, words: str) -> None:
    result = shell(f"qa {words} | true")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("stream", ["2>&-", "2>/dev/full", "<&- 2>&-"])
def test_messages_that_nobody_can_read_change_no_status(shell: Shell, stream: str) -> None:
    assert shell(f"qa ask '' {stream}").returncode == 2
    assert shell(f"qa rebuild {stream}").returncode == 0


def test_a_closed_stdin_gives_no_password_and_no_traceback(shell: Shell, tmp_path: Path) -> None:
    result = shell(f"setsid bash -c 'exec {sys.executable} -c \"$CODE\" add-login anna --auth {tmp_path}/logins <&-'")
    assert result.returncode == 130
    assert result.stderr.endswith("qa: stopped.\n")
    assert "Traceback" not in result.stderr


ENCODINGS: list[tuple[str, dict[str, str]]] = [
    ("ascii", {"PYTHONIOENCODING": "ascii"}),
    ("ascii", {"PYTHONIOENCODING": "ascii:strict"}),
    ("cp1252", {"PYTHONIOENCODING": "cp1252"}),
    ("cp850", {"PYTHONIOENCODING": "cp850"}),
    # What LC_ALL=C was before Python took to writing UTF-8 there.
    ("ascii", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
]


@pytest.mark.parametrize(("encoding", "environment"), ENCODINGS)
@pytest.mark.parametrize("command", ["ask", "retrieve"])
def test_what_an_encoding_lacks_is_escaped_and_stderr_says_so_once(
    shell: Shell, tmp_path: Path, encoding: str, environment: dict[str, str], command: str
) -> None:
    result = shell(f"qa {command} envoy > {tmp_path}/out", **environment)
    assert result.returncode == 0
    printed = (tmp_path / "out").read_bytes()
    assert SENTENCE.encode(encoding, "backslashreplace") in printed
    assert result.stderr.startswith("qa: the output is ")
    assert "written as \\xNN, \\uNNNN or \\UNNNNNNNN. PYTHONIOENCODING=utf-8 keeps them" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(("encoding", "environment"), ENCODINGS)
def test_json_stays_json_in_every_encoding_and_loses_nothing(
    shell: Shell, tmp_path: Path, encoding: str, environment: dict[str, str]
) -> None:
    result = shell(f"qa retrieve envoy -k 1 --json > {tmp_path}/out", **environment)
    assert (result.returncode, result.stderr) == (0, "")
    payload = json.loads((tmp_path / "out").read_bytes().decode(encoding))
    assert payload["excerpts"][0]["text"] == SENTENCE


@pytest.mark.parametrize("words", ["info", "sources list", "rebuild --dry-run --json", "rebuild", "generations"])
def test_other_commands_print_in_ascii_as_well(shell: Shell, tmp_path: Path, words: str) -> None:
    (tmp_path / "sources" / "año.txt").write_text("Another came.")
    (tmp_path / "sources" / "naïve.txt").write_bytes(b"\x00")
    result = shell(f"qa {words}", PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stdout.isascii(), "Traceback" in result.stderr) == (0, True, False)


def test_in_the_c_locale_python_writes_utf_8_and_nothing_is_escaped(shell: Shell) -> None:
    result = shell("qa retrieve envoy -k 1", LC_ALL="C")
    assert (result.returncode, result.stderr) == (0, "")
    assert SENTENCE in result.stdout


def test_every_failure_is_handed_on_and_all_else_is_the_streams_own() -> None:
    errors: list[Any] = []

    class Broken:
        encoding = "latin-1"
        buffer = None

        def write(self, _text: str) -> int:
            raise OSError("broken")

        flush = write

    output = Output(Broken(), errors.append)  # type: ignore[arg-type]  # only what is used
    output.write("x")
    output.write("y")
    assert [str(error) for error in errors] == ["broken", "broken"]
    assert output.encoding == "latin-1"
    assert not hasattr(output, "buffer")
