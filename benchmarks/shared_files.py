"""How well real files of every kind are read, against what is true of them.

    .venv/bin/python benchmarks/shared_files.py FOLDER [--format NAME] [--show]

FOLDER holds the files and truth.jsonl, a row for each file: what is expected of it (read, refuse, either, needs_ocr),
phrases that stand in it with their page or place (shared_places.py compares these), what must not be in it, its title,
author and date. The shares that are right are printed by format; --show names what is wrong.

A title that a program gave, such as "Microsoft Word - draft.doc" or "scan_0012", is none by what loccit says of titles:
it is right not to bear it, which is counted apart ("no title of a program").
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from email.utils import parsedate_tz
from pathlib import Path
from typing import Any, NamedTuple

from shared_places import is_there, plain, stand_in_a_row

from embeddings.documents import Document
from embeddings.errors import UnreadableFile
from embeddings.readers.registry import read
from embeddings.text.splitting import passages

_OF_PROGRAM = re.compile(
    r"Microsoft \w+ - .*|.*\.(?:docx?|pptx?|xlsx?|pdf|exe|tmp)|PowerPoint Presentation|(?:Slide|Page|Sheet) \d+|\S*_\S*"
)


class Fault(NamedTuple):
    """What is wrong about a file: the measure it counts for, and what was expected."""

    file: str
    measure: str
    expected: str


class Figures:
    """How many of each measure were right, by format."""

    def __init__(self) -> None:
        self.counts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        self.faults: list[Fault] = []

    def add(self, row: dict[str, Any], measure: str, right: bool, expected: str) -> None:
        """Count a finding."""
        counts = self.counts[row["format"]][measure]
        counts[0] += right
        counts[1] += 1
        if not right:
            self.faults.append(Fault(row["file"], measure, expected))

    def share(self, measure: str, formats: Sequence[str] = ()) -> float:
        """Return the share that is right of a measure, over some formats or all; 1 where nothing was measured."""
        counted = [counts[measure] for name, counts in self.counts.items() if not formats or name in formats]
        return sum(right for right, _ in counted) / max(sum(total for _, total in counted), 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format")
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    figures = measured(arguments.folder, arguments.format)
    measures = sorted({measure for counts in figures.counts.values() for measure in counts})
    for name, counts in sorted(figures.counts.items()):
        shares = (f"{measure} {counts[measure][0]}/{counts[measure][1]}" for measure in measures if measure in counts)
        print(f"{name:10} {'  '.join(shares)}")
    print("all        " + "  ".join(f"{measure} {figures.share(measure):.3f}" for measure in measures))
    for fault in figures.faults if arguments.show else ():
        print(*fault, sep="\t")


def measured(folder: Path, kind: str | None = None) -> Figures:
    """Read the files of a folder, or those of one format, and compare them with the truth."""
    figures = Figures()
    for row in rows(folder):
        if kind in {None, row["format"]}:
            _measure(row, folder / row["file"], figures)
    return figures


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what is true of each file."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _measure(row: dict[str, Any], path: Path, figures: Figures) -> None:
    expected = row["expect"]
    try:
        documents, reason = read(path, row["file"]).documents, ""
    except UnreadableFile as error:
        documents, reason = [], error.reason
    if expected == "refuse":
        figures.add(row, "refused", not documents, "refused")
        return
    if not documents:
        if expected == "read":
            figures.add(row, "read", False, reason)
        elif expected == "needs_ocr":
            figures.add(row, "ocr", False, reason)
        if expected == "either":
            return
    elif expected in {"read", "needs_ocr"}:
        figures.add(row, "read" if expected == "read" else "ocr", True, "")
    _measure_text(row, documents, figures)
    for name, field in (("title", "title"), ("author", "author"), ("date", "published")):
        if row.get(name):
            stated = [getattr(document, field) or "" for document in documents]
            shown = f"{row[name]} | {stated[:3]}"
            if name == "title" and _OF_PROGRAM.fullmatch(row[name]):
                figures.add(row, "no title of a program", row[name] not in stated, shown)
            else:
                figures.add(row, name, any(_agrees(name, row[name], value) for value in stated), shown)


def _measure_text(row: dict[str, Any], documents: Sequence[Document], figures: Figures) -> None:
    prefix = "ocr " if row["expect"] == "needs_ocr" else ""
    texts = [plain(document.text) for document in documents]
    parts = [plain(document.text[x.start : x.end]) for document in documents for x in passages(document)]
    for phrase in [*row.get("phrases", ()), *row.get("phrases_across", ())]:
        text = plain(phrase["text"])
        figures.add(row, f"{prefix}phrases", any(text in whole for whole in texts), phrase["text"])
        figures.add(row, f"{prefix}in a passage", any(text in part for part in parts), phrase["text"])
        if phrase.get("page") is not None and any(text in whole for whole in texts):
            pages = {name for document in documents for name in places_of(document, text, {"page", "slide"})}
            figures.add(row, "page", str(phrase["page"]) in pages, f"{phrase['page']} | {sorted(pages)} {text}")
        there = is_there(documents, text, phrase.get("where") or "", row["format"]) if documents else None
        if there is not None:
            figures.add(row, "where", there, f"{phrase['where']} | {text}")
        if phrase.get("cells") and documents:
            figures.add(row, "in a row", stand_in_a_row(documents, text, phrase["cells"]), f"{phrase['cells']}")
    for text in row.get("absent", ()) if documents else ():
        absent = plain(text["text"] if isinstance(text, dict) else text)
        figures.add(row, "absent", not any(absent in part for part in parts), absent)


def places_of(document: Document, text: str, kinds: set[str]) -> Iterator[str]:
    """Yield the names of the places of some kinds in which a plain text stands, or begins."""
    places = [place for place in document.places if place.kind in kinds]
    for number, place in enumerate(places):
        end = places[number + 1].end if number + 1 < len(places) else place.end
        if text in plain(document.text[place.start : end]) and text not in plain(document.text[place.end : end]):
            yield place.name


def _agrees(name: str, expected: str, stated: str) -> bool:
    if name == "date":
        # Mails state "Mon, 03 Apr 2017 22:24:35 +0200", web pages ISO dates.
        written = parsedate_tz(expected) if "-" not in expected[:8] else None
        day = "{:04}-{:02}-{:02}".format(*written[:3]) if written else expected
        return bool(stated) and (day.startswith(stated) or stated.startswith(day[:10]))
    folded, other = plain(expected).casefold(), plain(stated).casefold()
    return folded in other or (bool(other) and other in folded)


if __name__ == "__main__":
    main()
