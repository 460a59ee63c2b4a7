import os
from pathlib import Path

import pytest
from PIL import Image

from embeddings.documents import Fact
from embeddings.readers import ocr
from embeddings.readers.ocr import Seen, recognised, words_of_table
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.scans import LINES, file_of, needs_ocr, picture

TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t640\t480\t-1\t
4\t1\t1\t1\t1\t0\t36\t92\t544\t33\t-1\t
5\t1\t1\t1\t1\t1\t36\t92\t60\t24\t96.5\tThis
5\t1\t1\t1\t1\t2\t109\t92\t20\t24\t41.0\t"is
4\t1\t1\t1\t2\t0\t36\t126\t544\t33\t-1\t
5\t1\t1\t1\t2\t1\t36\t126\t60\t24\t90\tit
"""


@needs_ocr
def test_the_words_of_a_picture_have_their_boxes_in_points() -> None:
    seen = recognised(picture(), 0.5)
    assert " ".join(word.text for word in seen.words) == " ".join(LINES)
    assert seen.confidence > 80
    first = seen.words[0]
    assert (first.text, first.angle) == ("The", 0)
    assert first.left == pytest.approx(50, abs=3)
    assert first.top == pytest.approx((900 - 100) / 2, abs=12)
    assert {word.line for word in seen.words} == {1, 2, 3}


@needs_ocr
@pytest.mark.parametrize("turn", [90, 270])
def test_a_picture_that_lies_on_its_side_is_read(turn: int) -> None:
    seen = recognised(picture().rotate(turn, expand=True), 1)
    assert [word.text for word in seen.words][:3] == ["The", "harbour", "council"]
    assert {word.angle for word in seen.words} == {turn}


@needs_ocr
def test_a_picture_that_stands_on_its_head_is_read() -> None:
    seen = recognised(picture().rotate(180), 1)
    assert [word.text for word in seen.words][:3] == ["The", "harbour", "council"]
    first = seen.words[0]
    assert first.angle == 180
    assert first.right == pytest.approx(1240 - 100, abs=6)


@needs_ocr
def test_a_picture_without_text_has_no_words() -> None:
    noise = Image.effect_noise((800, 600), 90)
    assert recognised(noise, 1).words == []


def test_the_programs_table_becomes_words_with_the_height_of_their_line() -> None:
    size = 33 / 1.1
    assert list(words_of_table(TABLE)) == [
        Seen("This", 96.5, 36, 92, 96, 125, pytest.approx(size), 1),
        Seen('"is', 41.0, 109, 92, 129, 125, pytest.approx(size), 1),
        Seen("it", 90.0, 36, 126, 96, 159, pytest.approx(size), 2),
    ]


def test_the_program_is_used_where_the_library_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_has_tesserocr", lambda: False)
    monkeypatch.setattr(ocr, "program_languages", lambda: ("eng",))
    monkeypatch.setattr(ocr, "_by_program", lambda _: words_of_table(TABLE.replace("This", "Harbours")))
    seen = recognised(Image.new("L", (640, 480), "white"), 1)
    assert [word.text for word in seen.words] == ["Harbours", '"is', "it"]
    assert round(seen.confidence) == 83


def test_nothing_is_installed_without_library_and_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_has_tesserocr", lambda: False)
    monkeypatch.setattr(ocr, "program_languages", lambda: ())
    assert not ocr.is_installed()


def test_a_page_of_letters_that_it_does_not_know_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [Seen("JRETHBRN", 41.0, 36, 92, 96, 125, 30, number) for number in range(40)]
    monkeypatch.setattr(ocr, "_has_tesserocr", lambda: False)
    monkeypatch.setattr(ocr, "_by_program", lambda _: iter(words))
    assert recognised(Image.new("L", (640, 480), "white"), 1) == ocr.Recognised([], 0.0, is_other_script=True)


def test_an_installed_program_reads_scans_without_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "table.tsv").write_text(TABLE.replace("This", "Harbours"), "utf-8")
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = --list-langs ]; then echo "List of languages (3):"; echo deu; echo eng; echo osd; exit; fi\n'
        'echo "$@" > "$(dirname "$0")/arguments"\n'
        'cat > /dev/null; cat "$(dirname "$0")/table.tsv"\n'
    )
    program.chmod(0o755)
    monkeypatch.setattr(ocr, "_has_tesserocr", lambda: False)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    ocr.program_languages.cache_clear()
    try:
        (document,) = contents_of(Path("scan.png"), file_of(picture())).documents
    finally:
        ocr.program_languages.cache_clear()
    assert document.text.startswith("Harbours")
    assert "-l deu+eng --psm 3 tsv" in (tmp_path / "arguments").read_text()
    assert Fact("read by", "OCR", "mean confidence 83 of 100") in document.facts
