"""The files that an evaluation writes: TREC runs for other tools, and the signals of each candidate passage."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from qa.answers import Hit
from qa.errors import CollectionError
from qa.evaluation.collections import Collection, JudgedQuestion

RUN_NAME = "loccit"


def run_paths(collections: Sequence[Collection], run_file: Path | None) -> list[Path | None]:
    """Return the path of each collection's run, None where no run is written.

    Raises CollectionError where two collections have one name, or where a run could not hold an id.
    """
    names = [collection.name for collection in collections]
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise CollectionError(f"Two of the folders are named {repeated}; evaluate them one at a time, or rename one.")
    if run_file is None:
        return [None] * len(names)
    for collection in collections:
        _check_ids(collection)
    if len(names) == 1:
        return [run_file]
    return [run_file.with_name(f"{run_file.stem}.{name}{run_file.suffix}") for name in names]


def _check_ids(collection: Collection) -> None:
    ids = [question.id for question in collection.questions] + [document.id for document in collection.documents]
    unwritable = next((id_ for id_ in ids if len(id_.split()) != 1), None)
    if unwritable is not None:
        raise CollectionError(
            f"A TREC run cannot hold the id {unwritable!r} of {collection.folder}: it has a space in it, or is empty. "
            "Leave out --run-file, or change the id."
        )


def run_lines(question_id: str, ranking: Mapping[str, float]) -> Iterator[str]:
    """Yield lines of TREC's run format: question id, Q0, document id, rank, score, name of the run."""
    for rank, (document_id, score) in enumerate(ranking.items(), 1):
        yield f"{question_id} Q0 {document_id} {rank} {np.float32(score)!s} {RUN_NAME}\n"


def signal_lines(collection_name: str, question: JudgedQuestion, hits: Iterable[Hit]) -> Iterator[str]:
    """Yield each candidate of a question as JSON: its signals, and its document's grade, 0 where it was not judged."""
    for hit in hits:
        candidate = {
            "set": collection_name,
            "query": question.id,
            "document": hit.document.id,
            "passage": hit.number,
            "score": hit.score,
            **asdict(hit.signals),
            "relevance": question.qrels.get(hit.document.id, 0),
        }
        yield json.dumps(candidate, ensure_ascii=False) + "\n"


def strictly_falling(scores: Sequence[float]) -> list[float]:
    """Return scores in which each that was not below the one before is lowered to the next value in single precision.

    trec_eval keeps scores in single precision and orders equal scores by the documents' ids, not by their ranks.
    """
    falling: list[float] = []
    below = math.inf
    for score in scores:
        falling.append(float(min(np.float32(score), np.float32(below))))
        below = float(np.nextafter(np.float32(falling[-1]), np.float32(-math.inf)))
    return falling
