from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import open_generation
from embeddings.index import presence
from embeddings.index.catalogue import Catalogue
from embeddings.index.presence import current_id, current_ids, document_of, present


@pytest.fixture
def catalogue(index_of: Callable[[dict[str, str]], Path]) -> Catalogue:
    files = {"north/river.md": "The river was high.", "south/river.md": "The river was low.", "sea.txt": "It was calm."}
    return open_generation(index_of(files)).catalogue


def test_a_document_has_the_id_that_it_had_or_that_which_its_path_ends_with(catalogue: Catalogue) -> None:
    assert current_id(catalogue, "sea.txt") == "sea.txt"
    assert current_id(catalogue, "sources/north/river.md") == "north/river.md"
    # Which of two is meant, is not clear; and there is no such document.
    assert [current_id(catalogue, name) for name in ("river.md", "gone.txt")] == ["river.md", "gone.txt"]
    assert current_ids(catalogue, ["river.md", "sources/sea.txt"]) == ("river.md", "sea.txt")


def test_a_document_is_found_by_its_text_where_another_has_its_id(catalogue: Catalogue) -> None:
    text = dict(catalogue.text_hashes())["sea.txt"]

    def found(document_id: str, text_sha256: str) -> str | None:
        document = document_of(catalogue, document_id, text_sha256)
        return document and document.id

    assert found("sea.txt", text[:12]) == found("north/river.md", text[:12]) == found("gone.txt", text) == "sea.txt"
    assert found("north/river.md", text[:11]) == found("north/river.md", "0123456789ab") == "north/river.md"
    assert found("gone.txt", text[:11]) is None


@pytest.mark.parametrize("one_by_one", [0, 500])
def test_a_document_that_was_moved_is_known_by_its_text(
    catalogue: Catalogue, one_by_one: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "ASKED_ONE_BY_ONE", one_by_one)
    text = dict(catalogue.text_hashes())["sea.txt"]
    known = [("sea.txt", "old"), ("before/sea.txt", text), ("gone.txt", "0123"), ("north/river.md", text)]
    assert present(catalogue, known) == ["sea.txt", "sea.txt", None, "north/river.md"]
    assert present(catalogue, []) == []
