"""LanceDB's hybrid search: vectors by sentence-transformers, its full-text index, both fused by reciprocal ranks."""

from collections.abc import Callable
from pathlib import Path

import lancedb
from child import passages
from lancedb.rerankers import RRFReranker
from sentence_transformers import SentenceTransformer
from weights import MODEL

FOUND = 10


def build(folder: Path) -> None:
    """Write the index."""
    documents, texts = passages(folder)
    vectors = SentenceTransformer(MODEL, device="cpu").encode(texts, normalize_embeddings=True)
    rows = [
        {"document": document, "text": text, "vector": vector}
        for document, text, vector in zip(documents, texts, vectors, strict=True)
    ]
    table = lancedb.connect(folder / "lancedb").create_table("passages", rows, mode="overwrite")
    table.create_fts_index("text", replace=True)


def open_index(folder: Path) -> Callable[[str], list[str]]:
    """Return what answers questions."""
    model = SentenceTransformer(MODEL, device="cpu")
    table = lancedb.connect(folder / "lancedb").open_table("passages")
    reranker = RRFReranker()

    def answer(question: str) -> list[str]:
        vector = model.encode(question, normalize_embeddings=True)
        search = table.search(query_type="hybrid").vector(vector).text(question)
        return [row["document"] for row in search.rerank(reranker).limit(FOUND).to_list()]

    return answer
