from dataclasses import FrozenInstanceError, asdict, fields

import pytest

from embeddings.documents import Document
from embeddings.readers.content import FileContent


def test_what_a_file_does_not_state_is_none() -> None:
    stated = asdict(FileContent("Water rose."))
    assert stated.pop("text") == "Water rose."
    assert stated.pop("left_out") == 0
    assert [stated.pop(name) for name in ("member", "facts", "places", "poor")] == ["", (), (), ""]
    assert set(stated.values()) == {None}


def test_a_document_has_a_field_for_each_of_the_content() -> None:
    of_content = {field.name for field in fields(FileContent)} - {"left_out", "poor"}
    assert of_content <= {field.name for field in fields(Document) if field.init}


def test_what_was_left_out_makes_no_other_content() -> None:
    assert FileContent("Water rose.", left_out=2) == FileContent("Water rose.")


def test_content_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        FileContent("Water rose.").text = ""  # type: ignore[misc]  # mypy knows that it is frozen; at run time it must be too
