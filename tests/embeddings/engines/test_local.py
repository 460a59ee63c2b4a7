from collections.abc import Callable
from pathlib import Path

from embeddings.engines.local import LOCAL, LocalSearcher
from embeddings.generations.store import open_generation
from embeddings.index.selection import Selection


def test_the_files_of_the_index_are_searched_and_nothing_else_is_filled(
    index_of: Callable[[dict[str, str]], Path],
) -> None:
    generation = open_generation(index_of({"a.txt": "The ferry left.", "b.txt": "The ferry came in 1999."}))
    searcher = LOCAL.searcher(generation)
    assert isinstance(searcher, LocalSearcher)
    assert sorted(searcher.sparse(["ferri"], 5)[0].tolist()) == [0, 1]
    # What is of passages, not of documents, is narrowed here, too.
    assert searcher.sparse(["ferri"], 5, Selection(about=(729_755, 730_119)))[0].tolist() == [1]
    assert LOCAL.passages_of(generation.id) is None
