"""What a Milvus collection has of a generation: its fields, and a row for each passage."""

from collections.abc import Iterator
from typing import Any

from embeddings.dates import span
from embeddings.documents import Document
from embeddings.engines.bm25_weights import Bm25Weights
from embeddings.engines.milvus_filters import LONGEST, MOST_NAMES, fact, folded_fact
from embeddings.generations.store import Generation
from embeddings.index.selection import languages_in, names_in

# Both fields are searched by inner product, exactly: what is found is what is found on one machine.
DENSE, SPARSE = "dense", "sparse"
_INDEXES = {DENSE: "FLAT", SPARSE: "SPARSE_INVERTED_INDEX"}

Row = dict[str, Any]


def schema(client: Any, dimension: int) -> Any:
    """Return the fields of a collection: vectors and facts of passages, no text."""
    from pymilvus import DataType

    fields = client.create_schema(auto_id=False, enable_dynamic_field=False)
    fields.add_field("number", DataType.INT64, is_primary=True)
    fields.add_field(DENSE, DataType.FLOAT_VECTOR, dim=dimension)
    fields.add_field(SPARSE, DataType.SPARSE_FLOAT_VECTOR)
    fields.add_field("document", DataType.VARCHAR, max_length=LONGEST)
    fields.add_field("publisher", DataType.VARCHAR, max_length=LONGEST)
    for name in ("authors", "languages"):
        names = {"element_type": DataType.VARCHAR, "max_capacity": MOST_NAMES, "max_length": LONGEST}
        fields.add_field(name, DataType.ARRAY, **names)
    # The span of days that the date of the document names, as ordinals of datetime.date; 0 if it states no date.
    fields.add_field("first_day", DataType.INT64)
    fields.add_field("last_day", DataType.INT64)
    return fields


def indexes(client: Any) -> Any:
    """Return the indexes of a collection."""
    params = client.prepare_index_params()
    for name, kind in _INDEXES.items():
        params.add_index(field_name=name, index_type=kind, metric_type="IP")
    return params


def rows(generation: Generation) -> Iterator[Row]:
    """Yield a row for each passage of a generation, in their order; the texts are read twice, to weigh terms first."""
    weights = Bm25Weights((document.title or "", texts) for document, texts in _documents(generation))
    number = 0
    for document, texts in _documents(generation):
        facts = _facts(document)
        for vector in weights.vectors(document.title or "", texts):
            yield {"number": number, DENSE: generation.passages.vector(number), SPARSE: vector, **facts}
            number += 1


def _documents(generation: Generation) -> Iterator[tuple[Document, list[str]]]:
    """Yield each document with the texts of its passages."""
    for document, passages in generation.catalogue:
        yield document, [document.text[passage.start : passage.end] for passage in passages]


def _facts(document: Document) -> Row:
    """Return the fields by which a search is narrowed, as embeddings.index.lexical has them."""
    first, last = (day.toordinal() for day in span(document.published)) if document.published else (0, 0)
    authors = dict.fromkeys(map(folded_fact, names_in(document.author or "")))
    return {
        "document": fact(document.id),
        "publisher": folded_fact(document.publisher) if document.publisher else "",
        "authors": list(authors)[:MOST_NAMES],
        "languages": [folded_fact(name) for name in languages_in(document.language or "")],
        "first_day": first,
        "last_day": last,
    }
