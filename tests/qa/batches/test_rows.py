import csv
import io
import json
from pathlib import Path

import pytest

from embeddings.documents import Document
from qa.answers import Answer, Excerpt
from qa.batches.questions import BatchQuestion
from qa.batches.rows import COLUMNS, checked_suffix, csv_cell, heading, read_written, row_of
from qa.errors import BatchError

WORDS = 'He left,\nat "dawn".'
DOCUMENT = Document(id="a.txt", path="/a.txt", text=WORDS, sha256="ab" * 32, title="=A", published="2010-11")
EXCERPT = Excerpt(DOCUMENT, 0, len(WORDS), WORDS, 1.0)
ASKED = BatchQuestion(1, "Who, “left”?")
ANSWER = Answer(ASKED.text, "answered", 0.91234, (EXCERPT, EXCERPT), (), 1, "g1")
FAULTY = BatchQuestion(2, "", "The question is empty.")


def test_a_csv_row_has_a_column_for_each_thing() -> None:
    written = heading(".csv") + row_of(ASKED, ANSWER, ".csv") + row_of(FAULTY, None, ".csv")
    first, second = csv.DictReader(io.StringIO(written.decode(), newline=""))
    assert tuple(first) == COLUMNS
    assert (first["row"], first["question"], first["status"], first["confidence"]) == (
        *("1", ASKED.text),
        *("answered", "0.9123"),
    )
    assert first["excerpts"] == f"[1] “{WORDS}”\n[2] “{WORDS}”"
    assert first["citations"].startswith("[1] =A. November 2010\n[2] =A.")
    assert first["references"].count(EXCERPT.reference) == 2
    assert (second["status"], second["reason"], second["excerpts"]) == ("not_asked", FAULTY.fault, "")


@pytest.mark.parametrize(
    "title", ["=A", "+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1", "＋1", "－1", "＠SUM(1)", '=HYPERLINK("x")']
)
def test_no_cell_is_a_formula_whoever_wrote_the_title_or_the_question(title: str) -> None:
    document = Document(id="a.txt", path="/a.txt", text=WORDS, sha256="ab" * 32, title=title)
    excerpt = Excerpt(document, 0, len(WORDS), WORDS, 1.0)
    asked = BatchQuestion(1, f"{title}?")
    answer = Answer(asked.text, "answered", 0.9, (excerpt,), (), 1, "g1")
    data = heading(".csv") + row_of(asked, answer, ".csv")
    (row,) = csv.DictReader(io.StringIO(data.decode(), newline=""))
    assert {name: cell for name, cell in row.items() if cell.lstrip()[:1] in set("=+-@＝＋－＠")} == {}
    assert row["question"].startswith("'")
    assert row["citations"].startswith("'")
    assert row["question"].endswith(f"{title.strip()}?")
    # What is read again is what was written, so that a batch goes on.
    assert read_written(Path("answers.csv"), data).rows == ((1, csv_cell(asked.text)),)


def test_a_row_of_json_has_the_whole_answer() -> None:
    value = json.loads(row_of(ASKED, ANSWER, ".jsonl"))
    assert (value["row"], value["excerpts"][0]["text"], value["citations"][0]) == (1, WORDS, "=A. November 2010")
    assert value["references"] == [EXCERPT.reference] * 2
    assert json.loads(row_of(FAULTY, None, ".jsonl"))["status"] == "not_asked"


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_of_a_file_cut_off_anywhere_the_whole_rows_are_read(suffix: str) -> None:
    path = Path(f"answers{suffix}")
    head = heading(suffix)
    rows = [row_of(ASKED, ANSWER, suffix), row_of(FAULTY, None, suffix)]
    written = head + b"".join(rows)
    ends = [len(head), len(head) + len(rows[0]), len(written)]
    for length in range(len(written) + 1):
        read = read_written(path, written[:length])
        whole = [end for end in ends if end <= length]
        assert read.end == (whole[-1] if whole else 0)
        assert read.rows == ((1, ASKED.text), (2, ""))[: max(0, len(whole) - 1)]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_file_of_somebody_else_is_never_taken_for_answers(suffix: str) -> None:
    for content in (b"my notes", b"my notes\n", b"a,b\n1,2\n", b"5\n", b'{"a": 1}\n'):
        with pytest.raises(BatchError, match=f"answers{suffix}"):
            read_written(Path(f"answers{suffix}"), content)
    with pytest.raises(BatchError, match=r"neither \.csv nor \.jsonl"):
        checked_suffix(Path("answers.xlsx"))
