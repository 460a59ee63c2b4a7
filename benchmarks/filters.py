"""Time asking under filters beside asking without, in one run.

    .venv/bin/python benchmarks/filters.py [--passages 25000] [--rounds N]

The archive is made for the occasion: sentences of the sample archive thrown together into documents of five passages,
published by ten publishers over twenty years, with random vectors, since what vectors hold does not change the time.
The questions are read by the real model. Each round asks every question in every way, one after the other, so that a
noisy machine is equally noisy to all. Printed are medians in milliseconds and their ratio to the unfiltered one's; the
last line is the time that counting for the page takes.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from random_passages import RandomPassages

from embeddings.building.rebuild import rebuild_documents
from embeddings.documents import Document
from embeddings.models.encoder import load_encoder
from embeddings.readers import registry
from embeddings.text.splitting import passages
from qa import Archive, Filters
from qa.settings import load_settings

CORPUS = Path("data/corpus")
QUESTIONS = Path("data/questions/sample.jsonl")
MOST_QUESTIONS = 8
PASSAGES_OF_A_DOCUMENT = 5
SENTENCES_OF_A_DOCUMENT = 36


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    settings = load_settings()
    encoder = RandomPassages(load_encoder(settings.model, settings.precision))
    with TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        documents = made(arguments.passages // PASSAGES_OF_A_DOCUMENT)
        report = rebuild_documents(documents, index, lambda: encoder, sources=["made"])
        print(f"{report.documents:,} documents, {report.passages:,} passages")
        archive = Archive.open(index, encoder=encoder)
        timed = ways(archive)
        asked = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
        questions = [one["question"] for one in asked[:MOST_QUESTIONS]]
        times = measure(timed, questions, arguments.rounds)
    unfiltered = statistics.median(times["without filters"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:<48} {median:8.2f} ms {median / unfiltered:6.2f}")


def made(count: int) -> list[Document]:
    """Return documents of sentences of the sample archive, in random order."""
    chance = random.Random(1)  # noqa: S311  # an archive to measure on
    samples = [document for path in sorted(CORPUS.iterdir()) for document in registry.read(path, path.name).documents]
    sentences = [
        document.text[sentence.start : sentence.end]
        for document in samples
        for passage in passages(document)
        for sentence in passage.sentences
    ]
    return [
        Document(
            id=f"{number}.txt",
            path="",
            text=" ".join(chance.choices(sentences, k=SENTENCES_OF_A_DOCUMENT)),
            sha256="",
            title=chance.choice(samples).title,
            publisher=f"Publisher {chance.randrange(10)}",
            author=f"Author {chance.randrange(500)}",
            published=f"{chance.randrange(1995, 2015)}-{chance.randrange(1, 13):02}",
        )
        for number in range(count)
    ]


def ways(archive: Archive) -> dict[str, Callable[[str], object]]:
    """Return what is timed, by name."""
    narrowed = {
        "one publisher of ten": Filters(publishers=("Publisher 3",)),
        "nine publishers of ten": Filters(publishers=tuple(f"Publisher {number}" for number in range(9))),
        "ten years of twenty": Filters(published_from="2000", published_to="2009"),
        "all years, undated left out": Filters(undated="leave_out"),
        "one author of 500": Filters(authors=("Author 77",)),
        "one document": Filters(documents=("5.txt",)),
        "half of the documents, one by one": Filters(
            documents=tuple(f"{number}.txt" for number in range(0, archive.manifest.documents, 2))
        ),
        "publisher, author and years": Filters(
            publishers=("Publisher 1", "Publisher 2"), authors=("Author 5", "Author 6"), published_from="2000"
        ),
    }

    def under(filters: Filters | None) -> Callable[[str], object]:
        return lambda question: archive.ask(question, filters=filters)

    return {
        "without filters": under(None),
        **{f"{name} ({archive.facets(one).passages:,})": under(one) for name, one in narrowed.items()},
        "facets() under publishers and years": lambda _: archive.facets(
            Filters(publishers=("Publisher 3",), published_from="2000")
        ),
    }


def measure(timed: dict[str, Callable[[str], object]], questions: list[str], rounds: int) -> dict[str, list[float]]:
    """Return the times of each way in milliseconds, over all questions and rounds, after one warm-up round."""
    times: dict[str, list[float]] = {name: [] for name in timed}
    for number in range(rounds + 1):
        for question in questions:
            for name, way in timed.items():
                started = time.perf_counter()
                way(question)
                if number:
                    times[name].append(1000 * (time.perf_counter() - started))
    return times


if __name__ == "__main__":
    main()
