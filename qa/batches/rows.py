"""The answers of a batch as rows: CSV for spreadsheets, JSON Lines for programs; what was written is read again."""

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.answers import Answer
from qa.batches.questions import BatchQuestion
from qa.citations.lines import excerpt_line, fact_line, title_of
from qa.errors import BatchError
from qa.wording import replace_control_characters

COLUMNS = (
    *("row", "question", "status", "confidence", "low_confidence", "reason"),
    *("excerpts", "citations", "references", "facts", "sources", "generation"),
)
NOT_ASKED = "not_asked"
SUFFIXES = (".csv", ".jsonl")
# A cell that begins so is a formula to spreadsheets, to some of them in the wide letters of East Asian keyboards, too.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class Written:
    """What a file of answers holds: the number and question of each whole row, and where the last of them ends."""

    rows: tuple[tuple[int, str], ...]
    end: int


def checked_suffix(path: Path) -> str:
    """Return the suffix of a file of answers, which says how they are written. Raises BatchError for another."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BatchError(f"{path} ends in neither .csv nor .jsonl; name the file of the answers so.")
    return suffix


def heading(suffix: str) -> bytes:
    """Return what a file of answers begins with."""
    return _csv(COLUMNS) if suffix == ".csv" else b""


def row_of(asked: BatchQuestion, answer: Answer | None, suffix: str) -> bytes:
    """Return the row of a question, with its answer; without one, with its fault."""
    values = _values(asked, answer)
    if suffix == ".csv":
        return _csv([_cell(values[name]) for name in COLUMNS])
    whole = values | (answer.to_dict() if answer else {}) | {"citations": values["citations"]}
    return f"{json.dumps(whole)}\n".encode()


def _values(asked: BatchQuestion, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        empty = {name: [] if name in {"excerpts", "citations", "references", "facts"} else "" for name in COLUMNS}
        return empty | {"row": asked.row, "question": asked.text, "status": NOT_ASKED, "reason": asked.fault}
    return {
        "row": asked.row,
        "question": asked.text,
        "status": answer.status,
        "confidence": round(answer.confidence, 4),
        "low_confidence": answer.low_confidence,
        "reason": answer.reason or "",
        "excerpts": [f"“{excerpt.text}”" for excerpt in answer.excerpts],
        "citations": [f"{title_of(excerpt.document)}. {excerpt_line(excerpt)}" for excerpt in answer.excerpts],
        "references": [excerpt.reference for excerpt in answer.excerpts],
        "facts": [f"{fact_line(fact)} ({title_of(fact.document)})" for fact in answer.facts],
        "sources": answer.sources,
        "generation": answer.generation,
    }


def _cell(value: Any) -> str:
    """Return a value as the text of a cell; of several, each begins a line, and is numbered where there are more."""
    if not isinstance(value, list):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value[0] if len(value) == 1 else "\n".join(f"[{number}] {one}" for number, one in enumerate(value, 1))


def csv_cell(text: str) -> str:
    """Return text as a cell of CSV that no spreadsheet computes: before what would be a formula stands an apostrophe.

    A carriage return would end the row, since Python 3.11 puts only line feeds in quotation marks.
    """
    shown = replace_control_characters(text).replace("\r\n", "\n").replace("\r", "\n")
    return f"'{shown}" if _FORMULA.match(shown) else shown


def _csv(cells: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(csv_cell, cells))
    return out.getvalue().encode()


def read_written(path: Path, data: bytes) -> Written:
    """Return the whole rows of a file of answers that a stop may have cut off. Raises BatchError where it is none."""
    lines = [line + b"\n" for line in data.split(b"\n")]
    lines[-1] = lines[-1][:-1]
    is_csv = path.suffix.lower() == ".csv"
    written = _csv_rows(path, lines) if is_csv else _json_rows(path, lines)
    # What is no beginning of answers is somebody's, and is not written over.
    begun = heading(".csv") if is_csv else b'{"row": 1, '
    if not written.end and not (data.startswith(begun) or begun.startswith(data)):
        raise BatchError(f"{path} holds something else than answers; name another file for these.")
    return written


def _json_rows(path: Path, lines: Sequence[bytes]) -> Written:
    rows, end = [], 0
    for number, line in enumerate(lines, 1):
        if not line.endswith(b"\n"):
            break
        try:
            value = json.loads(line)
            rows.append((int(value["row"]), str(value["question"])))
        except (ValueError, KeyError, TypeError) as error:
            raise BatchError(f"{path}, line {number}: is no row of answers; name another file for these.") from error
        end += len(line)
    return Written(tuple(rows), end)


def _csv_rows(path: Path, lines: Sequence[bytes]) -> Written:
    # A row that was cut off leaves a quotation mark open, or ends without a line break, or lacks columns.
    reader = csv.reader((line.decode("utf-8", "replace") for line in lines), strict=True)
    rows: list[tuple[int, str]] = []
    whole_lines = 0
    try:
        for number, cells in enumerate(reader):
            if not lines[reader.line_num - 1].endswith(b"\n"):
                break
            if number == 0 and tuple(cells) != COLUMNS:
                raise BatchError(f"{path} holds something else than answers; name another file for these.")
            if number:
                rows.append((int(cells[0]), cells[1]))
            whole_lines = reader.line_num
    except (csv.Error, ValueError, IndexError) as error:
        if reader.line_num < len(lines):
            raise BatchError(f"{path}, line {reader.line_num}: is no row of answers; name another file.") from error
    return Written(tuple(rows), sum(map(len, lines[:whole_lines])))
