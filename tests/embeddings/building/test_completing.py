"""A generation whose documents are written is completed and becomes current; its report says what it has."""

from contextlib import nullcontext
from pathlib import Path

from embeddings.building.archive_writer import ArchiveWriter
from embeddings.building.changes import Changes
from embeddings.building.completing import complete
from embeddings.building.findings import Findings
from embeddings.building.writing import NewGeneration
from embeddings.documents import Document, Fact
from embeddings.generations import publishing
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder
from embeddings.readers.content import READ_POORLY


def test_what_was_written_becomes_the_current_generation(index: Path, encoder: Encoder) -> None:
    poor = Fact(READ_POORLY, "half of its letters are unknown", "reader")
    documents = [
        Document("a.txt", "/a.txt", "The sea was calm. It rose.", "00" * 32),
        Document("b.pdf", "/b.pdf", "The river.", "11" * 32, facts=(poor,)),
    ]
    with publishing.building(index, "one") as folder:
        with ArchiveWriter(folder) as writer:
            for document in documents:
                writer.add(document)
            written = writer.finish()
        new = NewGeneration("one", index, folder, None, lambda *_: None)
        findings = Findings(["here"], changes=Changes(added=("a.txt", "b.pdf")))
        report = complete(new, written, encoder, findings, nullcontext())
    assert (report.generation, report.documents, report.passages, report.sentences) == ("one", 2, 2, 3)
    assert (report.embedded, report.published, report.changes.added) == (2, True, ("a.txt", "b.pdf"))
    assert [(flawed.id, flawed.how) for flawed in report.poor] == [("b.pdf", poor.value)]
    generation = open_generation(index)
    assert (generation.id, generation.manifest.sources) == ("one", ["here"])
    assert [generation.catalogue.numbered(number) for number in range(2)] == documents
    assert generation.lexical.holding("river").tolist() == [1]
