from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import Generation, open_generation
from qa.question.filters import Filters
from qa.retrieval.current_ids import current_id, with_current_ids

FILES = {"north/paris.md": "Kerry told Barnier.", "south/paris.md": "It rained.", "south/oman.md": "The sultan spoke."}


@pytest.fixture
def generation(index_of: Callable[[dict[str, str]], Path]) -> Generation:
    return open_generation(index_of(FILES))


def test_an_id_that_a_document_had_leads_to_the_one_it_has_if_that_is_clear(generation: Generation) -> None:
    catalogue = generation.catalogue
    assert current_id("north/paris.md", catalogue) == "north/paris.md"
    assert current_id("oman.md", catalogue) == "south/oman.md"
    assert current_id("paris.md", catalogue) == "paris.md"
    assert current_id("west/paris.md", catalogue) == "west/paris.md"


def test_filters_keep_names_without_a_folder(generation: Generation, tmp_path: Path) -> None:
    filters = Filters(documents=("paris.md", "north/paris.md"), publishers=("x",))
    assert with_current_ids(filters, tmp_path, generation.catalogue) == filters
