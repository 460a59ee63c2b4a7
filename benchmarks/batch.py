"""How many questions a second a batch answers, beside asking one by one in the same process, in turns.

    .venv/bin/python benchmarks/batch.py [--index data/index] [--questions data/questions/sample.jsonl]
                                         [--rounds 3] [--repeated 4]

Prints for each round the seconds by the clock and of processors' time, and the ratio of the rates.
"""

import argparse
import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from qa.archive import Archive
from qa.batches.running import begin, run

WARM_UP = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--questions", type=Path, default=Path("data/questions/sample.jsonl"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeated", type=int, default=1, help="how many times each question is asked")
    arguments = parser.parse_args()
    records = [json.loads(line) for line in arguments.questions.read_text("utf-8").splitlines()]
    questions = [" ".join(record["question"].split()) for record in records if "history" not in record]
    questions *= arguments.repeated
    archive = Archive.open(arguments.index)
    for question in questions[:WARM_UP]:
        archive.ask(question)
    with TemporaryDirectory() as folder:
        asked = Path(folder) / "questions.txt"
        asked.write_text("\n".join(questions), "utf-8")
        for number in range(arguments.rounds):
            batch = begin(asked, Path(folder) / f"{number}.jsonl")
            one_by_one = seconds(lambda: [archive.ask(question) for question in questions])
            at_once = seconds(partial(run, batch, archive, None))
            print(
                f"{len(questions)} questions: one by one {one_by_one[0]:.1f} s ({one_by_one[1]:.1f} s of processors), "
                f"a batch {at_once[0]:.1f} s ({at_once[1]:.1f} s); {one_by_one[0] / at_once[0]:.2f} times the rate"
            )


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long work takes, by the clock and of processors' time, that of processes it has ended included."""
    started, worked = perf_counter(), sum(os.times()[:4])
    work()
    return perf_counter() - started, sum(os.times()[:4]) - worked


if __name__ == "__main__":
    main()
