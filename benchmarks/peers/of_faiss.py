"""sentence-transformers' encode and a flat FAISS index, as their READMEs have them."""

import json
from collections.abc import Callable
from pathlib import Path

import faiss
from child import passages
from sentence_transformers import SentenceTransformer
from weights import MODEL

FOUND = 10


def build(folder: Path) -> None:
    """Write the index."""
    documents, texts = passages(folder)
    vectors = SentenceTransformer(MODEL, device="cpu").encode(texts, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    (folder / "faiss").mkdir(exist_ok=True)
    faiss.write_index(index, str(folder / "faiss/vectors.faiss"))
    (folder / "faiss/passages.json").write_text(json.dumps([documents, texts]), "utf-8")


def open_index(folder: Path) -> Callable[[str], list[str]]:
    """Return what answers questions."""
    model = SentenceTransformer(MODEL, device="cpu")
    index = faiss.read_index(str(folder / "faiss/vectors.faiss"))
    documents, _ = json.loads((folder / "faiss/passages.json").read_text("utf-8"))

    def answer(question: str) -> list[str]:
        _, rows = index.search(model.encode([question], normalize_embeddings=True), FOUND)
        return [documents[row] for row in rows[0].tolist() if row >= 0]

    return answer
