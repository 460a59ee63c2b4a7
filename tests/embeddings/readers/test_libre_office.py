import os
import time
from pathlib import Path

import pytest

from embeddings.readers.libre_office import converted

_FAKE = """#!/bin/sh
for last; do :; done
grep -q DisableMacrosExecution "$(dirname "$last")/profile/user/registrymodifications.xcu" || exit 1
{}
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a program in the place of LibreOffice is to stand; its folders for files are in tmp_path."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return folder / "soffice"


def _install(program: Path, script: str) -> None:
    program.write_text(_FAKE.format(script))
    program.chmod(0o755)


def test_a_file_is_converted_without_macros_and_its_folder_removed(program: Path, tmp_path: Path) -> None:
    _install(program, 'tr a-z A-Z < "$last" > "${last%.doc}.docx"')
    assert converted(b"words", "doc", "docx") == b"WORDS"
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_a_program_that_fails_or_takes_too_long_converts_nothing(program: Path, tmp_path: Path) -> None:
    _install(program, "exit 3")
    assert converted(b"words", "doc", "docx") is None
    _install(program, "sleep 60 & sleep 60")
    start = time.monotonic()
    assert converted(b"words", "doc", "docx", seconds=0.2) is None
    # The program would have slept for a minute.
    assert time.monotonic() - start < 50
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_without_the_program_nothing_is_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert converted(b"words", "doc", "docx") is None
