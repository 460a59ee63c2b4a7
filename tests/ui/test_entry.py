import subprocess
import sys

# Ctrl-C comes when a module is looked for.
INTERRUPTING = """
import os, signal, sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
sys.argv = ["qa", *{words!r}]
from ui.entry import main
main()
"""


def run(*words: str, interrupted_at: str) -> tuple[int, str, str]:
    code = INTERRUPTING.format(name=interrupted_at, words=words)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout, ended.stderr


def test_ctrl_c_amid_the_imports_is_one_line_and_status_130() -> None:
    for name in ("ui.cli", "typer", "ui.terminal.asking"):
        assert run("formats", interrupted_at=name) == (130, "", "qa: stopped.\n")


def test_the_command_runs_as_ever() -> None:
    status, out, err = run("--help", interrupted_at="no.such.module")
    assert (status, err) == (0, "")
    assert "Ask an archive of documents" in out


def test_nothing_large_is_imported_before_ctrl_c_is_heard() -> None:
    code = "import sys; before = set(sys.modules); import ui.entry; print(*sorted(set(sys.modules) - before))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    mine = [name for name in ended.stdout.split() if name.split(".")[0] not in sys.stdlib_module_names]
    assert mine == ["ui", "ui.entry", "ui.interrupts"]
