"""BM25 over texts and their titles, with Tantivy. A text is a passage or a whole document.

Words are joined where a line parts them, brought to one spelling and lower case, and lose their accents. English stop
words are dropped, the others stemmed (Porter 2). Tantivy's BM25 has k1 = 1.2 and b = 0.75.

Each text is indexed with the facts of its document, so that the index itself narrows a search to a Selection.
"""

import math
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import tantivy

from embeddings.arrays import Numbers, Vectors
from embeddings.dates import span
from embeddings.documents import Document
from embeddings.index.selection import UNDATED, Selection, folded, key, keys
from embeddings.text.words import analyzer, search_copy

ANALYZER = "loccit_en"
# A title says what a passage is about but seldom holds the answer.
TITLE_WEIGHT = 0.5
# One thread and one segment: the same passages give the same index.
WRITER_BYTES = 128_000_000

# Tantivy writes an error of the operating system in one of these two ways.
_OS_ERROR = re.compile(r"\(os error (\d+)\)|\bOs \{ code: (\d+)")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    # BM25 asks how often a term stands in a text, never where.
    builder.add_text_field("title", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("text", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_unsigned_field("keys", indexed=True)
    # The span of days that the date of a document names; absent if it states no date.
    builder.add_integer_field("first_day", fast=True)
    builder.add_integer_field("last_day", fast=True)
    return builder.build()


def write_lexical(folder: Path, texts: Iterable[tuple[Document, str]]) -> None:
    """Write an index of texts, numbered from 0 and each with its document, into a folder that is made."""
    folder.mkdir()
    schema = _schema()
    with _os_errors(folder):
        index = tantivy.Index(schema, path=str(folder))
        index.register_tokenizer(ANALYZER, analyzer())
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        try:
            for number, (document, text) in enumerate(texts):
                words = {"title": search_copy(document.title or ""), "text": search_copy(text)}
                fields = {"number": number, **words, **_facts(document)}
                writer.add_document(tantivy.Document.from_dict(fields, schema))
        except ValueError:
            # If its thread ended early, the error of adding says only that; the error of committing says why.
            writer.commit()
            raise
        writer.commit()
        writer.wait_merging_threads()


@contextmanager
def _os_errors(folder: Path) -> Iterator[None]:
    """Raise errors of the operating system, which Tantivy raises as ValueError, as OSError of a folder."""
    try:
        yield
    except ValueError as error:
        number = _OS_ERROR.search(str(error))
        if number is None:
            raise
        code = int(number[1] or number[2])
        raise OSError(code, os.strerror(code), str(folder)) from error


def _facts(document: Document) -> dict[str, object]:
    """Return the fields by which a search is narrowed."""
    if not document.published:
        return {"keys": keys(document)}
    first, last = span(document.published)
    return {"keys": keys(document), "first_day": first.toordinal(), "last_day": last.toordinal()}


class LexicalIndex:
    """An opened BM25 index."""

    def __init__(self, folder: Path) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._index.register_tokenizer(ANALYZER, analyzer())
        # A generation never changes, so no thread needs to watch its files.
        self._index.config_reader("manual")
        self._searcher = self._index.searcher()

    def holds(self, term: str) -> bool:
        """Whether any text or title has a term."""
        return any(self._searcher.doc_freq(field, term) for field in ("text", "title"))

    def holding(self, term: str) -> Numbers:
        """Return the numbers of all texts that have a term, in no order."""
        query = tantivy.Query.term_query(self._index.schema, "text", term, index_option="basic")
        # Tantivy makes room for as many hits as it may return.
        most = self._searcher.doc_freq("text", term)
        hits = self._searcher.search(query, limit=most, count=False).hits if most else []
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return np.asarray(numbers, dtype=np.int64)

    def terms_beginning_with(self, letters: str) -> list[str]:
        """Return the terms of the texts that begin with some letters, the most frequent first."""
        return [term for term, _ in self._searcher.terms_with_prefix("text", letters)]

    def inverse_frequency(self, term: str) -> float:
        """Return BM25's idf of a term among the texts: ln(1 + (N - n + 0.5) / (n + 0.5)).

        A term that no text holds counts as held by one. Else it would outweigh all others in a small archive.
        """
        holding = max(1, self._searcher.doc_freq("text", term))
        return math.log(1 + (self._searcher.num_docs - holding + 0.5) / (holding + 0.5))

    def search(self, terms: Sequence[str], k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """Return the numbers and BM25 scores, each of shape (at most k,), of the best texts, best first.

        Only texts of documents `within` a selection are found. Their scores are the same as without it.
        """
        if not terms:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        clauses = []
        for term in dict.fromkeys(terms):
            weight = float(terms.count(term))
            for field, share in (("text", 1.0), ("title", TITLE_WEIGHT)):
                query = tantivy.Query.term_query(self._index.schema, field, term, index_option="freq")
                clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, weight * share)))
        query = tantivy.Query.boolean_query(clauses)
        if within is not None:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *self._conditions(within)])
        hits = self._searcher.search(query, limit=k, count=False).hits
        numbers = self._searcher.fast_field_values("number", [address for _, address in hits])
        return np.asarray(numbers, dtype=np.int64), np.asarray([score for score, _ in hits], dtype=np.float32)

    def _conditions(self, within: Selection) -> "list[tuple[tantivy.Occur, tantivy.Query]]":
        """Return the conditions that a text must meet to be found; none adds to its score."""
        # Indexes of before hold publishers and authors as they are stated.
        facts = (
            [("publisher", name) for stated in within.publishers for name in (stated, folded(stated))],
            [("author", name) for stated in within.authors for name in (stated, folded(stated))],
            [("document", name) for name in within.documents],
            [("language", folded(name)) for name in within.languages],
        )
        conditions = [self._any_of([key(kind, name) for kind, name in either]) for either in facts if either]
        undated = self._any_of([key(UNDATED)])
        dated = []
        if within.first_day is not None:
            dated.append(self._days("last_day", within.first_day, None))
        if within.last_day is not None:
            dated.append(self._days("first_day", None, within.last_day))
        if dated:
            between = tantivy.Query.boolean_query([(tantivy.Occur.Must, bound) for bound in dated])
            either = [between, undated] if within.undated else [between]
            conditions.append(tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in either]))
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)) for query in conditions]
        excluded = [] if within.undated else [undated]
        if within.hidden:
            excluded.append(self._any_of([key("document", name) for name in within.hidden]))
        return [*must, *((tantivy.Occur.MustNot, query) for query in excluded)]

    def _any_of(self, fact_keys: Sequence[int]) -> tantivy.Query:
        """Match texts whose document has any of the facts."""
        return tantivy.Query.term_set_query(self._index.schema, "keys", fact_keys)

    def _days(self, field: str, first: int | None, last: int | None) -> tantivy.Query:
        """Match texts whose day in a field is from `first` to `last`, both inclusive; None is no bound."""
        return tantivy.Query.range_query(self._index.schema, field, tantivy.FieldType.Integer, first, last)
