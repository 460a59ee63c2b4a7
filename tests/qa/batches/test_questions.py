from collections.abc import Callable
from pathlib import Path

import pytest

from qa.batches.questions import read_questions
from qa.errors import BatchError


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "questions.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def texts(path: Path) -> list[str]:
    return [asked.text for asked in read_questions(path)]


@pytest.mark.parametrize(
    "content",
    [
        'id,Question\n7,Who left?\n8,"When, and\nwhy?"\n',
        '\ufeffQuestion;id\r\nWho left?;7\r\n"When, and\nwhy?";8\r\n',
        'id\tquestion\n7\tWho left?\n\n8\t"When, and\nwhy?"\n',
    ],
)
def test_the_column_is_found_however_a_spreadsheet_writes_it(file: Callable[..., Path], content: str) -> None:
    assert texts(file(content)) == ["Who left?", "When, and\nwhy?"]


def test_without_a_heading_each_line_is_a_question(file: Callable[..., Path]) -> None:
    assert texts(file("Who left?\nWhen?\n")) == ["Who left?", "When?"]
    assert texts(file("Who left, and when?\n\nWhy?\n", "questions.txt")) == ["Who left, and when?", "Why?"]


def test_what_cannot_be_asked_is_kept_with_its_row_and_fault(file: Callable[..., Path]) -> None:
    asked = read_questions(file("question,id\nWho?,1\n,2\nWhen, and why?,3\n" + "x" * 20_001 + ",4\n"))
    assert [(one.row, one.fault[:21]) for one in asked] == [
        (1, ""),
        (2, "The question is empty"),
        (3, "The row has 3 columns"),
        (4, "The question has 20,0"),
    ]


def test_a_file_that_is_no_table_of_questions_is_named(file: Callable[..., Path]) -> None:
    for content, message in (
        (b"question\n\xff\n", "questions.csv is not UTF-8"),
        ("id,text\n1,Who?\n", 'has no column "question"'),
    ):
        with pytest.raises(BatchError, match=message):
            read_questions(file(content))
    assert read_questions(file("")) == []
