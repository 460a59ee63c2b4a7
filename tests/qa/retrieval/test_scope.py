from collections.abc import Callable
from pathlib import Path

from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.retrieval.scope import Scope

FILES = {"a.txt": "The sea was calm.", "b.txt": " ".join(["Rivers rose."] * 120), "c.txt": "The lake froze."}


def test_a_scope_is_the_whole_archive_or_the_documents_and_passages_of_a_selection(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    generation = Archive.open(index_of(FILES), encoder=encoder)._generation
    everything = Scope(generation)
    assert (everything.documents, everything.passages) == (None, None)
    narrowed = Scope(generation, Selection(documents=("b.txt",)))
    assert narrowed.documents is not None
    assert narrowed.passages is not None
    assert narrowed.documents.tolist() == [False, True, False]
    assert narrowed.passages.tolist() == [False, *[True] * (generation.manifest.passages - 2), False]
    assert generation.manifest.passages > 3
