from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import Generation, open_generation
from qa.question.filters import Filters
from qa.search.offers import Offer, offers, offers_of_documents


@pytest.fixture
def generation(index_of: Callable[[dict[str, str]], Path]) -> Generation:
    files = {"a.txt": "The worm reached Natanz.", "b.txt": "Natanz stood still. Fuel was short.", "c.txt": "Ana Ruiz."}
    return open_generation(index_of(files))


def test_names_and_quoted_words_that_stand_somewhere_are_offered(generation: Generation) -> None:
    assert offers("Who built the plant at Natanz for Ana Ruiz?", generation) == [
        Offer('"Natanz"', "“Natanz”", 2),
        Offer('"Ana Ruiz"', "“Ana Ruiz”", 1),
    ]
    assert offers("Who said “fuel was short” in Vienna?", generation) == [
        Offer('"fuel was short"', "“fuel was short”", 1)
    ]
    assert offers("who built it?", generation) == []
    assert offers('Why "..."?', generation) == []


def test_offers_are_searches_under_the_same_filters(generation: Generation) -> None:
    within = Filters(documents=("a.txt",))
    assert offers("Who built the plant at Natanz for Ana Ruiz?", generation, within) == [
        Offer('"Natanz"', "“Natanz”", 1)
    ]


def test_the_search_for_all_documents_is_offered_where_only_some_are_shown(generation: Generation) -> None:
    natanz = Offer('"Natanz"', "“Natanz”", 2)
    assert offers_of_documents("Which documents mention the Natanz?", 1, generation) == [natanz]
    assert offers_of_documents("Which documents mention Natanz?", 2, generation) == []
    assert offers_of_documents("Which documents mention Vienna?", 0, generation) == []
    assert offers_of_documents("The latest document", 1, generation) == []
    within = Filters(documents=("a.txt",))
    assert offers_of_documents("Which documents mention Natanz?", 1, generation, within) == []
    # Words that stand side by side nowhere are looked for one by one.
    apart = Offer('"fuel" "Natanz"', "“fuel” and “Natanz”", 1)
    assert offers_of_documents("Which documents mention fuel at Natanz?", 0, generation) == [apart]
