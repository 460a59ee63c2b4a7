"""What a rebuild costs: nothing changed, one file changed, publishing, opening, bytes and memory; ratios, in one run.

    .venv/bin/python benchmarks/rebuild.py FOLDER [--files N] [--times N ...] [--sample N]

FOLDER is made and filled with N text files of about three passages each, shuffled from the sample archive, and their
index; a second run finds them there. A full rebuild is timed with an encoder that costs nothing; what the default model
takes for all passages is worked out from a sample that it encodes in the same run. Then the same index is written again
N times over, under other ids, for the time that opening takes.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from embeddings import publishing, store, writing
from embeddings.embedded import embed, embedded_text
from embeddings.encoder import EncodedPassages, EncodedQuery, Span, Vectors, load_encoder
from embeddings.models import fingerprint, model_folder
from embeddings.rebuild import Report, new_generation_id, rebuild
from embeddings.store import open_generation
from embeddings.writing import Build, PassagesWriter, write_lexicals, write_vectors
from qa.settings import load_settings

CORPUS = Path(__file__).resolve().parents[1] / "data" / "corpus"
WORDS_A_FILE = 480


class Instant:
    """An encoder that costs next to nothing: it takes vectors out of a few that it has."""

    name = "instant"
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
    parser.add_argument("--times", type=int, nargs="*", default=[10])
    parser.add_argument("--sample", type=int, default=256)
    parser.add_argument("--peak-of", choices=("rebuild",), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    sources, index = arguments.folder / "sources", arguments.folder / "index"
    encoder = Instant(load_settings().model)
    if arguments.peak_of:
        report = rebuild([sources], index, lambda: encoder, full=True)
        print(report.passages, most_memory())
        return
    write_files(sources, arguments.files)
    report, rest = timed(lambda: rebuild([sources], index, lambda: encoder, full=True))
    a_passage = seconds_a_passage(index, arguments.sample)
    encoding = report.passages * a_passage
    full = rest + encoding
    print(f"{report.documents:,} files, {report.passages:,} passages, {report.sentences:,} sentences")
    print(f"full rebuild: {full:,.0f} s, of which embedding {encoding:,.0f} s (worked out from a sample)")
    same = [timed(lambda: rebuild([sources], index, lambda: encoder))[1] for _ in range(3)]
    line("nothing changed", statistics.median(same), full)
    line("one file changed", one_file_changed(sources, index, encoder, a_passage), full)
    line("publishing", publishing_alone(sources, index, encoder), full)
    sizes(index)
    peaks(arguments.folder)
    opened = [opening(index), *(opening(repeated(arguments.folder, times, encoder)) for times in arguments.times)]
    for passages, seconds in opened:
        times = f"{passages / opened[0][0]:.1f} times the passages, {seconds / opened[0][1]:.1f} times as long"
        print(f"opening {passages:9,} passages: {seconds * 1000:6.1f} ms ({times})")


def line(name: str, seconds: float, full: float) -> None:
    """Print a time and its share of a full rebuild."""
    print(f"{name:<18} {seconds:8.2f} s   {100 * seconds / full:6.2f} % of a full rebuild")


def timed(work: Callable[[], Report]) -> tuple[Report, float]:
    """Return what work gives and the seconds it took."""
    begin = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begin


def write_files(folder: Path, files: int) -> None:
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
        while words < WORDS_A_FILE:
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


def one_file_changed(sources: Path, index: Path, encoder: Instant, a_passage: float = 0) -> float:
    """Return the seconds of a rebuild after a change in the middle of the archive."""
    paths = sorted(sources.rglob("*.txt"))
    path = paths[len(paths) // 2]
    path.write_text(f"{path.read_text('utf-8')} Changed at {time.time()}.", "utf-8")
    report, seconds = timed(lambda: rebuild([sources], index, lambda: encoder))
    # The passages of the one file, which the instant encoder embeds for nothing.
    assert 1 <= report.embedded <= 8
    return seconds + report.embedded * a_passage


def publishing_alone(sources: Path, index: Path, encoder: Instant) -> float:
    """Return the seconds from the last file written to the new generation being current."""
    took: list[float] = []
    publish = publishing.publish

    def timed_publish(*given: object) -> None:
        begin = time.perf_counter()
        publish(*given)  # type: ignore[arg-type]
        took.append(time.perf_counter() - begin)

    publishing.publish = timed_publish  # type: ignore[assignment]
    one_file_changed(sources, index, encoder)
    publishing.publish = publish
    return took[0]


def sizes(index: Path) -> None:
    """Print how many bytes a passage takes on the disk, and which files they are in."""
    manifest = store.read_manifest(index)
    total = sum(facts["bytes"] for facts in manifest.files.values())
    print(f"{total / manifest.passages:,.0f} bytes a passage, of which")
    parts: dict[str, int] = {}
    for name, facts in manifest.files.items():
        part = name.split("/")[0]
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


def repeated(folder: Path, times: int, encoder: Instant) -> Path:
    """Write the index again with every document so many times, each under another id; return its folder."""
    before, index = open_generation(folder / "index"), folder / "repeated"
    with publishing.building(index, generation := new_generation_id()) as building:
        build = Build(index, building, generation, before, lambda *_: None)
        with PassagesWriter(building) as writer:
            for time_again in range(times):
                for number, document_id, path, _ in before.catalogue.hashes():
                    writer.copy(before, number, f"{time_again}/{document_id}", path)
            counts = writer.finish()
        written = write_vectors(build, counts, encoder)
        write_lexicals(build, counts)
        manifest = replace(
            before.manifest,
            generation=generation,
            runs=written.runs,
            documents=counts.documents,
            passages=counts.passages,
            sentences=counts.sentences,
        )
        publishing.publish(index, building, manifest)
    return index


def most_memory() -> int:
    """Return the most bytes of memory that this process has had at a time, files mapped into it included."""
    (said,) = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
    return int(said.split()[1]) * 1024


def peaks(folder: Path) -> None:
    """Print the most memory that a full rebuild takes, of all files and of a tenth of them."""
    tenth = folder / "tenth"
    if not tenth.exists():
        (tenth / "sources").mkdir(parents=True)
        for path in sorted((folder / "sources").rglob("*.txt"))[::10]:
            (tenth / "sources" / path.name).write_bytes(path.read_bytes())
    found = []
    for one in (tenth, folder):
        command = [sys.executable, __file__, str(one), "--peak-of", "rebuild"]
        passages, peak = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
        text = sum(path.stat().st_size for path in (one / "sources").rglob("*.txt"))
        found.append((passages, peak, text))
        print(f"peak memory {peak / 1e6:,.0f} MB for {text / 1e6:,.1f} MB of text, {passages:,} passages")
    (few, low, small), (many, high, large) = found
    print(
        f"  {(high - low) / (many - few):,.0f} bytes a passage more; {(high - low) / (large - small):.2f} of the text"
    )


if __name__ == "__main__":
    main()
