"""BM25 over passages, or whole documents, and titles (Tantivy).

Words are lower-cased, freed of accents, stripped of English stop words and stemmed (Porter 2). Tantivy's BM25
has k1 = 1.2 and b = 0.75.
"""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import tantivy

from embeddings.encoder import Vectors
from embeddings.vectors import Numbers

ANALYZER = "loccit_en"
# A title says what a passage is about but seldom holds the answer.
TITLE_WEIGHT = 0.5
# One thread and one segment: the same passages give the same index.
WRITER_BYTES = 128_000_000
LONGEST_WORD = 60


def analyzer() -> tantivy.TextAnalyzer:
    """Return what turns text into the terms that are indexed and asked for."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("title", tokenizer_name=ANALYZER)
    builder.add_text_field("text", tokenizer_name=ANALYZER)
    return builder.build()


def write_lexical(folder: Path, texts: Iterable[tuple[str, str]]) -> None:
    """Write an index of (title, text) pairs, numbered from 0, into a folder, which is made."""
    folder.mkdir()
    schema = _schema()
    index = tantivy.Index(schema, path=str(folder))
    index.register_tokenizer(ANALYZER, analyzer())
    writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
    for number, (title, text) in enumerate(texts):
        fields = {"number": number, "title": title, "text": text}
        writer.add_document(tantivy.Document.from_dict(fields, schema))
    writer.commit()
    writer.wait_merging_threads()


class LexicalIndex:
    """An opened BM25 index."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.register_tokenizer(ANALYZER, analyzer())
        # A generation never changes, so no thread need watch its files.
        self._index.config_reader("manual")
        self._analyzer = analyzer()
        self._searcher = self._index.searcher()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, in order, with repetitions."""
        return self._analyzer.analyze(text)

    def inverse_frequency(self, term: str) -> float:
        """Return BM25's idf of a term among the texts: ln(1 + (N - n + 0.5) / (n + 0.5)).

        A term that no text holds counts as held by one: in a small archive it would else outweigh all others.
        """
        holding = max(1, self._searcher.doc_freq("text", term))
        return math.log(1 + (self._searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def search(self, terms: Sequence[str], k: int) -> tuple[Numbers, Vectors]:
        """Return the numbers and BM25 scores, each of shape (at most k,), of the best texts, best first."""
        if not terms:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        clauses = []
        for term in dict.fromkeys(terms):
            weight = float(terms.count(term))
            for field, share in (("text", 1.0), ("title", TITLE_WEIGHT)):
                query = tantivy.Query.term_query(self._index.schema, field, term, index_option="freq")
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, weight * share)))
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit=k, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return np.asarray(numbers, dtype=np.int64), np.asarray([score for score, _ in hits], dtype=np.float32)
