from collections.abc import Callable
from pathlib import Path

from embeddings.engines.local import LocalSearcher
from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.retrieval.scope import Scope

FILES = {"a.txt": "The sea was calm.", "b.txt": " ".join(["Rivers rose."] * 120), "c.txt": "The lake froze."}


def test_a_scope_is_the_whole_archive_or_the_documents_of_a_selection(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    generation = Archive.open(index_of(FILES), encoder=encoder)._generation
    assert Scope(generation).documents is None
    narrowed = Scope(generation, Selection(documents=("b.txt",)))
    assert narrowed.documents is not None
    assert narrowed.documents.tolist() == [False, True, False]


def test_a_scope_searches_the_files_of_its_generation_unless_it_has_an_engine(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    generation = Archive.open(index_of(FILES), encoder=encoder)._generation
    numbers, _ = Scope(generation).searcher.sparse(["lake"], 5)
    assert numbers.tolist() == [generation.manifest.passages - 1]
    engine = LocalSearcher(generation)
    assert Scope(generation, engine=engine).searcher is engine
