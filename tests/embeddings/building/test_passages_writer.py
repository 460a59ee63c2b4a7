from collections.abc import Callable
from pathlib import Path

import numpy as np

from embeddings.building.embedded import as_keys, embedded_text, passage_key
from embeddings.building.passages_writer import Counts, PassagesWriter, read_keys
from embeddings.documents import Document
from embeddings.generations.layout import KEYS
from embeddings.generations.store import open_generation
from embeddings.index.catalogue import Catalogue


def test_documents_are_written_with_their_passages_and_keys(tmp_path: Path) -> None:
    documents = [
        Document("a.txt", "/archive/a.txt", "The sea was calm. It rose.", "00ff", title="The sea"),
        Document("b.txt", "/archive/b.txt", "The river rose.", "11ff"),
    ]
    with PassagesWriter(tmp_path) as writer:
        for document in documents:
            writer.add(document)
        counts = writer.finish()
    assert counts == Counts(documents=2, passages=2, sentences=3)
    read = list(Catalogue.of_one(tmp_path, 2, counts.passages, counts.sentences))
    assert [(document.id, document.text) for document, _ in read] == [
        (document.id, document.text) for document in documents
    ]
    keys = [passage_key(*embedded_text(document, passage)) for document, (passage,) in read]
    assert read_keys([(tmp_path, 2)]).tolist() == as_keys(b"".join(keys)).tolist()


def test_a_copied_document_has_another_id_and_the_same_keys(
    index_of: Callable[[dict[str, str]], Path], tmp_path: Path
) -> None:
    (segment,) = open_generation(index_of({"a.txt": "The sea was calm.", "b.txt": "The river rose. It fell."})).segments
    folder = tmp_path / "new"
    folder.mkdir()
    with PassagesWriter(folder) as writer:
        writer.copy(segment, 1, "renamed.txt", "/archive/renamed.txt")
        assert writer.finish() == Counts(documents=1, passages=1, sentences=2)
    ((document, _),) = Catalogue.of_one(folder, 1, 1, 2)
    assert (document.id, document.path, document.text) == (
        "renamed.txt",
        "/archive/renamed.txt",
        "The river rose. It fell.",
    )
    assert read_keys([(folder, 1)]).tolist() == read_keys([(segment.folder, 2)])[1:].tolist()
    assert np.load(folder / KEYS).shape == (1, 32)
