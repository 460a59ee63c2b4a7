from dataclasses import FrozenInstanceError, asdict, fields

import pytest

from embeddings.documents import Document
from embeddings.readers.content import FileContent


def test_what_a_file_does_not_state_is_none() -> None:
    stated = asdict(FileContent("Water rose."))
    assert stated.pop("text") == "Water rose."
    assert set(stated.values()) == {None}


def test_a_document_has_a_field_for_each_of_the_content() -> None:
    assert {field.name for field in fields(FileContent)} <= {field.name for field in fields(Document) if field.init}


def test_content_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        FileContent("Water rose.").text = ""  # type: ignore[misc]  # mypy knows that it is frozen; at run time it must be too
