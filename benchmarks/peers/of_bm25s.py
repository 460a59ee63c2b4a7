"""bm25s as its README has it: stop words, an English stemmer, no vectors."""

import json
from collections.abc import Callable
from pathlib import Path

import bm25s
import Stemmer
from child import passages

FOUND = 10


def build(folder: Path) -> None:
    """Write the index."""
    documents, texts = passages(folder)
    index = bm25s.BM25()
    index.index(_tokens(texts), show_progress=False)
    index.save(folder / "bm25s")
    (folder / "bm25s/documents.json").write_text(json.dumps(documents), "utf-8")


def open_index(folder: Path) -> Callable[[str], list[str]]:
    """Return what answers questions."""
    index = bm25s.BM25.load(folder / "bm25s")
    documents = json.loads((folder / "bm25s/documents.json").read_text("utf-8"))

    def answer(question: str) -> list[str]:
        rows, _ = index.retrieve(_tokens([question]), k=min(FOUND, len(documents)), show_progress=False)
        return [documents[row] for row in rows[0].tolist()]

    return answer


_stemmer = Stemmer.Stemmer("english")


def _tokens(texts: list[str]) -> object:
    return bm25s.tokenize(texts, stopwords="en", stemmer=_stemmer, show_progress=False)
