"""How much longer a build takes that finds who says what, beside one that does not.

    python -m benchmarks.attributed_builds FOLDER [--rounds N]

FOLDER holds the documents. Both builds are full, with the default model and one process that reads, in turns. Printed
are the processor's seconds and the wall's, each as the median of the rounds, and the ratios; on a busy machine the
first are the ones to look at.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from embeddings.building.rebuild import rebuild
from embeddings.building.report import Report
from embeddings.models.encoder import Encoder, load_encoder
from embeddings.models.installed import DEFAULT_MODEL
from embeddings.readers.content import Limits


def worked() -> float:
    """Return how many seconds the processor has worked for this process and for those it started that have ended."""
    usages = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def build(folder: Path, encoder: Encoder, characters: int) -> Report:
    """Build an index that is thrown away, and look for who says what in so many characters of a file."""
    with tempfile.TemporaryDirectory() as index:
        return rebuild(
            [folder], Path(index) / "index", lambda: encoder, file_seconds=600, limits=Limits(attributed=characters)
        )


def timed(work: Callable[[], Report]) -> tuple[float, float, Report]:
    """Return the processor's and the wall's seconds of work, and what it returned."""
    began, started = worked(), perf_counter()
    report = work()
    return worked() - began, perf_counter() - started, report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    encoder = load_encoder(DEFAULT_MODEL)
    times: dict[int, list[tuple[float, float, Report]]] = {0: [], Limits().attributed: []}
    for _ in range(asked.rounds):
        for characters, taken in times.items():
            taken.append(timed(partial(build, asked.folder, encoder, characters)))
    for characters, taken in times.items():
        report = taken[0][2]
        processor, wall = median(each[0] for each in taken), median(each[1] for each in taken)
        counts = f"{report.documents} documents, {report.passages} passages, {report.attributions} attributions"
        print(f"{characters:>9,} characters: {processor:.1f} s of the processor, {wall:.1f} s; {counts}")
    without, with_them = times.values()
    print(f"processor: {median(each[0] for each in with_them) / median(each[0] for each in without):.2f}")
    print(f"wall: {median(each[1] for each in with_them) / median(each[1] for each in without):.2f}")


if __name__ == "__main__":
    main()
