import gc
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import jinja2
import pytest

from ui.starting import empty_module, garbage_collection_paused, not_imported, raise_descriptors, templates_read_once


def test_garbage_is_left_for_later_also_where_the_start_fails() -> None:
    assert gc.isenabled()
    with garbage_collection_paused(), garbage_collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="taken"), garbage_collection_paused():
        raise ValueError("taken")
    assert gc.isenabled()


def test_a_command_looks_for_garbage_seldom_and_still_does() -> None:
    code = """
import gc, sys
from ui import cli
cli.run = lambda _: print(gc.get_threshold()[0], gc.isenabled()) or sys.stdout.flush() or 0
cli.main()
"""
    assert in_a_process(code) == ["20000", "True"]


def in_a_process(code: str) -> list[str]:
    """The words that some code prints in a process of its own."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_gradio_is_imported_without_parsing_its_own_sources() -> None:
    code = """
import ast, inspect
from ui.starting import no_stubs_written
file_of, parsed, parse = inspect.getfile, [], ast.parse
ast.parse = lambda *arguments, **named: parsed.append(arguments) or parse(*arguments, **named)
with no_stubs_written():
    import gradio
ast.parse = parse
assert inspect.getfile is file_of and file_of(gradio.Textbox).endswith("textbox.py")
assert gradio.Textbox("a").value == "a" and gradio.Textbox.submit
print(sum("class " in str(source) for source, *_ in parsed))
"""
    assert in_a_process(code) == ["0"]


@pytest.mark.parametrize(("mcp", "imported"), [(False, []), (True, ["mcp"])])
def test_gradio_is_imported_without_what_no_server_needs(mcp: bool, imported: list[str]) -> None:
    code = f"""
import inspect, sys, jinja2
from ui.starting import what_serves_only
file_of, template = inspect.getfile, jinja2.Template
with what_serves_only(mcp={mcp}):
    import gradio
print(*(name for name in ("mcp", "gradio.cli", "tomlkit") if name in sys.modules))
assert (inspect.getfile, jinja2.Template) == (file_of, template)
assert "when the user presses the Enter key while the Textbox" in gradio.Textbox.submit.__doc__
import gradio.cli, gradio.mcp, mcp
assert callable(gradio.cli.deploy)
assert hasattr(gradio.mcp.GradioMCPServer, "Server") is {mcp}
"""
    assert in_a_process(code) == imported


def test_templates_of_the_same_text_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read, template = [], jinja2.Template

    def counted(text: str) -> Any:
        read.append(text)
        return template(text)

    monkeypatch.setattr(jinja2, "Template", counted)
    with templates_read_once():
        made = [(jinja2.Template(text), name) for text, name in (("{{name}}", 1), ("{{name}}", 2), ("b", 3))]
    assert [one.render(name=name) for one, name in made] == ["1", "2", "b"]
    assert read == ["{{name}}", "b"]


def test_packages_are_hidden_in_the_block_only_and_not_those_that_are_there() -> None:
    with not_imported("this", "json"), empty_module("antigravity"), empty_module("gc"):
        with pytest.raises(ImportError):
            import_module("this")
        assert import_module("json").loads("1") == 1
        assert import_module("antigravity").fly is None
        assert import_module("gc") is gc
    assert not {"this", "antigravity"} & set(sys.modules)


def test_the_limit_of_descriptors_is_raised_but_not_over_what_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    infinite = resource.RLIM_INFINITY
    for before, after in (
        ((256, 1_000), (1_000, 1_000)),
        ((256, 500_000), (4_096, 500_000)),
        ((256, infinite), (4_096, infinite)),
        ((8_192, 10_000), None),
        ((infinite, infinite), None),
    ):
        was_set: list[tuple[int, int]] = []
        monkeypatch.setattr(resource, "getrlimit", lambda _, before=before: before)
        monkeypatch.setattr(resource, "setrlimit", lambda _, limits, was_set=was_set: was_set.append(limits))
        raise_descriptors()
        assert was_set == ([after] if after else [])


def test_a_command_opens_an_index_also_where_few_files_may_be_open(index: Path) -> None:
    code = """
import resource, sys
_, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (40, hard))
from ui import cli
sys.argv = ["qa", "search", "centrifuges", "--index", sys.argv[1]]
cli.main()
"""
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", code, str(index)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 occurrence in 1 document." in done.stdout
