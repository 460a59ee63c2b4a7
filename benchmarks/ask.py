"""What the reader costs: `ask` with it and without it, in turns, beside `retrieve`.

    .venv/bin/python benchmarks/ask.py [--index data/index] [--questions data/questions/sample.jsonl] [--threads N]

Prints medians in milliseconds and their ratios to `ask` without a reader, of the questions that stand alone: of the
clock, and of processors' time, which says more where other programs run.
"""

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from embeddings.generations.store import open_generation
from embeddings.models.encoder import load_encoder
from embeddings.processors import default_threads
from qa.answering.reader import load_reader
from qa.archive import Archive
from qa.retrieval.scope import Scope

WARM_UP = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--questions", type=Path, default=Path("data/questions/sample.jsonl"))
    parser.add_argument("--threads", type=int, default=default_threads())
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    records = [json.loads(line) for line in arguments.questions.read_text("utf-8").splitlines()]
    questions = [record["question"] for record in records if "history" not in record]
    encoder, generation = load_encoder(), open_generation(arguments.index)
    without = Archive(arguments.index, Scope(generation), encoder)
    reading = Archive(arguments.index, Scope(generation), encoder, reader=load_reader())
    ways: dict[str, Callable[[str], object]] = {
        "ask, without a reader": without.ask,
        "ask": reading.ask,
        "retrieve": reading.retrieve,
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number, question in enumerate([*questions[:WARM_UP], *questions]):
        for name, way in ways.items():
            started, worked = perf_counter(), process_time()
            way(question)
            if number >= WARM_UP:
                taken[name].append((1000 * (perf_counter() - started), 1000 * (process_time() - worked)))
    print(f"{len(questions)} questions, {generation.manifest.passages} passages, {arguments.threads} threads")
    baseline = [median(times) for times in zip(*taken["ask, without a reader"], strict=True)]
    for name, pairs in taken.items():
        clock, processors = (median(times) for times in zip(*pairs, strict=True))
        print(
            f"{name:24} {clock:7.1f} ms  {clock / baseline[0]:5.2f}   "
            f"of processors {processors:7.1f} ms  {processors / baseline[1]:5.2f}"
        )


if __name__ == "__main__":
    main()
