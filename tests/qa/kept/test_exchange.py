import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.answers import Excerpt
from qa.errors import ClippingError
from qa.kept.clippings import clippings, keep, remove
from qa.kept.exchange import bring_back, from_json, to_json

Sentence = Callable[[str], Excerpt]


def test_an_export_brings_back_all_of_it(file: Path, sentence: Sentence, tmp_path: Path) -> None:
    keep(file, sentence("He left\nat “dawn”."), "Talks", note="a\nb", tags=["x", "ÿ"])
    keep(file, sentence("He \ud800 came."))
    written = to_json(clippings(file))
    other = tmp_path / "other.sqlite"
    assert from_json(other, written, "kept.json") == (2, 0)
    assert [clipping.to_dict() | {"number": 0} for clipping in clippings(other)] == [
        clipping.to_dict() | {"number": 0} for clipping in clippings(file)
    ]
    keep(other, sentence("He sat."))
    assert from_json(other, written, "kept.json") == (0, 2)
    assert len(clippings(other)) == 3


def test_what_cannot_be_kept_is_named_and_nothing_is(file: Path, sentence: Sentence) -> None:
    keep(file, sentence("He left."))
    value = json.loads(to_json(clippings(file)))["clippings"][0]
    new = value | {"notebook": "New"}
    faults: list[tuple[Any, str]] = [
        ("no JSON", "kept.json is not JSON"),
        ([], 'kept.json has no list "clippings"'),
        ({"clippings": [new, 5]}, "kept.json, clipping 2: it is no object with the fields of a clipping."),
        ({"clippings": [new, value | {"text": "He came."}]}, "clipping 2: its words are not those of its reference."),
        ({"clippings": [new, value | {"reference": "qa1x"}]}, "clipping 2: 'qa1x' is mistyped"),
        ({"clippings": [new, value | {"notebook": " "}]}, "clipping 2: The name of the notebook is empty"),
        ({"clippings": [new, value | {"document": {}}]}, "clipping 2: document.id is wrong: field required"),
    ]
    for content, message in faults:
        with pytest.raises(ClippingError, match=message):
            from_json(file, content if isinstance(content, str) else json.dumps(content), "kept.json")
    assert [clipping.notebook for clipping in clippings(file)] == ["Clippings"]


def test_a_date_that_is_none_is_left_out(file: Path, sentence: Sentence, tmp_path: Path) -> None:
    keep(file, sentence("He left."))
    written = to_json(clippings(file)).replace("2010-11", "soon")
    from_json(tmp_path / "other.sqlite", written, "kept.json")
    assert clippings(tmp_path / "other.sqlite")[0].document["published"] is None


def test_a_clipping_comes_back_to_its_place(file: Path, sentence: Sentence) -> None:
    numbers = [keep(file, sentence(f"{letter}."), note=letter).number for letter in "abc"]
    (removed,) = remove(file, [numbers[1]])
    back = bring_back(file, removed.to_dict(), removed.position)
    assert (back.position, back.note) == (2, "b")
    assert [clipping.text for clipping in clippings(file)] == ["a.", "b.", "c."]
