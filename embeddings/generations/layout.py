"""What an index folder holds: the names of its files and folders, and the version of its format.

    INDEX/
      CURRENT                 JSON: the ids of the current generation and the one before, their numbers, and the
                              sha256 of their manifests
      sources.json            the files and folders that a rebuild follows, and the roots of ids
      rebuild.lock            held by the one rebuild that may run, and naming it
      engine.json             the collections that rebuilds have made in a search engine; only where there is one
      embedded.journal        what a rebuild that was stopped has embedded
      building-ID/            a generation on its way; left behind only by a crash
      generations/ID/
        manifest.json         format, model, counts, sources, segments, size and checksums of every other file
        documents.npy         the segment of each document, in the order of the archive, and its row there
        reprints/             which sentences stand in several places, and which documents are reprints of which
        unreadable.jsonl      what could not be read, where it is too much for the manifest
        segments/NUMBER/      documents that were written together; the files are shared with other generations
            catalogue.sqlite      what the sources state of each document, who says what in it, and the times that
                                  its passages speak of
            texts.utf8            the canonical texts
            passage_documents.npy the document of each passage
            places/               where the sentences of each passage stand
            keys.npy              the sha256 of what the model read of each passage
            passages.faiss        a vector a passage, in half precision
            codes.npy             the signs of its components, where there are too many to compare all exactly
            sentences/            a vector a sentence, in four bits a component
            words/                the signs of a vector a word: for each passage of its title, then of its sentences
            word_counts/          how many words the title and each sentence of a passage have
            sentence_keys.npy     by what equal sentences are found
            sentence_terms/       the terms of each sentence
            lexical/              which passages hold each term, for BM25
            lexical_documents/    which documents do

embeddings.files.lock names the lock, and embeddings.index the files that it reads itself.
"""

from typing import Any

import numpy as np

# Counted up whenever an older loccit could not read what is written now, or this one what was written then.
FORMAT = 12

CURRENT = "CURRENT"
SOURCES = "sources.json"
ENGINE = "engine.json"
JOURNAL = "embedded.journal"
BUILDING = "building-"
GENERATIONS = "generations"

MANIFEST = "manifest.json"
UNREADABLE = "unreadable.jsonl"
KEYS = "keys.npy"
PASSAGES = "passages.faiss"
CODES = "codes.npy"
SENTENCE_TERMS = "sentence_terms"
REPRINTS = "reprints"
LEXICAL = "lexical"
LEXICAL_DOCUMENTS = "lexical_documents"
ORDER = "documents.npy"
SEGMENTS = "segments"
SENTENCE_KEYS = "sentence_keys.npy"

# The folders with a run of rows for each passage, and the dtype of the rows: codes of sentences
# (embeddings.index.quantised), signs of words (embeddings.index.word_vectors), and numbers of words.
RUNS: dict[str, Any] = {
    "sentences": np.dtype(np.uint8),
    "words": np.dtype(np.uint8),
    # Of words that a model reads at once; no window is so long that 16 bits would not do.
    "word_counts": np.dtype(np.uint16),
}
