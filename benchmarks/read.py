"""How fast files are read, beside the bare library of their format.

    .venv/bin/python benchmarks/read.py [FOLDER]

FOLDER is data/corpus unless named. Both read the same bytes in turns; printed are files and megabytes a second, and the
median of the ratios. What is measured is one core: the process in which a rebuild parses files is not started.
"""

import argparse
import csv
import email
import io
import statistics
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import docx
import pptx
import pypdfium2
from lxml import html
from python_calamine import CalamineWorkbook

from embeddings.errors import UnreadableFile
from embeddings.readers.registry import contents_of

ROUNDS = 5
CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=CORPUS)
    folder = parser.parse_args().folder
    by_suffix = defaultdict(list)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if _is_read(path):
            by_suffix[path.suffix.lower()].append((path, path.read_bytes()))
    for suffix, files in sorted(by_suffix.items()):
        bare = BARE.get(suffix)
        own, others, ratios = [], [], []
        for _ in range(ROUNDS):
            own.append(_seconds(lambda: [contents_of(path, data) for path, data in files]))  # noqa: B023  # called at once
            if bare:
                others.append(_seconds(lambda: [bare(data) for _, data in files]))  # noqa: B023  # called at once
                ratios.append(others[-1] / own[-1])
        taken, megabytes = statistics.median(own), sum(len(data) for _, data in files) / 1e6
        beside = f"{statistics.median(ratios):6.2f} of the rate of the bare library" if ratios else ""
        print(f"{suffix or 'none':8} {len(files) / taken:9.1f} files/s {megabytes / taken:8.2f} MB/s {beside}")


def _is_read(path: Path) -> bool:
    try:
        return bool(contents_of(path, path.read_bytes()).documents)
    except UnreadableFile:
        return False


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _pdf(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _docx(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _pptx(data: bytes) -> str:
    slides = pptx.Presentation(io.BytesIO(data)).slides
    return "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)


def _sheets(data: bytes) -> list[object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _members(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [packed.read(name) for name in packed.namelist()]


BARE: dict[str, Callable[[bytes], object]] = {
    ".pdf": _pdf,
    ".docx": _docx,
    ".pptx": _pptx,
    ".xlsx": _sheets,
    ".xls": _sheets,
    ".csv": lambda data: list(csv.reader(io.StringIO(data.decode("utf-8", "replace")))),
    ".eml": lambda data: email.message_from_bytes(data).as_string(),
    ".html": lambda data: html.fromstring(data).text_content(),
    ".epub": _members,
    ".odt": _members,
    ".zip": _members,
}

if __name__ == "__main__":
    main()
