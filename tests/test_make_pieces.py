"""data/make_pieces.py: what it writes is what data/corpus holds, and what the questions on it quote."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from zipfile import ZipFile, is_zipfile

import pypdfium2
import pytest

FORMATS = {".csv", ".docx", ".epub", ".mbox", ".odt", ".pdf", ".pptx", ".vtt", ".xlsx", ".zip"}


def written(root: Path, folder: Path) -> dict[str, bytes]:
    subprocess.run([sys.executable, root / "data" / "make_pieces.py", folder], check=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def pieces(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return written(root, tmp_path_factory.mktemp("pieces"))


def content(data: bytes) -> dict[str, bytes]:
    """Return what a file holds: its members, if it is a ZIP file, since one zlib packs otherwise than another."""
    if not is_zipfile(io.BytesIO(data)):
        return {"": data}
    with ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_there_is_a_piece_of_each_format(pieces: dict[str, bytes]) -> None:
    assert sorted(Path(name).suffix for name in pieces) == sorted(FORMATS)


def test_the_archive_holds_what_the_script_writes(pieces: dict[str, bytes], root: Path) -> None:
    corpus = root / "data" / "corpus"
    assert {path.name for path in corpus.iterdir() if path.suffix in FORMATS} == set(pieces)
    differ = [
        f"{name}: {member}"
        for name, data in pieces.items()
        for before in [content((corpus / name).read_bytes())]
        for member in before.keys() | content(data).keys()
        if before.get(member) != content(data).get(member)
    ]
    assert differ == []


def test_a_second_run_writes_the_same_bytes(pieces: dict[str, bytes], root: Path, tmp_path: Path) -> None:
    assert written(root, tmp_path) == pieces


def test_files_inside_others_bear_one_date(pieces: dict[str, bytes]) -> None:
    dates = {
        info.date_time
        for data in pieces.values()
        if is_zipfile(io.BytesIO(data))
        for info in ZipFile(io.BytesIO(data)).infolist()
    }
    assert dates == {(2026, 1, 1, 0, 0, 0)}


def test_the_pdf_has_two_pages_of_two_columns_with_heads_and_numbers(pieces: dict[str, bytes]) -> None:
    pdf = pypdfium2.PdfDocument(pieces["almaty-rounds-2013.pdf"])
    try:
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
        assert pdf.get_metadata_dict()["Author"] == "Nadia Verhoeven"
    finally:
        pdf.close()
    assert len(texts) == 2
    for number, text in enumerate(texts, 1):
        assert text.startswith("CASPIAN DESK · BACKGROUND PAPER 7")
        assert str(number) in text.split()
    assert "Twice in the early months" in texts[0]
    assert "without being closed" in texts[1]


def test_the_mailbox_is_a_thread_of_five_messages(pieces: dict[str, bytes]) -> None:
    parts = pieces["bam-thread.mbox"].split(b"\nFrom ")
    mails = [message_from_bytes(part.split(b"\n", 1)[1], policy=policy.default) for part in parts]
    assert [mail["In-Reply-To"] for mail in mails] == [None, *(mail["Message-ID"] for mail in mails[:-1])]
    bodies = [mail.get_content() for mail in mails]
    assert all("\n-- \n" in body for body in bodies)
    assert ["\n> " in body for body in bodies] == [False, True, True, True, True]


def test_each_cable_is_a_row_with_a_body_of_80_to_150_words(pieces: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(io.StringIO(pieces["cables-in-style.csv"].decode())))
    assert len(rows) == 8
    assert all(80 <= len(row["body"].split()) <= 150 for row in rows)
    assert {row["note"] for row in rows} == {"Written in the style of a cable for the loccit sample archive."}


# The questions


def lettered(text: str) -> str:
    """Return the words of a text without what its format sets between them."""
    return " ".join(re.findall(r"\w+", text.replace("\u00ad", "")))


def sources(root: Path) -> Mapping[str, str]:
    """Return the words that each piece was written from, by the name of its file."""
    texts: dict[str, str] = {}
    for path in sorted((root / "data" / "pieces").iterdir()):
        if path.is_dir():
            texts[f"{path.name}.zip"] = " ".join(inner.read_text("utf-8") for inner in sorted(path.iterdir()))
        elif named := re.search(r'^file(?:: | = ")([\w.-]+)', text := path.read_text("utf-8"), re.MULTILINE):
            rows = re.search(r'^rows = "(.+)"', text, re.MULTILINE)
            texts[named[1]] = text + (path.with_name(rows[1]).read_text("utf-8") if rows else "")
    return {name: lettered(text) for name, text in texts.items()}


def test_the_questions_on_the_pieces_name_places_and_quote_their_sources(root: Path, pieces: dict[str, bytes]) -> None:
    lines = (root / "data" / "questions" / "formats.jsonl").read_text("utf-8").splitlines()
    questions: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert len({question["id"] for question in questions}) == len(questions) == 12
    assert {question["document"] for question in questions} == set(pieces)
    texts = sources(root)
    for question in questions:
        for place in (question, *question.get("also", [])):
            assert place["place"], question["id"]
            assert lettered(place["words"]) in texts[place["document"]], question["id"]
