"""How fast files are read, beside the bare library of their format.

    .venv/bin/python benchmarks/read.py [FOLDER]

Without FOLDER a file of each format is made, of the size that archives hold (benchmarks/made_files.py says what); with
it, the files of a folder that are read are measured, by suffix. benchmarks/bare_libraries.py says what is measured
beside: the library that reads the format here or that people use for it, asked for the same text. Plain text, subtitles
and RTF have none.

Both read the same bytes in turns, after each has read them once, which pays for imports and models. Printed are files
and megabytes a second of the processor's work, and the median of the ratios. That is one core: the processes in which a
rebuild parses files are not started. Work is counted, not time that passes, so that other programs disturb little.

At the end the files are read as a rebuild reads them, by one process and by two, in turns.
Here time counts: on a machine that does something else besides, two are less than twice as fast.
"""

import argparse
import statistics
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bare_libraries import bare
from made_files import made_files

from embeddings.errors import UnreadableFile
from embeddings.readers.content import FileContents, Limits
from embeddings.readers.pool import reading
from embeddings.readers.registry import contents_of

ROUNDS = 5
# A file that takes longer in a round is measured no more often.
LONGEST_SECONDS = 5.0
FILE_SECONDS = 120


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    warnings.simplefilter("ignore")
    with TemporaryDirectory() as written:
        if folder is None:
            folder = Path(written)
            for name, data in made_files():
                (folder / name).write_bytes(data)
        files = sorted(path for path in folder.rglob("*") if path.is_file() and _is_read(path))
        by_kind = defaultdict(list)
        for path in files:
            # Of the files that are made, two may have one format: each is measured by itself.
            by_kind[path.name if written in str(path) else path.suffix.lower()].append((path, path.read_bytes()))
        for kind, those in sorted(by_kind.items()):
            _measure(kind or "none", those)
        _measure_processes([each for those in by_kind.values() for each in those])


def _measure(kind: str, files: list[tuple[Path, bytes]]) -> None:
    """Print how fast files of one kind are read, and the bare library's rate beside it."""
    bare_read = bare(files[0][0].name)
    if bare_read:
        files = [(path, data) for path, data in files if _reads(bare_read, data)]
    ours, ratios = [], []
    for _ in range(ROUNDS if files else 0):
        ours.append(_seconds(lambda: [contents_of(path, data) for path, data in files]))
        if bare_read:
            ratios.append(_seconds(lambda: [bare_read(data) for _, data in files]) / ours[-1])
        if ours[-1] > LONGEST_SECONDS:
            break
    if ours:
        taken, megabytes = statistics.median(ours), sum(len(data) for _, data in files) / 1e6
        beside = f"{statistics.median(ratios):6.2f} of the rate of the bare library" if ratios else ""
        print(f"{kind:16} {len(files) / taken:8.1f} files/s {megabytes / taken:7.2f} MB/s {beside}", flush=True)


def _measure_processes(files: list[tuple[Path, bytes]]) -> None:
    """Print how fast all files are read by one process and by two."""
    ratios, taken = [], []
    with (
        reading(FILE_SECONDS, Limits(), lambda: None, 1) as single,
        reading(FILE_SECONDS, Limits(), lambda: None, 2) as double,
    ):
        for _ in range(ROUNDS + 1):
            times = []
            for files_read in (single, double):
                begun = time.perf_counter()
                for call in files_read.ahead(partial(files_read.parse, *file) for file in files):
                    _outcome(call)
                times.append(time.perf_counter() - begun)
            ratios.append(times[0] / times[1])
            taken.append(times)
    # The first round starts the processes.
    seconds = [statistics.median(times) / len(files) for times in zip(*taken[1:], strict=True)]
    rates = " and ".join(f"{1 / each:.1f}" for each in seconds)
    print(f"one process and two: {rates} files/s, {statistics.median(ratios[1:]):.2f} times as fast")


def _outcome(call: Callable[[], FileContents]) -> None:
    with suppress(UnreadableFile):
        call()


def _is_read(path: Path) -> bool:
    """Whether a file is read, and not by OCR, beside which no bare library of its format does anything."""
    try:
        documents = contents_of(path, path.read_bytes()).documents
    except UnreadableFile:
        return False
    return not any(fact.name == "read by" for document in documents for fact in document.facts)


def _reads(bare_read: Callable[[bytes], object], data: bytes) -> bool:
    """Whether a library reads a file at all."""
    with suppress(Exception):
        bare_read(data)
        return True
    return False


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
