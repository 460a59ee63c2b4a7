"""What a rebuild costs: nothing changed, one file changed, publishing, opening, bytes and memory; ratios, in one run.

    .venv/bin/python benchmarks/rebuild.py FOLDER [--files N] [--words N] [--sample N] [--model-files N] [--sizes N ...]

FOLDER is made and filled with N text files of about three passages each, or of so many --words each, shuffled from the
sample archive, and their index; a second run finds the files there. A full rebuild is timed with an encoder that costs
nothing; what the default model takes for all passages is worked out from a sample that it encodes in the same run. With
--model-files a smaller archive is rebuilt with the model itself. Then archives of each size are built with the encoder
that costs nothing, each in a process of its own, for the memory that takes and the time that opening takes.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np

from embeddings.arrays import Vectors
from embeddings.building import writing
from embeddings.building.embedded import embed, embedded_text
from embeddings.building.rebuild import rebuild
from embeddings.building.report import Report
from embeddings.documents import Span
from embeddings.generations import publishing
from embeddings.generations.manifest import read_manifest
from embeddings.generations.store import open_generation
from embeddings.models.encoder import EncodedPassages, EncodedQuery, Encoder, load_encoder
from embeddings.models.installed import fingerprint, model_folder
from embeddings.models.precision import NumberFormat
from qa.settings import load_settings

CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus"
WORDS_A_FILE = 480
LOOK_SECONDS = 0.01


class Instant:
    """An encoder that costs next to nothing: it takes vectors out of a few that it has."""

    name = "instant"
    precision: NumberFormat = "float32"
    dimension = 384

    def __init__(self, model: str) -> None:
        # As an encoder does that has its model to look after.
        self.fingerprint = fingerprint(model_folder(model))
        rows = np.random.default_rng(1).normal(size=(4096, self.dimension)).astype(np.float32)
        self._rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        """See Encoder."""
        return EncodedQuery(self._vectors(1 + len(text) % 7)[0], self._vectors(len(words)))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """See Encoder."""
        counts = len(texts), sum(map(len, sentences)), sum(map(len, words))
        return EncodedPassages(*map(self._vectors, counts))

    def _vectors(self, number: int) -> Vectors:
        return np.resize(self._rows, (number, self.dimension))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=WORDS_A_FILE)
    parser.add_argument("--sample", type=int, default=256)
    parser.add_argument("--model-files", type=int, default=0)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--peak", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peak:
        print(*build_and_look(arguments.folder))
        return
    if arguments.files:
        without_model(arguments.folder / "archive", arguments.files, arguments.words, arguments.sample)
    if arguments.model_files:
        with_model(arguments.folder / "model", arguments.model_files)
    for files in arguments.sizes:
        peak_and_opening(arguments.folder / f"{files}", files)


def without_model(folder: Path, files: int, words: int, sample: int) -> None:
    """Print what rebuilds of an archive take, beside a full one whose embedding is worked out."""
    sources, index, encoder = folder / "sources", folder / "index", Instant(load_settings().model)
    write_files(sources, files, words)
    report, rest = timed(lambda: rebuild([sources], index, lambda: encoder, full=True))
    a_passage = seconds_a_passage(index, sample)
    encoding = report.passages * a_passage
    full = rest + encoding
    print(f"{report.documents:,} files, {report.passages:,} passages, {report.sentences:,} sentences")
    print(f"full rebuild: {full:,.0f} s, of which embedding {encoding:,.0f} s (worked out from {sample} passages)")
    line("nothing changed", nothing_changed(sources, index, encoder), full)
    line("one file changed", one_file_changed(sources, index, encoder, a_passage), full)
    line("publishing", publishing_alone(sources, index, encoder), full)
    sizes(index)


def with_model(folder: Path, files: int) -> None:
    """Print what rebuilds of an archive really take with the default model, which is loaded before."""
    settings = load_settings()
    sources, index, encoder = folder / "sources", folder / "index", load_encoder(settings.model, settings.precision)
    write_files(sources, files)
    # A rebuild that was stopped must not have embedded some already.
    publishing.forget_embedded(index)
    report, full = timed(lambda: rebuild([sources], index, lambda: encoder, full=True))
    assert report.embedded == report.passages
    print(f"with the model: {report.documents:,} files, {report.passages:,} passages; full rebuild: {full:,.0f} s")
    line("nothing changed", nothing_changed(sources, index, encoder), full)
    line("one file changed", one_file_changed(sources, index, encoder), full)


def line(name: str, seconds: float, full: float) -> None:
    """Print a time and its share of a full rebuild."""
    print(f"{name:<18} {seconds:8.2f} s   {100 * seconds / full:6.2f} % of a full rebuild")


def timed(work: Callable[[], Report]) -> tuple[Report, float]:
    """Return what work gives and the seconds it took."""
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin


def write_files(folder: Path, files: int, words_a_file: int = WORDS_A_FILE) -> None:
    """Write text files of sentences shuffled from the sample archive, each with a number of its own."""
    chance = random.Random(11)  # noqa: S311
    sentences = [
        sentence
        for path in sorted(CORPUS.glob("*.txt")) + sorted(CORPUS.glob("*.md"))
        for sentence in path.read_text("utf-8").replace("\n", " ").split(". ")
        if 8 < len(sentence.split()) < 40
    ]
    for number in range(files):
        path = folder / f"{number // 500:03}" / f"{number:06}.txt"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        words, lines = 0, []
        while words < words_a_file:
            chosen = chance.choice(sentences)
            words += len(chosen.split())
            lines.append(f"{chosen} ({chance.randrange(10**6)}).")
        path.write_text("\n\n".join(" ".join(lines[start : start + 6]) for start in range(0, len(lines), 6)), "utf-8")


def seconds_a_passage(index: Path, sample: int) -> float:
    """Return what the default model takes to embed a passage, from some that it embeds now."""
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    catalogue = open_generation(index).catalogue
    texts = [embedded_text(document, one) for document, own in islice(catalogue, sample) for one in own][:sample]
    texts.sort(key=lambda text: len(text[0]))
    embed(encoder, texts[:8])
    begin = time.perf_counter()
    for first in range(0, len(texts), writing.CHUNK_PASSAGES):
        embed(encoder, texts[first : first + writing.CHUNK_PASSAGES])
    return (time.perf_counter() - begin) / len(texts)


def nothing_changed(sources: Path, index: Path, encoder: Encoder) -> float:
    """Return the median seconds of three rebuilds that find nothing to do."""
    taken = []
    for _ in range(3):
        report, seconds = timed(lambda: rebuild([sources], index, lambda: encoder))
        assert not report.published
        taken.append(seconds)
    return statistics.median(taken)


def one_file_changed(sources: Path, index: Path, encoder: Encoder, a_passage: float = 0) -> float:
    """Return the seconds of a rebuild after a change in the middle of the archive.

    `a_passage` is what a passage takes to embed, where the encoder embeds for nothing.
    """
    paths = sorted(sources.rglob("*.txt"))
    path = paths[len(paths) // 2]
    path.write_text(f"{path.read_text('utf-8')} Changed at {time.time()}.", "utf-8")
    report, seconds = timed(lambda: rebuild([sources], index, lambda: encoder))
    assert 1 <= report.embedded <= 8
    return seconds + report.embedded * a_passage


def publishing_alone(sources: Path, index: Path, encoder: Instant) -> float:
    """Return the seconds from the last file written to the new generation being current."""
    took: list[float] = []
    publish = publishing.publish

    def timed_publish(*given: Any, **named: Any) -> None:
        begin = time.perf_counter()
        publish(*given, **named)
        took.append(time.perf_counter() - begin)

    publishing.publish = timed_publish
    one_file_changed(sources, index, encoder)
    publishing.publish = publish
    return took[0]


def sizes(index: Path) -> None:
    """Print how many bytes a passage takes on the disk, and which files they are in."""
    manifest = read_manifest(index)
    total = sum(facts["bytes"] for facts in manifest.files.values())
    print(f"{total / manifest.passages:,.0f} bytes a passage, of which")
    parts: dict[str, int] = {}
    for name, facts in manifest.files.items():
        *_, part = name.split("/", 2)
        part = part.split("/")[0]
        parts[part] = parts.get(part, 0) + facts["bytes"]
    for part, size in sorted(parts.items(), key=lambda pair: -pair[1]):
        print(f"  {part:<22} {size / manifest.passages:8,.0f}")


def opening(index: Path) -> tuple[int, float]:
    """Return the number of passages and the best of five times that opening takes."""
    taken = []
    for _ in range(5):
        begin = time.perf_counter()
        generation = open_generation(index)
        taken.append(time.perf_counter() - begin)
    return generation.manifest.passages, min(taken)


def peak_and_opening(folder: Path, files: int) -> None:
    """Print the most memory that a full rebuild of so many files takes, and what opening the index takes."""
    write_files(folder / "sources", files)
    command = [sys.executable, __file__, str(folder), "--peak"]
    before, own, all_in_all = map(
        int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    )
    text = sum(path.stat().st_size for path in (folder / "sources").rglob("*.txt"))
    on_disk = sum(path.stat().st_size for path in (folder / "index").rglob("*") if path.is_file())
    passages, seconds = opening(folder / "index")
    print(
        f"{passages:9,} passages, {text / 1e6:7,.1f} MB of text, index {on_disk / 1e6:7,.0f} MB: "
        f"peak memory {own / 1e6:5,.0f} MB ({before / 1e6:,.0f} MB before it began; {all_in_all / 1e6:,.0f} MB "
        f"with files mapped), opened in {seconds * 1000:5.1f} ms"
    )


def build_and_look(folder: Path) -> tuple[int, int, int]:
    """Rebuild an archive; return the bytes of this process's own memory before and at most, and with files mapped."""
    encoder, done = Instant(load_settings().model), Event()
    before = memory("RssAnon")
    seen = [before]

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            seen.append(memory("RssAnon"))

    looking = Thread(target=look)
    looking.start()
    rebuild([folder / "sources"], folder / "index", lambda: encoder, full=True)
    done.set()
    looking.join()
    return before, max(seen), memory("VmHWM")


def memory(kind: str) -> int:
    """Return what Linux says of this process's memory, in bytes."""
    (said,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(f"{kind}:")]
    return int(said.split()[1]) * 1024


if __name__ == "__main__":
    main()
