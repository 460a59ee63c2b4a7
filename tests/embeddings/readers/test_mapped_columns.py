import json

import pytest

from embeddings.documents import Fact
from embeddings.readers import json_lines
from embeddings.readers.content import File, FileContents
from embeddings.readers.mapped_columns import mapping_of, text_of_row
from embeddings.readers.table_rows import table_contents

COLUMNS = (("published", "Sent"), ("text", "BODY"), ("title", "Subject  line"))
NAMED = [("SUBJECT LINE", "The lock"), ("Sent", "2011"), ("Body", "It was shut."), ("Port", "Hull")]


def test_columns_are_told_by_their_names_but_for_case_and_spaces() -> None:
    assert mapping_of(COLUMNS, [name for name, _ in NAMED]) == {
        "SUBJECT LINE": "title",
        "Sent": "published",
        "Body": "text",
    }


@pytest.mark.parametrize(
    ("mapping", "prose", "paragraphs"),
    [
        ({"Body": "text"}, ["Port"], ["It was shut."]),
        ({"Body": "text", "Port": "text"}, [], ["Body", "It was shut.", "Port", "Hull"]),
        ({"Sent": "published"}, ["Body"], ["It was shut."]),
        ({"SUBJECT LINE": "title", "Sent": "published"}, [], ["Body: It was shut.\nPort: Hull"]),
        (dict.fromkeys(dict(NAMED), "x"), [], ["\n".join(f"{name}: {cell}" for name, cell in NAMED)]),
    ],
)
def test_the_text_of_a_row(mapping: dict[str, str], prose: list[str], paragraphs: list[str]) -> None:
    assert text_of_row(NAMED, mapping, prose) == paragraphs


def test_each_row_of_a_sheet_with_such_a_column_is_a_document() -> None:
    rows = [
        (1, ["Port tolls of 2011", "", ""]),
        (3, ["Port", "SENT", "DATE"]),
        (4, ["Hull", "5 April 2011", "1999-01-01"]),
        (5, ["", "", ""]),
        (6, ["Bonn", "some day", ""]),
    ]
    first, second = table_contents(rows, name="Tolls", columns=COLUMNS)
    assert (first.text, first.published, first.member) == ("Port: Hull\nDATE: 1999-01-01", "2011-04-05", "row 4")
    # What is said of a column wins over what the name of another tells.
    assert [fact for fact in first.facts if fact.name == "published"] == [
        Fact("published", "2011-04-05", "column SENT"),
        Fact("published", "1999-01-01", "column DATE"),
    ]
    assert [(place.kind, place.name) for place in first.places] == [("sheet", "Tolls"), ("row", "4")]
    assert (second.text, second.published) == ("Port: Bonn", None)
    (whole,) = table_contents(rows, name="Tolls", columns=(("title", "Cargo"),))
    assert whole.text.startswith("Port tolls of 2011\n\nPort | SENT | DATE")


def test_fields_of_json_lines_are_columns_too() -> None:
    lines = [{"Body": "It was shut.\n\nNobody knew.", "Subject line": "The lock", "port": 7}, {"other": 1}, [1, 2]]
    data = "\n".join(map(json.dumps, lines)).encode()
    file = File("a.jsonl", data, lambda *_: FileContents(()), columns=COLUMNS)
    first, rest = json_lines.read(file).documents
    assert (first.title, first.text, first.member) == ("The lock", "It was shut.\n\nNobody knew.", "line 1")
    assert Fact("port", "7", "JSON field port") in first.facts
    assert rest.text == "other: 1\n\n1 | 2"
