"""What one document more costs, by how many passages are there: until it can be asked for, in parts.

    .venv/bin/python benchmarks/one_added.py FOLDER [--sizes N ...] [--rounds N]

FOLDER is made and filled with indexes grown from a small one (benchmarks/grown_archive.py), with an encoder that costs
nothing. Each round adds a file of one short document to the largest segment that is there and to the small ones of the
rounds before. The files of the archive do not exist, so walking the sources and hashing their files is left out; that
is what a rebuild takes that finds nothing changed (benchmarks/rebuild.py). All else is the product's own path. Given
are seconds by the clock and of the processor.
"""

import argparse
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from grown_archive import grow
from rebuild import Instant, write_files

from embeddings.arrays import Vectors
from embeddings.building import rebuild as module
from embeddings.building.changes import SourceFile
from embeddings.building.findings import Findings
from embeddings.building.previous import open_and_check
from embeddings.building.rebuild import new_generation_id, rebuild
from embeddings.building.recipe import recipe
from embeddings.building.writing import NewGeneration
from embeddings.generations import publishing
from embeddings.generations.manifest import read_manifest
from embeddings.readers.content import Limits
from qa.archive import Archive
from qa.settings import load_settings

SMALL_FILES = 600
UNATTRIBUTED = Limits(attributed=0)


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    encoder = Instant(load_settings().model)
    small = arguments.folder / "small"
    if not small.exists():
        write_files(arguments.folder / "sources", SMALL_FILES)
        rebuild([arguments.folder / "sources"], small, lambda: encoder, limits=UNATTRIBUTED)
    for size in arguments.sizes:
        index = arguments.folder / str(size)
        if not index.exists():
            grow(small, index, encoder, drawn, size)
        for _ in range(arguments.rounds):
            parts = add_one(index, encoder, arguments.folder)
            segments = [segment.passages for segment in read_manifest(index).segments]
            print(f"{read_manifest(index).passages:,} passages, segments of {segments}", flush=True)
            for name, (clock, processor) in parts.items():
                print(f"  {name:<34}{clock:8.2f} s{processor:8.2f} s", flush=True)
            print(f"  {'together':<34}{sum(one for one, _ in parts.values()):8.2f} s", flush=True)


def drawn(rows: int) -> Vectors:
    """Return unit vectors drawn by chance."""
    vectors = np.random.default_rng(rows).normal(size=(rows, Instant.dimension)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def add_one(index: Path, encoder: Instant, folder: Path) -> dict[str, tuple[float, float]]:
    """Publish a generation with one document more and ask for it; return what each part took, clock and processor."""
    name = f"zz-{time.time_ns()}.txt"
    path = folder / "added" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"The ferry of {name} sank off Oman. Its crew swam ashore on Monday.", "utf-8")
    parts: dict[str, tuple[float, float]] = {}

    @contextmanager
    def timed(part: str) -> Any:
        clock, processor = time.perf_counter(), time.process_time()
        yield
        parts[part] = time.perf_counter() - clock, time.process_time() - processor

    generation = new_generation_id()
    with publishing.building(index, generation) as building:
        with timed("the previous generation is checked"):
            previous, damage = open_and_check(index)
        assert previous
        assert not damage
        with timed("its documents are listed"):
            indexed = module._indexed_files(previous, 0, recipe())
        # What walking the sources and hashing their files gives; a path that was hashed knows itself as text.
        files = [
            SourceFile(Path(file.path), file.id, range(file.first, file.end), sha256=file.sha256)
            for file in previous.catalogue.files()
        ]
        assert all(str(file.path) for file in files)
        findings = Findings([], [*files, SourceFile(path, name)])
        new = NewGeneration(
            generation, index, building, previous, lambda *_: None, recipe=previous.manifest.recipe, shares=True
        )
        with timed("the new one is written and current"):
            module._write_and_publish(new, [], findings, indexed, lambda: encoder)
    with timed("it is opened and asked"):
        ask(index, encoder, name)
    return parts


def ask(index: Path, encoder: Any, name: str) -> None:
    """Ask an archive for a document by words that it alone has."""
    archive = Archive.open(index, encoder=encoder)
    found = archive.retrieve(f"Where did the ferry of {name} sink?", 10)
    assert name in [excerpt.document.id for excerpt in found]


if __name__ == "__main__":
    main()
