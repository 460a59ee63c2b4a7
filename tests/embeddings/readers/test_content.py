import json
from dataclasses import FrozenInstanceError, asdict, fields, replace

import pytest

from embeddings.documents import Attribution, Document, Fact, Place
from embeddings.readers.content import (
    OMITTED_CHARACTERS,
    OMITTED_LINES,
    FileContent,
    FileContents,
    Omitted,
    Refused,
    content_with,
    missing,
)


def test_what_a_file_does_not_state_is_none() -> None:
    stated = asdict(FileContent("Water rose."))
    assert stated.pop("text") == "Water rose."
    assert stated.pop("left_out") == 0
    assert [stated.pop(name) for name in ("member", "facts", "places", "poor")] == ["", (), (), ""]
    assert [stated.pop(name) for name in ("omitted", "attributions")] == [(), ()]
    assert set(stated.values()) == {None}


def test_a_document_has_a_field_for_each_of_the_content() -> None:
    of_content = {field.name for field in fields(FileContent)} - {"left_out", "omitted", "poor"}
    assert of_content <= {field.name for field in fields(Document) if field.init}


def test_what_was_left_out_makes_no_other_content() -> None:
    assert FileContent("Water rose.", left_out=2) == FileContent("Water rose.")


def test_content_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        FileContent("Water rose.").text = ""  # type: ignore[misc]  # mypy knows that it is frozen; at run time it must be too


def test_contents_pass_through_json_with_all_that_they_hold() -> None:
    facts, places = (Fact("author", "Ana Ruiz", "byline"),), (Place("row", "2", 0, 4), Place("row", "3", 6, 11))
    whole = FileContent(
        "Rose.\n\nFell \ud800.",
        "Tides",
        *"ABCDE",
        3,
        "a.zip!/b",
        facts,
        places,
        "by OCR",
        (Omitted("Menu", "furniture"),),
        (Attribution(((0, 4),), (7, 11), "Ana", None, "direct", chain=((7, 11), (0, 4))),),
    )
    contents = FileContents((whole, FileContent("It rose.")), (Refused("c.txt", "holds no text"),))
    read = FileContents.of(json.loads(json.dumps(contents.as_values())))
    assert read == contents
    # These do not count for equality.
    assert (read.documents[0].facts, read.documents[0].left_out) == (facts, 3)
    assert read.documents[0].omitted == whole.omitted
    assert all(getattr(whole, field.name) != field.default for field in fields(whole))
    assert replace(read.documents[0], title=None) != whole


def test_lines_that_are_missing_are_named_in_their_order() -> None:
    before = ["Menu", "It rose.", "Menu", "", "Foot"]
    assert missing(before, ["It rose.", "Menu"], "furniture") == [
        Omitted("Menu", "furniture"),
        Omitted("Foot", "furniture"),
    ]


def test_of_what_is_left_out_the_first_lines_are_kept_in_short() -> None:
    content = content_with("It rose.", omitted=[Omitted("x" * 999, "head")] * 999)
    assert content.left_out == 999
    assert content.omitted == (Omitted("x" * OMITTED_CHARACTERS, "head"),) * OMITTED_LINES
