import json
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from lxml import html

from tests.embeddings.readers.pdf_writing import column, pdf_of
from ui.terminal.output import NOT_ALL_READ
from ui.terminal.reading import formats, read

Write = Callable[..., Path]


def test_files_are_printed_as_they_would_be_read(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    path = write("a.md", "---\ntitle: The lock\n---\nIt rose. It fell.")
    write("metadata.csv", "file,author,case\na.md,Ana Ruiz,K-7\n")
    assert read([path]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.md"
    assert "  author     Ana Ruiz  (metadata.csv)" in lines
    assert "  case: K-7  (metadata.csv)" in lines
    assert "  17 characters, 1 passage, 0 places" in lines
    assert "  passage 1: It rose. It fell." in lines


def test_what_cannot_be_read_is_named_and_the_rest_is_printed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert read([write("b.txt", b"\0"), write("a.txt", "It rose.")], as_json=True) == NOT_ALL_READ
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert [document["text"] for document in result["documents"]] == ["It rose."]
    assert [refused["reason"] for refused in result["refused"]] == ["is not text (it holds zero bytes)"]
    assert "b.txt: is not text" in printed.err


def test_what_would_be_read_is_written_as_a_page(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    path = write("report.pdf", pdf_of([column("The envoy came to the harbour at night.", 72, 700, 400)]))
    page = tmp_path / "page.html"
    assert read([path, write("b.txt", b"\0")], output=page) == NOT_ALL_READ
    assert capsys.readouterr().out == f"{page}\n"
    tree = html.document_fromstring(page.read_text("utf-8"))
    assert tree.xpath("//div[@class='page']/img/@src")[0].startswith("data:image/png;base64,iVBOR")
    assert "The envoy came to the harbour" in tree.xpath("//div[@class='page']/div")[0].text_content()
    assert "b.txt: is not text" in tree.text_content()
    # Nobody is looking at a terminal.
    assert opened == []


def test_the_page_is_opened_where_a_person_looks(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert read([write("a.txt", "It rose.")], as_html=True) == 0
    (address,) = opened
    path = Path(address.removeprefix("file://"))
    assert "It rose." in path.read_text("utf-8")
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_form_is_asked_for_once(write: Write) -> None:
    with pytest.raises(typer.BadParameter, match="--json and --html"):
        read([write("a.txt", "It rose.")], as_json=True, as_html=True)


def test_what_was_left_out_is_counted_with_the_reason(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    read([write("a.txt", "Skip to: Content\n\nRiver talks resume\n\nThe talks began on Monday. They ended.\n")])
    assert "  left out: 1 lines or blocks (site furniture or a page break)" in capsys.readouterr().out.splitlines()


def test_formats_are_listed_with_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.readers.optional.missing", lambda: ["py7zr for .7z archives"])
    formats()
    lines = capsys.readouterr().out.splitlines()
    assert "PDF                  .pdf" in lines
    assert lines[-1] == "missing: py7zr for .7z archives"
    formats(as_json=True)
    listed = json.loads(capsys.readouterr().out)
    assert {"name": "mail", "suffixes": [".eml", ".emlx"]} in listed["formats"]
    assert listed["missing"] == ["py7zr for .7z archives"]
