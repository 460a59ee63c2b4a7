from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.errors import FilterError
from ui.web import people_endpoint
from ui.web.people_endpoint import SentName, people_of

pytest.importorskip("spacy")


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    text = "Ana Ruiz told Bo Lind that the lock leaks. Bo Lind said that it does not. Ana Ruiz said that it does."
    return Archive.open(index_of({"letter.txt": text}), encoder=encoder)


def test_without_a_name_all_who_speak_are_returned(archive: Archive) -> None:
    found = people_of(archive, SentName())
    assert [one["name"] for one in found["people"]] == ["Ana Ruiz", "Bo Lind"]
    assert (found["people_count"], found["generation"]) == (2, archive.generation)


def test_with_a_name_what_they_say_is_returned(archive: Archive) -> None:
    found = people_of(archive, SentName(name="Ruiz"))
    assert [one["text"] for one in found["statements"]] == ["that the lock leaks", "that it does"]
    assert found["statement_count"] == 2
    assert people_of(archive, SentName(name="Ruiz", to="Bo Lind"))["statement_count"] == 1
    with pytest.raises(FilterError):
        people_of(archive, SentName(name="Rita"))


def test_a_part_is_returned_from_a_place_on(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_endpoint, "MOST_RETURNED", 1)
    found = people_of(archive, SentName(first=1))
    assert ([one["name"] for one in found["people"]], found["people_count"]) == (["Bo Lind"], 2)
