"""Time a warm retrieve() beside plain encoding and an exact scan, in one run, at about 25,000 passages.

    .venv/bin/python benchmarks/retrieve.py INDEX QUESTIONS [--rounds N]

INDEX is an index folder, QUESTIONS a text file with one question a line. Each round asks every question three ways,
one after the other, so that a noisy machine is equally noisy to all: by sentence-transformers' encode with default
settings and a FAISS scan (the baseline), by Archive.retrieve, and by each part of it alone. Printed are medians in
milliseconds and their ratio to the baseline's.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

from embeddings.encoder import load_encoder, model_folder
from embeddings.store import open_generation
from qa import Archive
from qa.excerpts import excerpt
from qa.retrieval import prepare, rank
from qa.settings import load_settings

SCANNED = 5


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    questions = [line.strip() for line in arguments.questions.read_text("utf-8").splitlines() if line.strip()]
    times = measure(ways(arguments.index), questions, arguments.rounds)
    baseline = statistics.median(times["encode + scan"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:<28} {median:8.2f} ms {median / baseline:6.2f}")


def ways(index: Path) -> dict[str, Callable[[str], object]]:
    """Return what is timed, by name."""
    settings = load_settings()
    archive = Archive.open(index)
    generation = open_generation(index)
    encoder = load_encoder(settings.model, settings.precision)
    plain = SentenceTransformer(str(model_folder(settings.model)), local_files_only=True)
    flat = faiss.IndexFlatIP(generation.manifest.dimension)
    passages = range(generation.manifest.passages)
    stored = faiss.read_index(str(index / "generations" / generation.id / "passages.faiss"))
    flat.add(stored.reconstruct_batch(np.arange(len(passages))))

    def rank_alone(question: str) -> object:
        return rank(prepare(question, vectors[question], generation), generation, SCANNED)

    def excerpts_alone(question: str) -> object:
        query = prepare(question, vectors[question], generation)
        return [excerpt(hit, query, generation.lexical.terms) for hit in rank(query, generation, SCANNED)]

    class _Vectors(dict[str, np.ndarray]):
        def __missing__(self, question: str) -> np.ndarray:
            self[question] = encoder.encode_queries([question])[0]
            return self[question]

    vectors = _Vectors()
    return {
        "encode + scan": lambda question: flat.search(plain.encode([question], show_progress_bar=False), SCANNED),
        "encode alone": lambda question: plain.encode([question], show_progress_bar=False),
        "loccit: retrieve()": lambda question: archive.retrieve(question, SCANNED),
        "loccit: encode_queries": lambda question: encoder.encode_queries([question]),
        "loccit: rank": rank_alone,
        "loccit: rank + excerpts": excerpts_alone,
    }


def measure(timed: dict[str, Callable[[str], object]], questions: list[str], rounds: int) -> dict[str, list[float]]:
    """Return the times of each way in milliseconds, over all questions and rounds, after one warm-up round."""
    times: dict[str, list[float]] = {name: [] for name in timed}
    for number in range(rounds + 1):
        for question in questions:
            for name, way in timed.items():
                started = time.perf_counter()
                way(question)
                if number:
                    times[name].append(1000 * (time.perf_counter() - started))
    return times


if __name__ == "__main__":
    main()
