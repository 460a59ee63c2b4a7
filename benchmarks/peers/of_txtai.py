"""txtai with its hybrid index (BM25 and vectors) and the texts kept beside it."""

from collections.abc import Callable
from pathlib import Path

from child import passages
from txtai import Embeddings
from weights import MODEL

FOUND = 10


def build(folder: Path) -> None:
    """Write the index."""
    documents, texts = passages(folder)
    embeddings = Embeddings(path=MODEL, hybrid=True, content=True, gpu=False)
    ids = (f"{document}\n{number}" for number, document in enumerate(documents))
    embeddings.index(zip(ids, texts, strict=True))
    embeddings.save(str(folder / "txtai"))


def open_index(folder: Path) -> Callable[[str], list[str]]:
    """Return what answers questions."""
    embeddings = Embeddings()
    embeddings.load(str(folder / "txtai"))

    def answer(question: str) -> list[str]:
        return [found["id"].partition("\n")[0] for found in embeddings.search(question, FOUND)]

    return answer
