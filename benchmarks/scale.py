"""Opening, memory and the time of a search by the number of passages: archives that are made, built and then asked.

    .venv/bin/python benchmarks/scale.py FOLDER JUDGED... [--real INDEX...] [--sizes 10000 30000 100000] [--plot]

JUDGED are judged collections (docs/evaluate.md), whose documents are repeated with other words in them until there are
enough passages, as benchmarks/retrieve.py does. Their vectors are drawn around those of the indexes given with --real,
which the real model built (benchmarks/drawn_passages.py). An index is built by the product's own path below FOLDER, once
for each size, and measured in a process of its own by the product's own calls:

- opening: the median of some, the files being in the page cache;
- the first question, which checks what opening does not;
- memory: what is the process's own and what is mapped of files, with the model, before and after all questions;
- a search: retrieve() without the encoding of the question, p50 and p95.

Figures are kept as FOLDER/SIZE.json; --plot draws those of all sizes as docs/scale.svg and prints the fitted lines.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from drawn_passages import DrawnPassages
from rebuild import memory
from retrieve import made
from scale_plot import draw

from embeddings.building.rebuild import rebuild_documents
from embeddings.generations.layout import GENERATIONS
from embeddings.generations.manifest import read_manifest
from embeddings.generations.store import open_generation
from embeddings.models.encoder import EncodedQuery, Encoder, load_encoder
from qa.archive import Archive
from qa.evaluation.collections import read_collection
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
        print(json.dumps(look(arguments.folder / str(arguments.look), arguments.judged, arguments.real)))
        return
    for size in [] if arguments.plot else arguments.sizes:
        build(arguments.folder / str(size), arguments.judged, arguments.real, size)
        real = ["--real", *map(str, arguments.real)]
        command = [sys.executable, __file__, str(arguments.folder), *map(str, arguments.judged), *real]
        said = subprocess.run([*command, "--look", str(size)], capture_output=True, text=True, check=True).stdout
        (arguments.folder / f"{size}.json").write_text(said, "utf-8")
        print(said, flush=True)
    if arguments.plot:
        draw([json.loads(path.read_text("utf-8")) for path in sorted(arguments.folder.glob("*.json"))])


def build(index: Path, judged: Sequence[Path], real: Sequence[Path], size: int) -> None:
    """Build an index of at least so many passages, where there is none yet."""
    if (index / GENERATIONS).is_dir():
        return
    settings = load_settings()
    encoder = DrawnPassages(load_encoder(settings.model, settings.precision), real)
    print(f"{encoder.real_passages:,} real passages, nearest neighbour at {encoder.nearness:.3f}", flush=True)
    documents = made([read_collection(folder) for folder in judged], size).documents
    began = time.perf_counter()
    rebuild_documents(documents, index, lambda: encoder, sources=[])
    print(f"built {size:,} passages in {time.perf_counter() - began:,.0f} s", flush=True)


class Timed:
    """The real model under the name that built an index; `seconds` has what each question took to encode."""

    def __init__(self, real: Encoder, fingerprint: str) -> None:
        self.name, self.fingerprint, self.dimension, self.precision = real.name, fingerprint, 0, real.precision
        self.encode_passages = real.encode_passages
        self._real, self.seconds = real, [0.0]

    def encode_query(self, text: str, words: Sequence[tuple[int, int]]) -> EncodedQuery:
        """See Encoder."""
        began = time.perf_counter()
        encoded = self._real.encode_query(text, words)
        self.seconds.append(time.perf_counter() - began)
        return encoded


def look(index: Path, judged: Sequence[Path], _real: Sequence[Path]) -> dict[str, Any]:
    """Open an index, ask it and return the figures."""
    settings, manifest = load_settings(), read_manifest(index)
    opening = [seconds(lambda: open_generation(index)) for _ in range(OPENINGS)]
    encoder = Timed(load_encoder(settings.model, settings.precision), manifest.model_fingerprint)
    encoder.encode_query("What is loaded at the first question?", [(0, 4)])
    before = memory("RssAnon"), memory("RssFile")
    archive = Archive(index, open_generation(index), encoder)
    opened = memory("RssAnon"), memory("RssFile")
    questions = [q.text for folder in judged for q in read_collection(folder).questions[: QUESTIONS // len(judged)]]
    first = seconds(lambda: archive.retrieve(questions[0], EXCERPTS)) - encoder.seconds[-1]
    searching, encoding = [], []
    for question in questions[:WARM_UP] + questions:
        encoder.seconds.clear()
        whole = seconds(lambda question=question: archive.retrieve(question, EXCERPTS))
        encoding.append(sum(encoder.seconds))
        searching.append(whole - encoding[-1])
    asked = memory("RssAnon"), memory("RssFile")
    p50, p95 = (float(one) for one in np.percentile(np.asarray(searching[WARM_UP:]) * 1000, [50, 95]))
    return {
        "passages": manifest.passages,
        "documents": manifest.documents,
        "bytes_a_passage": sum(said["bytes"] for said in manifest.files.values()) / manifest.passages,
        "opening_ms": 1000 * statistics.median(opening),
        "first_question_ms": 1000 * first,
        "encoding_p50_ms": 1000 * statistics.median(encoding[WARM_UP:]),
        "search_p50_ms": p50,
        "search_p95_ms": p95,
        **{f"own_mb_{when}": megabytes(said[0]) for when, said in (("before", before), ("opened", opened), ("asked", asked))},
        **{f"mapped_mb_{when}": megabytes(said[1]) for when, said in (("before", before), ("opened", opened), ("asked", asked))},
    }


def megabytes(size: int) -> float:
    """Return bytes as megabytes."""
    return round(size / 1e6, 1)


def seconds(work: Any) -> float:
    """Return the seconds that a call took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
