"""What a full rebuild takes with the workers of a Ray cluster beside one without, in turns: seconds, and their ratio.

    RAY_ADDRESS=HOST:6379 .venv/bin/python benchmarks/workers.py FOLDER [--files N] [--turns N]

FOLDER is filled with N text files of about three passages each. Each turn builds an index of them by the command in
both ways, starts included.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from rebuild import write_files

COMMAND = (sys.executable, "-c", "from ui.cli import main; main()", "rebuild", "--full", "--json")
KINDS = {"alone": (), "workers": ("--workers", "ray")}


def main() -> None:
    """Print the seconds of each rebuild, then the medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--turns", type=int, default=3)
    arguments = parser.parse_args()
    write_files(arguments.folder / "sources", arguments.files)
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(arguments.turns):
        for kind, options in KINDS.items():
            taken[kind].append(seconds(arguments.folder, options))
            print(f"{kind:<8} {taken[kind][-1]:7.1f} s", flush=True)
    alone, workers = (statistics.median(taken[kind]) for kind in KINDS)
    print(f"medians: {alone:.1f} and {workers:.1f} s, {workers / alone:.2f}")


def seconds(folder: Path, options: tuple[str, ...]) -> float:
    """Return what building an index takes."""
    index = folder / "index"
    shutil.rmtree(index, ignore_errors=True)
    begin = time.perf_counter()
    subprocess.run([*COMMAND, folder / "sources", "--index", index, *options], check=True, capture_output=True)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
