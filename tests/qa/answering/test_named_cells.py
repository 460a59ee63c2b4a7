from collections.abc import Callable

import pytest

from qa.answering.named_cells import in_named_cell
from qa.question.question import Question

TABLE = """Country | Wells drilled | Wells repaired | People served

Mali | 61 | 12 | 48,000

Niger | 48 | 31 | 39,500

We drilled wells in Niger, and 48 of them were deep."""
ROW = "Niger | 48 | 31 | 39,500"


@pytest.mark.parametrize(
    ("question", "marked", "cell"),
    [
        ("How many wells were drilled in Niger?", "48 | 31 | 39,500", "48"),
        ("How many wells were drilled in Niger?", "39,500", "48"),
        ("How many wells were repaired in Niger?", "48", "31"),
        ("How many people were served in Niger?", "Niger | 48", "39,500"),
        ("Which country got 48?", "48", "Niger"),
        ("What of Niger?", "48 | 31", "48 | 31"),
        ("How many wells are there in Niger?", "31 | 39,500", "31 | 39,500"),
    ],
)
def test_of_a_row_the_cell_of_the_column_that_is_asked_for_answers(
    question_of: Callable[[str], Question], question: str, marked: str, cell: str
) -> None:
    start = TABLE.index(marked, TABLE.index(ROW))
    found = in_named_cell(question_of(question), TABLE, (start, start + len(marked)))
    assert TABLE[slice(*found)] == cell
    assert TABLE.index(ROW) <= found[0] < found[1] <= TABLE.index(ROW) + len(ROW)


def test_words_of_prose_and_of_other_tables_stay(question_of: Callable[[str], Question]) -> None:
    question = question_of("How many wells were drilled in Niger?")
    prose = TABLE.index("48 of them")
    assert in_named_cell(question, TABLE, (prose, prose + 2)) == (prose, prose + 2)
    uneven = "Country | Wells drilled\n\nNiger | 48 | 31\n\nMali | 61 | 12"
    start = uneven.index("31")
    assert in_named_cell(question, uneven, (start, start + 2)) == (start, start + 2)
