"""Time a warm retrieve() beside plain encoding and an exact scan, in one run, at about 25,000 passages.

    .venv/bin/python benchmarks/retrieve.py FOLDER... [--passages 25000] [--rounds N]

The folders are judged collections (docs/evaluate.md). The archive is made of all their documents, and of the first of
them again with a word in twelve exchanged for another until there are enough passages. It is built as a judged archive
is and kept in the cache. Its vectors are random, since encoding so much takes long; that makes the parts' work somewhat
greater, as the nearest passages are never those that BM25 finds. The questions are the first of
each collection, encoded by the real model.

Each round asks every question in two ways, one after the other, so that a noisy machine is equally noisy to both: by
sentence-transformers' encode with default settings and a FAISS scan (the baseline), and by Archive.retrieve. The parts
of the latter are timed within it. Printed are medians in milliseconds, their ratio to the baseline's, and what the
archive's files take a passage.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from made_collection import made
from random_passages import RandomPassages
from rich.progress import Progress
from sentence_transformers import SentenceTransformer

from embeddings.models.encoder import load_encoder
from embeddings.models.installed import model_folder
from qa.answering import relevance
from qa.evaluation.collections import read_collection
from qa.evaluation.judged_archive import JudgedArchive, open_judged
from qa.retrieval import candidates, ranking
from qa.settings import load_settings

EXCERPTS = 5


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--passages", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    settings = load_settings()
    collection = made([read_collection(folder) for folder in arguments.folders], arguments.passages)
    with Progress(transient=True) as bar:
        task = bar.add_task("building the archive")
        judged = open_judged(
            collection,
            settings.cache,
            RandomPassages(load_encoder(settings.model, settings.precision)),
            lambda _stage, done, total: bar.update(task, completed=done, total=total),
        )
    manifest = judged.generation.manifest
    print(f"{manifest.documents:,} documents, {manifest.passages:,} passages, {len(collection.questions)} questions")
    times = measure(judged, [question.text for question in collection.questions], arguments.rounds)
    baseline = statistics.median(times["encode + scan"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:<32} {median:8.2f} ms {median / baseline:6.2f}")
    files: dict[str, int] = {}
    for path, said in manifest.files.items():
        name = path.split("/")[0]
        files[name] = files.get(name, 0) + said["bytes"]
    for name, size in sorted(files.items(), key=lambda one: -one[1]):
        print(f"{name:<32} {size / manifest.passages:8.0f} bytes a passage")


def measure(judged: JudgedArchive, questions: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """Return the times in milliseconds by name, over all questions and rounds, after one warm-up round."""
    times: dict[str, list[float]] = {}

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        times[name] = []

        def call(*arguments: Any) -> Any:
            started = time.perf_counter()
            found = function(*arguments)
            times[name].append(1000 * (time.perf_counter() - started))
            return found

        return call

    baseline = timed("encode + scan", _encode_and_scan(judged))
    retrieve = timed("retrieve()", lambda question: judged.archive.retrieve(question, EXCERPTS))
    generation: Any = judged.generation
    for name, owner, attribute in (
        ("  encoding the question", judged.encoder, "encode_query"),
        ("  BM25 of passages", generation.lexical, "search"),
        ("  scan of passage vectors", generation.passages, "search"),
        ("  BM25 of documents", generation.lexical_documents, "scores"),
        ("  cosines of passages", generation.passages, "cosines"),
        ("  sentence evidence", candidates, "_sentence_evidence"),
        ("  late interaction", ranking, "_late_interaction"),
        ("  making hits", ranking, "_hits"),
        ("  relevance of sentences", relevance, "sentence_relevance"),
    ):
        setattr(owner, attribute, timed(name, getattr(owner, attribute)))
    for number in range(rounds + 1):
        for question in questions:
            baseline(question)
            retrieve(question)
        if number == 0:
            for taken in times.values():
                taken.clear()
    return times


def _encode_and_scan(judged: JudgedArchive) -> Callable[[str], object]:
    """Return what is measured against: sentence-transformers and FAISS as they come."""
    plain = SentenceTransformer(str(model_folder(load_settings().model)), local_files_only=True)
    manifest = judged.generation.manifest
    stored = faiss.read_index(
        str(judged.archive.index / "generations" / manifest.generation / "segments/0/passages.faiss")
    )
    flat = faiss.IndexFlatIP(manifest.dimension)
    flat.add(stored.reconstruct_batch(np.arange(manifest.passages)))
    return lambda question: flat.search(plain.encode([question], show_progress_bar=False), EXCERPTS)


if __name__ == "__main__":
    main()
