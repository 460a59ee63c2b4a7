"""The part of a judged collection that is compared on, written down for every way alike."""

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from embeddings.documents import Document
from embeddings.text.splitting import passages
from qa.evaluation.collections import JudgedQuestion, read_collection


def prepare(folder: Path, work: Path, most_passages: int, most_questions: int) -> tuple[list[JudgedQuestion], int]:
    """Write passages.jsonl and collection/ into `work`; return the questions, and how many passages there are.

    Of the collection are taken the first questions, the documents that are relevant to them, and then others in their
    order until there are so many passages.
    """
    collection = read_collection(folder)
    questions = list(collection.questions[:most_questions])
    documents = _bounded(collection.documents, questions, most_passages)
    rows = [row for document in documents for row in _rows(document)]
    work.mkdir(parents=True, exist_ok=True)
    _write(work / "passages.jsonl", rows)
    kept = {document.id for document in documents}
    (work / "collection").mkdir(exist_ok=True)
    for name in ("corpus", "queries"):
        _write(work / f"collection/{name}.jsonl", _records(folder, name, kept if name == "corpus" else None))
    qrels = [f"{one.id}\t{document}\t{grade}" for one in questions for document, grade in one.qrels.items()]
    (work / "collection/qrels.tsv").write_text("\n".join(qrels), "utf-8")
    return questions, len(rows)


def _bounded(documents: Sequence[Document], questions: Sequence[JudgedQuestion], most: int) -> list[Document]:
    """Return the documents that are relevant to any question, and others while the passages are fewer than `most`."""
    relevant = {document for question in questions for document in question.relevant_documents}
    chosen, count = [], 0
    for document in sorted(documents, key=lambda document: document.id not in relevant):
        if document.id not in relevant and count >= most:
            break
        chosen.append(document)
        count += len(passages(document))
    return chosen


def _rows(document: Document) -> Iterator[dict[str, str]]:
    for passage in passages(document):
        text = document.text[passage.start : passage.end]
        yield {"document": document.id, "text": f"{document.title}\n{text}" if document.title else text}


def _records(folder: Path, name: str, ids: set[str] | None) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of the collection, of these ids if any are given."""
    plain = folder / f"{name}.jsonl"
    with plain.open("rb") if plain.is_file() else gzip.open(f"{plain}.gz", "rb") as file:
        for line in file:
            record = json.loads(line)
            if ids is None or record["_id"] in ids:
                yield record


def _write(path: Path, records: Iterator[dict[str, Any]] | Sequence[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
