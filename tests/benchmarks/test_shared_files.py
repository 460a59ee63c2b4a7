"""Real files of every kind are read as they should be. The files are not part of the project."""

from pathlib import Path

import pytest
from shared_files import Figures, measured

FILES = Path(__file__).resolve().parents[3] / "shared" / "files"


@pytest.fixture(scope="module")
def figures() -> Figures:
    if not (FILES / "truth.jsonl").exists():
        pytest.skip("../shared/files is not there")
    return measured(FILES)


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("read", 0.98),
        ("refused", 1.0),
        ("phrases", 0.97),
        ("in a passage", 0.95),
        ("page", 0.98),
        ("where", 0.93),
        ("in a row", 0.98),
        ("absent", 0.95),
        ("title", 0.9),
        ("no title of a program", 1.0),
        ("date", 0.9),
        ("ocr phrases", 0.85),
    ],
)
def test_real_files_are_read(figures: Figures, measure: str, least: float) -> None:
    wrong = [fault for fault in figures.faults if fault.measure == measure]
    assert figures.share(measure) >= least, wrong


def test_no_file_is_neither_read_nor_named(figures: Figures) -> None:
    assert [fault for fault in figures.faults if fault.measure == "read" and not fault.expected.strip()] == []
