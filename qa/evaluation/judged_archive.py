"""A judged collection's documents as an archive, built by the product's own path and kept for the next time."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from filelock import FileLock

from embeddings.building import embedded, rebuild, writing
from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.files.path_text import path_text
from embeddings.generations import store
from embeddings.index import lexical, sentence_terms, word_vectors
from embeddings.models import encoder as encoder_module
from embeddings.models.encoder import Encoder
from embeddings.text import spelling, splitting, words
from qa.answering.reader import Reader, load_reader
from qa.archive import Archive
from qa.evaluation.collections import Collection
from qa.retrieval.reranking import load_reranker
from qa.settings import load_settings

# What becomes of the same documents depends on these too, so an archive that they built before a change is not used.
_BUILDERS = (
    rebuild,
    writing,
    embedded,
    splitting,
    lexical,
    spelling,
    sentence_terms,
    word_vectors,
    words,
    encoder_module,
)


@dataclass(frozen=True, slots=True)
class JudgedArchive:
    """A collection's documents as an opened archive."""

    collection: Collection
    archive: Archive
    generation: store.Generation
    encoder: Encoder
    reader: Reader | None


def open_judged(collection: Collection, cache: Path, encoder: Encoder, progress: rebuild.Progress) -> JudgedArchive:
    """Open the collection's archive below the cache folder, building it first where there is none.

    Another evaluation that is building it is waited for.
    """
    index = cache.expanduser() / "evaluate" / archive_key(collection, encoder)
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "evaluate.lock"):
        try:
            generation = store.open_generation(index)
        except (IndexMissing, IndexDamaged):
            source = path_text(collection.folder.resolve())
            rebuild.rebuild_documents(collection.documents, index, lambda: encoder, sources=[source], progress=progress)
            generation = store.open_generation(index)
    settings = load_settings()
    reader = load_reader() if settings.reader else None
    archive = Archive(index, generation, encoder, load_reranker(settings.reranker), reader)
    return JudgedArchive(collection, archive, generation, encoder, reader)


def archive_key(collection: Collection, encoder: Encoder) -> str:
    """Return a hash that changes with anything that changes the archive."""
    built = [store.FORMAT, splitting.PASSAGE_WORDS, encoder.fingerprint, *map(_source_sha256, _BUILDERS)]
    documents = [(one.id, one.text_sha256, one.title, one.published, one.url) for one in collection.documents]
    return hashlib.sha256(json.dumps([built, documents]).encode()).hexdigest()[:32]


def _source_sha256(module: ModuleType) -> str:
    return hashlib.sha256(Path(str(module.__file__)).read_bytes()).hexdigest()
