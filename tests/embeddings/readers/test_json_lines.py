import json

import pytest

from embeddings.documents import Fact
from embeddings.readers.content import LimitReached, NotRead
from embeddings.readers.json_lines import read
from tests.embeddings.readers.office_files import file_of


def _data(*values: object) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def test_objects_with_a_text_are_documents_with_facts() -> None:
    first = {
        "id": 7,
        "title": "Tolls",
        "author": ["Ana Ruiz", "Bo Ek"],
        "date": "2009-01-02",
        "text": "Tolls fell.\n\nShips came.",
    }
    second = {"URL": "https://example.org/a", "body": "Second."}
    first_content, second_content = read(file_of("a.jsonl", _data(first, second))).documents
    assert (first_content.member, first_content.text, first_content.title, first_content.author) == (
        "line 1",
        "Tolls fell.\n\nShips came.",
        "Tolls",
        "Ana Ruiz, Bo Ek",
    )
    assert (first_content.published, first_content.facts[0]) == ("2009-01-02", Fact("id", "7", "JSON field id"))
    assert [(place.kind, place.name) for place in first_content.places] == [("row", "1")]
    assert (second_content.member, second_content.text, second_content.url) == (
        "line 2",
        "Second.",
        "https://example.org/a",
    )


def test_other_lines_are_rows_of_their_fields() -> None:
    data = _data({"port": "Riga", "tonnes": 3, "open": True, "ships": [{"name": "Aurora"}, None]}, ["a", 2], "words")
    (content,) = read(file_of("a.jsonl", data)).documents
    assert content.text == "port: Riga\ntonnes: 3\nopen: true\nships: name: Aurora\n\na | 2\n\nwords"
    assert [(place.name, content.text[place.start : place.end]) for place in content.places][1:] == [
        ("2", "a | 2"),
        ("3", "words"),
    ]


def test_empty_and_broken_lines_keep_the_numbers_of_the_others() -> None:
    lines = b"\n\n".join([_data({"text": f"Text {number}."}) for number in range(12)]) + b'\n{"text": "cut'
    *contents, rows = read(file_of("a.jsonl", lines)).documents
    assert [content.member for content in contents][:3] == ["line 1", "line 3", "line 5"]
    assert rows.text == '{"text": "cut'


def test_what_is_no_json_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotRead, match="has 2 of 2 lines that are no JSON"):
        read(file_of("a.jsonl", b"plain\n" + b"[" * 100_000))
    monkeypatch.setattr("embeddings.readers.json_lines.MAX_CHARACTERS", 10)
    with pytest.raises(LimitReached, match="split it"):
        read(file_of("a.jsonl", b'{"text": "words"}'))


def test_what_is_too_long_for_a_fact_is_text() -> None:
    summary, body = "The toll was lowered. " * 60, "Ships came. " * 100
    (content,) = read(
        file_of("a.jsonl", _data({"id": 7, "summary": summary, "text": body, "html": f"<p>{body}", "data": "x1" * 600}))
    ).documents
    assert content.text == f"summary\n\n{summary.strip()}\n\ntext\n\n{body.strip()}"
    assert content.facts == (Fact("id", "7", "JSON field id"),)
    (again,) = read(file_of("a.jsonl", _data({"text": body, "body": body}))).documents
    assert again.text == body.strip()
