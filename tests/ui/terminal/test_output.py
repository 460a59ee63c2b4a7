import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from embeddings.models.encoder import Encoder
from qa.upkeep.rebuilding import rebuild
from ui.terminal.output import clean, console, print_json, print_line

QA = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("fake_model")

STEERING = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\x08"


def test_text_keeps_tabs_and_line_breaks_and_loses_what_steers() -> None:
    assert clean(f"a\tb\n{STEERING}\ud800") == "a\tb\n\ufffd]0;owned\ufffd\ufffd[2J\ufffd31m\ufffdevil\ufffd\ufffd"


def test_json_escapes_what_steers_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": STEERING})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"text": STEERING}
    assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed) == []


def test_json_keeps_letters_as_letters(qa: QA, index_of: Callable[..., Path]) -> None:
    index = index_of({"a.txt": "The naïve envoy said “no” — 伊朗."})
    result = qa("retrieve", "naïve envoy", "--index", index, "--json")
    assert "The naïve envoy said “no” — 伊朗." in result.out


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_document_cannot_steer_the_terminal(qa: QA, index_of: Callable[..., Path], options: list[str]) -> None:
    title = "{}".format("\\x1b]0;owned\\x07\\u202eTitle")
    index = index_of(
        {
            "a.txt": f"Kerry told {STEERING} Barnier about sanctions.",
            "b.md": f'---\ntitle: "{title}"\nauthor: "{title}"\n---\nKerry told Barnier about sanctions.\n',
        }
    )
    for command in ("ask", "retrieve"):
        result = qa(command, "What had Kerry told Barnier about sanctions?", "--index", index, *options)
        assert result.status == 0
        assert "owned" in result.out
        assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", result.out + result.err) == []


def test_a_files_name_cannot_steer_the_terminal(qa: QA, tmp_path: Path, write: Callable[..., Path]) -> None:
    write("a.txt", "One sentence stands here.")
    write(f"b{STEERING}.txt", b"\x00")
    result = qa("rebuild", tmp_path / "sources", "--index", tmp_path / "new")
    info = qa("info", "--index", tmp_path / "new")
    for printed in (result.out + result.err, info.out + info.err):
        assert "owned" in printed
        assert re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed) == []


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_file_whose_name_is_no_unicode_is_named_all_the_same(
    qa_process: Callable[..., Any], tmp_path: Path, write: Callable[..., Path], encoder: Encoder, *, options: list[str]
) -> None:
    write("a.txt", "One sentence stands here.")
    Path(str(tmp_path / "sources" / "b\udcff.txt")).write_bytes(b"\x00")
    rebuild([tmp_path / "sources"], tmp_path / "new", encoder=encoder)
    # A process of its own, since pytest's capturing takes less than a terminal does.
    result = qa_process("info", "--index", tmp_path / "new", *options)
    assert (result.returncode, result.stderr) == (0, "")
    assert "is not text" in result.stdout


def test_what_looks_like_the_name_of_an_emoji_is_printed_as_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    print_line(console(), "Meet at 10:key:30, [bold]sharp[/bold].")
    assert capsys.readouterr().out == "Meet at 10:key:30, [bold]sharp[/bold].\n"
