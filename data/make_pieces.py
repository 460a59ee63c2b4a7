"""Write the pieces of the sample archive that are no plain articles, each in its format, from data/pieces.

    .venv/bin/python data/make_pieces.py [FOLDER]

FOLDER is data/corpus unless given. The same sources give the same bytes: files inside others bear fixed dates, and
properties the day of the piece.
"""

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from piece_writers import books, messages, office, pdf, sources, zips

HERE = Path(__file__).resolve().parent
PIECES = HERE / "pieces"

# What writes the sources in Markdown, by the suffix of the file that each names.
_WRITERS: dict[str, Callable[[sources.Piece], bytes]] = {
    ".pdf": pdf.two_column_pdf,
    ".docx": office.word_file,
    ".odt": office.open_document_text,
    ".pptx": office.slides,
    ".epub": books.epub,
}


def main(folder: Path) -> None:
    """Write all pieces to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in written():
        (folder / name).write_bytes(data)


def written() -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each piece."""
    for path in sorted(PIECES.glob("*.md")):
        piece = sources.piece(path)
        yield piece.file, _WRITERS[Path(piece.file).suffix](piece)
    for name, write in (
        ("bam-thread", messages.mailbox),
        ("cables", messages.cables),
        ("coburg-talk", messages.transcript),
    ):
        stated = _stated(name)
        yield stated["file"], write(stated)
    rounds = _stated("rounds")
    yield rounds["file"], office.timetable(PIECES / rounds["rows"], rounds)
    detained = sorted((PIECES / "detained-2007").iterdir())
    yield "detained-2007.zip", zips.zipped({path.name: path.read_bytes() for path in detained})


def _stated(name: str) -> dict[str, Any]:
    return tomllib.loads((PIECES / f"{name}.toml").read_text("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "corpus")
