"""The questions of a batch: a CSV file with a column "question", or a file with one question a line."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from qa.errors import BatchError, QuestionError
from qa.question.question import check_question

COLUMN = "question"
# What parts the columns, as spreadsheets write them.
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question and the number of its row, the first below the heading being 1; `fault` is why it cannot be asked."""

    row: int
    text: str
    fault: str = ""


def read_questions(path: Path) -> list[BatchQuestion]:
    """Return the questions of a file, those that cannot be asked with their fault. Empty lines are passed over.

    Raises BatchError for a file that cannot be read, is no CSV in UTF-8, or names no column "question" among several.
    """
    try:
        written = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BatchError(f"{path} is not UTF-8 ({error.reason}); save it as CSV in UTF-8.") from error
    return questions_of(written, path.name, str(path))


def questions_of(written: str, name: str, called: str = "") -> list[BatchQuestion]:
    """Return the questions of a file's text, as `read_questions` does; the suffix of its `name` says what it is.

    Messages speak of the file as `called`, or by its name.
    """
    called = called or name
    if name.lower().endswith(".txt"):
        return _questions([[line] for line in written.splitlines() if line.strip()], 0, 1)
    for delimiter in _DELIMITERS:
        table = _table(called, written, delimiter)
        heading = [cell.strip().casefold() for cell in table[0]] if table else []
        if COLUMN in heading:
            return _questions(table[1:], heading.index(COLUMN), len(heading))
    table = _table(called, written, _DELIMITERS[0])
    if all(len(row) == 1 for row in table):
        return _questions(table, 0, 1)
    raise BatchError(f'{called} has no column "{COLUMN}"; name the column of the questions so in its first line.')


def _table(called: str, written: str, delimiter: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(io.StringIO(written, newline=""), delimiter=delimiter) if any(row)]
    except csv.Error as error:
        raise BatchError(f"{called} is no CSV ({error}); save it as CSV.") from error


def _questions(rows: list[list[str]], column: int, width: int) -> list[BatchQuestion]:
    asked = []
    for number, row in enumerate(rows, 1):
        text = row[column].strip() if len(row) > column else ""
        # Else only the words before a comma would be asked.
        is_parted = f"The row has {len(row)} columns, and the heading {width}; put the question in quotation marks."
        asked.append(BatchQuestion(number, text, is_parted if len(row) > width else _fault(text)))
    return asked


def _fault(text: str) -> str:
    try:
        check_question(text)
    except QuestionError as error:
        return str(error)
    return ""
