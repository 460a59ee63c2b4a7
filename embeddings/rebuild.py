"""The only writer of an index: sources -> documents -> passages -> vectors -> a new generation."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from embeddings import readers, store
from embeddings.catalogue import write_catalogue
from embeddings.documents import Document, Passage
from embeddings.encoder import Encoder, Span, Vectors
from embeddings.errors import NoDocuments, UnreadableFile
from embeddings.lexical import analyzer, write_lexical
from embeddings.sentence_terms import write_sentence_terms
from embeddings.sources import files, path_text
from embeddings.splitting import PASSAGE_WORDS, passages
from embeddings.vectors import FaissIndex, write_sentences

# Passages handed to the encoder at a time: enough to sort by length, few enough for progress to be seen.
CHUNK_PASSAGES = 256

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a rebuild did: the new generation, its counts, and the files it could not read, with the reasons."""

    generation: str
    documents: int
    passages: int
    sentences: int
    unreadable: tuple[UnreadableFile, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "generation": self.generation,
            "documents": self.documents,
            "passages": self.passages,
            "sentences": self.sentences,
            "unreadable": [{"path": path_text(one.path), "reason": one.reason} for one in self.unreadable],
        }


def rebuild(
    sources: Sequence[Path],
    index: Path,
    load_encoder: Callable[[], Encoder],
    progress: Progress | None = None,
) -> Report:
    """Read files and folders and publish a new generation of the index folder.

    The model is loaded only after the sources were read. `progress(stage, done, total)` is called as work goes on,
    with the stages "reading" (files) and "encoding" (passages). The current generation serves until the new one
    is complete, and stays if anything goes wrong.

    Raises SourceNotFound, NoDocuments, RebuildRunning, ModelError.
    """
    report = progress or _silent
    generation = new_generation_id()
    with store.building(index, generation) as folder:
        documents, unreadable = read_sources(sources, index, report)
        if not documents:
            raise NoDocuments(_nothing_read(sources, unreadable))
        named = [path_text(source.expanduser().resolve()) for source in sources]
        return _publish(
            index,
            folder,
            generation,
            documents,
            load_encoder(),
            sources=named,
            unreadable=unreadable,
            progress=report,
        )


def rebuild_documents(
    documents: Sequence[Document],
    index: Path,
    load_encoder: Callable[[], Encoder],
    *,
    sources: Sequence[str],
    progress: Progress | None = None,
) -> Report:
    """Publish a new generation of documents that were read elsewhere; `sources` says where, for the manifest.

    Their ids must differ. In all else it is as `rebuild`. Raises NoDocuments, RebuildRunning, ModelError.
    """
    generation = new_generation_id()
    with store.building(index, generation) as folder:
        if not documents:
            raise NoDocuments(f"Nothing to index: {', '.join(sources)} holds no document.")
        return _publish(
            index,
            folder,
            generation,
            documents,
            load_encoder(),
            sources=sources,
            unreadable=(),
            progress=progress or _silent,
        )


def _publish(
    index: Path,
    folder: Path,
    generation: str,
    documents: Sequence[Document],
    encoder: Encoder,
    *,
    sources: Sequence[str],
    unreadable: Sequence[UnreadableFile],
    progress: Progress,
) -> Report:
    """Write a generation into the folder it was given and make it the current one."""
    parts = [(document, passage) for document in documents for passage in passages(document)]
    sentences = _write_files(folder, documents, parts, encoder, progress)
    manifest = store.Manifest(
        generation=generation,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=encoder.name,
        model_fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        passage_words=PASSAGE_WORDS,
        documents=len(documents),
        passages=len(parts),
        sentences=sentences,
        sources=list(sources),
        unreadable=[{"path": path_text(one.path), "reason": one.reason} for one in unreadable],
    )
    store.publish(index, folder, manifest)
    return Report(generation, len(documents), len(parts), sentences, tuple(unreadable))


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Report no progress."""


def new_generation_id() -> str:
    """Return an id that sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}"


def read_sources(
    sources: Sequence[Path], index: Path, progress: Progress
) -> tuple[list[Document], list[UnreadableFile]]:
    """Read every file under the sources; return the documents, and the files that could not be read."""
    documents: list[Document] = []
    unreadable: list[UnreadableFile] = []
    found = files(sources, leave_out=index)
    for number, (path, document_id) in enumerate(found):
        try:
            documents.append(readers.read(path, document_id))
        except UnreadableFile as error:
            unreadable.append(error)
        progress("reading", number + 1, len(found))
    return documents, unreadable


def _nothing_read(sources: Sequence[Path], unreadable: Sequence[UnreadableFile]) -> str:
    where = ", ".join(str(source) for source in sources) or "no source at all"
    if not unreadable:
        return f"Nothing to index: {where} holds no files."
    first = unreadable[0]
    if len(unreadable) == 1:
        return f"Nothing to index: the only file cannot be read, {first}"
    return f"Nothing to index: none of the {len(unreadable)} files in {where} can be read; the first, {first}"


def _write_files(
    folder: Path,
    documents: Sequence[Document],
    parts: Sequence[tuple[Document, Passage]],
    encoder: Encoder,
    progress: Progress,
) -> int:
    """Write all files of a generation but its manifest; return the number of sentences."""
    write_catalogue(folder / store.CATALOGUE, documents, (passage for _, passage in parts))
    write_lexical(
        folder / store.LEXICAL,
        ((document.title or "", document.text[passage.start : passage.end]) for document, passage in parts),
    )
    write_lexical(folder / store.LEXICAL_DOCUMENTS, ((document.title or "", document.text) for document in documents))
    terms = analyzer()
    write_sentence_terms(
        folder / store.SENTENCE_TERMS,
        (terms.analyze(document.text[own.start : own.end]) for document, passage in parts for own in passage.sentences),
    )
    passage_vectors, sentence_vectors = _encode(parts, encoder, progress)
    FaissIndex.from_vectors(passage_vectors).write(folder / store.PASSAGES)
    write_sentences(folder / store.SENTENCES, sentence_vectors)
    return len(sentence_vectors)


def embedded_text(document: Document, passage: Passage) -> tuple[str, list[Span]]:
    """Return what the model reads of a passage, and where its sentences stand in that.

    The title goes before the passage, so that a passage is found by what its document is about; not where the
    passage begins with the title itself.
    """
    text = document.text[passage.start : passage.end]
    prefix = f"{document.title}\n" if document.title and not text.startswith(document.title) else ""
    shift = len(prefix) - passage.start
    return prefix + text, [(own.start + shift, own.end + shift) for own in passage.sentences]


def _encode(parts: Sequence[tuple[Document, Passage]], encoder: Encoder, progress: Progress) -> tuple[Vectors, Vectors]:
    passage_vectors: list[Vectors] = []
    sentence_vectors: list[Vectors] = []
    progress("encoding", 0, len(parts))
    for first in range(0, len(parts), CHUNK_PASSAGES):
        chunk = [embedded_text(document, passage) for document, passage in parts[first : first + CHUNK_PASSAGES]]
        own, sentences = encoder.encode_passages([text for text, _ in chunk], [spans for _, spans in chunk])
        passage_vectors.append(own)
        sentence_vectors.append(sentences)
        progress("encoding", first + len(chunk), len(parts))
    return np.concatenate(passage_vectors), np.concatenate(sentence_vectors)
