"""Opening, memory and the time of a search by the number of passages: archives that are made, built and then asked.

    .venv/bin/python benchmarks/scale.py FOLDER JUDGED... [--real INDEX...] [--sizes 10000 30000 100000] [--plot]

JUDGED are judged collections (docs/evaluate.md), whose documents are repeated with other words in them until there are
enough passages, as benchmarks/retrieve.py does. Their vectors are drawn around those of the indexes given with --real,
which the real model built (benchmarks/drawn_passages.py). The smallest index is built by the product's own path, the
others are made of copies of it (benchmarks/grown_archive.py). All are below FOLDER, and each is measured in a process
of its own by the product's own calls:

- opening: the median of some, the files being in the page cache, and how long the checks of the first question take;
- memory: what is the process's own and what is mapped of files, with the model, before and after all questions;
- a search: retrieve() without the encoding of the question, p50 and p95.

All but memory is given by the clock and by the processor's time: where other work runs, the latter says more.

Figures are kept as FOLDER/SIZE.json; --plot draws those of all sizes as docs/scale.svg and prints the fitted lines.
"""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from drawn_passages import DrawnPassages
from grown_archive import grow
from made_collection import made
from rebuild import memory
from scale_plot import draw

from embeddings.arrays import Floats
from embeddings.building.rebuild import rebuild_documents
from embeddings.generations.layout import GENERATIONS
from embeddings.generations.manifest import read_manifest
from embeddings.generations.store import Generation, open_generation
from embeddings.models.encoder import EncodedQuery, Encoder, load_encoder
from qa.archive import Archive
from qa.evaluation.collections import read_collection
from qa.retrieval.scope import Scope
from qa.settings import load_settings

EXCERPTS = 5
OPENINGS = 7
QUESTIONS = 60
WARM_UP = 5


def main() -> None:
    """Build, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("judged", type=Path, nargs="*", metavar="JUDGED")
    parser.add_argument("--real", type=Path, nargs="+", default=[], metavar="INDEX")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--plot", action="store_true")
    parser.add_argument("--look", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.look:
        print(json.dumps(look(arguments.folder / str(arguments.look), arguments.judged)))
        return
    for size in [] if arguments.plot else arguments.sizes:
        build(arguments.folder, arguments.judged, arguments.real, size)
        real = ["--real", *map(str, arguments.real)]
        command = [sys.executable, __file__, str(arguments.folder), *map(str, arguments.judged), *real]
        said = subprocess.run([*command, "--look", str(size)], capture_output=True, text=True, check=True).stdout
        (arguments.folder / f"{size}.json").write_text(said, "utf-8")
        print(said, flush=True)
    if arguments.plot:
        draw([json.loads(path.read_text("utf-8")) for path in sorted(arguments.folder.glob("*.json"))])


def build(folder: Path, judged: Sequence[Path], real: Sequence[Path], size: int) -> None:
    """Build an index of at least so many passages below a folder, where there is none yet."""
    index = folder / str(size)
    smaller = [other for path in folder.glob("*/") if (other := int(path.name)) < size]
    if (index / GENERATIONS).is_dir():
        return
    settings = load_settings()
    encoder = DrawnPassages(load_encoder(settings.model, settings.precision), real)
    print(f"{encoder.real_passages:,} real passages, nearest neighbour at {encoder.nearness:.3f}", flush=True)
    began = time.perf_counter()
    if smaller:
        grow(folder / str(min(smaller)), index, encoder, encoder.drawn, size)
        print(f"grown to {size:,} passages in {time.perf_counter() - began:,.0f} s", flush=True)
        return
    documents = made([read_collection(folder) for folder in judged], size).documents
    rebuild_documents(documents, index, lambda: encoder, sources=[])
    print(f"built {size:,} passages in {time.perf_counter() - began:,.0f} s", flush=True)


class Timed:
    """The real model under the name that built an index; `taken` has what each question took to encode."""

    def __init__(self, real: Encoder, fingerprint: str) -> None:
        self.name, self.fingerprint, self.dimension, self.precision = real.name, fingerprint, 0, real.precision
        self.encode_passages = real.encode_passages
        self._real, self.taken = real, list[Floats]()

    def encode_query(self, text: str, words: Sequence[tuple[int, int]]) -> EncodedQuery:
        """See Encoder."""
        encoded: list[EncodedQuery] = []
        self.taken.append(taken(lambda: encoded.append(self._real.encode_query(text, words))))
        return encoded[0]


def look(index: Path, judged: Sequence[Path]) -> dict[str, Any]:
    """Open an index, ask it and return the figures."""
    settings, manifest = load_settings(), read_manifest(index)
    opening, checking = zip(*(opened_and_checked(index) for _ in range(OPENINGS)), strict=True)
    encoder = Timed(load_encoder(settings.model, settings.precision), manifest.model_fingerprint)
    encoder.encode_query("What is loaded at the first question?", [(0, 4)])
    before = memory("RssAnon"), memory("RssFile")
    archive = Archive(index, Scope(open_generation(index)), encoder)
    opened = memory("RssAnon"), memory("RssFile")
    questions = [q.text for folder in judged for q in read_collection(folder).questions[: QUESTIONS // len(judged)]]
    searching, encoding = [], []
    for question in questions[:WARM_UP] + questions:
        encoder.taken.clear()
        whole = taken(partial(archive.retrieve, question, EXCERPTS))
        encoding.append(np.sum(encoder.taken, axis=0))
        searching.append(whole - encoding[-1])
    asked = memory("RssAnon"), memory("RssFile")
    return {
        "passages": manifest.passages,
        "documents": manifest.documents,
        "bytes_a_passage": sum(said["bytes"] for said in manifest.files.values()) / manifest.passages,
        **medians("opening", opening),
        # A process checks a file once.
        **medians("checking", checking[:1]),
        **percentiles("encoding", encoding[WARM_UP:]),
        **percentiles("search", searching[WARM_UP:]),
        **{
            f"{kind}_mb_{when}": megabytes(said[place])
            for when, said in (("before", before), ("opened", opened), ("asked", asked))
            for place, kind in enumerate(("own", "mapped"))
        },
    }


def opened_and_checked(index: Path) -> tuple[Floats, Floats]:
    """Return what opening an index takes, and what the checks of its first question take."""
    opened: list[Generation] = []
    opening = taken(lambda: opened.append(open_generation(index)))
    return opening, taken(lambda: (opened[0].catalogue, opened[0].reprints))


def medians(name: str, times: Sequence[Floats]) -> dict[str, float]:
    """Return the medians of what `taken` gave, in milliseconds."""
    clock, processor = (float(one) for one in np.median(times, axis=0) * 1000)
    return {f"{name}_ms": clock, f"{name}_processor_ms": processor}


def percentiles(name: str, times: Sequence[Floats]) -> dict[str, float]:
    """Return the medians and the 95th percentiles of what `taken` gave, in milliseconds."""
    return {
        f"{name}{kind}_p{share}_ms": float(1000 * np.percentile(np.asarray(times)[:, column], share))
        for column, kind in enumerate(("", "_processor"))
        for share in (50, 95)
    }


def megabytes(size: int) -> float:
    """Return bytes as megabytes."""
    return round(size / 1e6, 1)


def taken(work: Callable[[], object]) -> Floats:
    """Return the seconds that a call took, by the clock and of the processor; shape (2,)."""
    began = time.perf_counter(), time.process_time()
    work()
    return np.asarray([time.perf_counter() - began[0], time.process_time() - began[1]])


if __name__ == "__main__":
    main()
