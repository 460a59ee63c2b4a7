"""A judged collection's documents as an archive, built by the product's own path and kept for the next time."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from embeddings.building.progress import Progress
from embeddings.building.rebuild import rebuild_documents
from embeddings.building.recipe import recipe
from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.files.path_text import path_text
from embeddings.generations.store import Generation, open_generation
from embeddings.models.encoder import Encoder, identity_of
from qa.answering.reader import load_reader
from qa.answering.sentence_answers import Judges
from qa.archive import Archive
from qa.evaluation.collections import Collection
from qa.retrieval.reranking import load_reranker
from qa.retrieval.scope import Scope
from qa.settings import load_settings


@dataclass(frozen=True, slots=True)
class JudgedArchive:
    """A collection's documents as an opened archive, with the parts that the archive is made of."""

    collection: Collection
    archive: Archive
    generation: Generation
    encoder: Encoder
    judges: Judges


def open_judged(collection: Collection, cache: Path, encoder: Encoder, progress: Progress) -> JudgedArchive:
    """Open the collection's archive below the cache folder, and build it first where there is none.

    Where another evaluation is building it, this one waits.
    """
    index = cache.expanduser() / "evaluate" / archive_key(collection, encoder)
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "evaluate.lock"):
        try:
            generation = open_generation(index)
        except (IndexMissing, IndexDamaged):
            source = path_text(collection.folder.resolve())
            rebuild_documents(collection.documents, index, lambda: encoder, sources=[source], progress=progress)
            generation = open_generation(index)
    settings = load_settings()
    judges = Judges(load_reader() if settings.reader else None, load_reranker(settings.reranker), settings.threshold)
    archive = Archive(index, Scope(generation), encoder, judges.reranker, judges.reader)
    return JudgedArchive(collection, archive, generation, encoder, judges)


def archive_key(collection: Collection, encoder: Encoder) -> str:
    """Return a hash of all that makes the archive: the code and libraries that build it, the model, the documents."""
    documents = [
        (document.id, document.text_sha256, document.title, document.published, document.url)
        for document in collection.documents
    ]
    return hashlib.sha256(json.dumps([recipe(), identity_of(encoder), documents]).encode()).hexdigest()[:32]
