"""Threads and processes ask without pause while generations are published: each answer is of one generation, whole."""

import multiprocessing
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from embeddings.documents import Document
from qa.archive import Archive
from qa.upkeep.rebuilding import rebuild
from tests.conftest import WordEncoder
from tests.waiting import wait_until

SUBJECTS = "envoy letter river sanctions harbour talks".split()  # noqa: SIM905
QUESTIONS = [f"What was said of the {subject}?" for subject in SUBJECTS]


def write_all(sources: Path, edition: int) -> None:
    """Write the files of one edition: in each, every sentence names the edition."""
    sources.mkdir(exist_ok=True)
    for number, subject in enumerate(SUBJECTS):
        # Files come and go with the editions, so that the numbers of documents and passages move.
        path = sources / f"{(number + edition) % 9}-{subject}.txt"
        for old in sources.glob(f"*-{subject}.txt"):
            old.unlink()
        lines = [f"The {subject} was spoken of in edition {edition}, line {line}." for line in range(1 + edition % 4)]
        path.write_text(" ".join(lines))


def check(answer: dict[str, Any], documents: Callable[[str], Document | None]) -> int:
    """Check that all excerpts of an answer are verbatim and of one edition; return that."""
    excerpts = answer["excerpts"] or answer["nearest"]
    assert excerpts
    editions = {excerpt["text"].split("edition ")[1].split(",")[0] for excerpt in excerpts}
    (edition,) = editions
    for excerpt in excerpts:
        document = documents(excerpt["document"]["id"])
        assert document is not None
        assert document.text[excerpt["start"] : excerpt["end"]] == excerpt["text"]
        assert f"edition {edition}," in document.text
    return int(edition)


def ask_until(index: Path, done: Callable[[], bool], seed: int, seen: dict[str, int]) -> dict[str, int]:
    """Ask the newest generation again and again; return which edition each generation answered with: what is seen."""
    chance = random.Random(seed)  # noqa: S311
    archive = Archive.open(index, encoder=WordEncoder())
    while not done():
        archive = archive.renewed()
        answer = archive.ask(chance.choice(QUESTIONS)).to_dict()
        edition = check(answer, archive.document)
        assert seen.setdefault(answer["generation"], edition) == edition
    return seen


def ask_in_a_process(index: Path, stop: Any, seed: int, told: Any) -> None:
    told.send(ask_until(index, stop.is_set, seed, {}))


def ask_while_publishing(folder: Path, threads: int, processes: int, editions: int) -> dict[str, int]:
    """Publish editions while others ask; return which edition each generation seen answered with."""
    sources, index, encoder = folder / "sources", folder / "index", WordEncoder()
    published: dict[str, int] = {}

    def publish(edition: int) -> None:
        write_all(sources, edition)
        published[rebuild([sources], index, encoder=encoder).generation] = edition

    publish(0)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.conftest", "qa.archive"])
    stop_threads, stop_processes = Event(), context.Event()
    pipes, started = [], []
    for seed in range(processes):
        read, told = context.Pipe(duplex=False)
        process = context.Process(target=ask_in_a_process, args=(index, stop_processes, seed, told))
        process.start()
        told.close()
        pipes.append(read)
        started.append(process)
    with ThreadPoolExecutor(threads) as pool:
        seeing: list[dict[str, int]] = [{} for _ in range(threads)]
        asking = [
            pool.submit(ask_until, index, stop_threads.is_set, seed + processes, own) for seed, own in enumerate(seeing)
        ]
        try:
            # On a busy machine all might be published before anybody asks, or between two questions.
            wait_until(lambda: any(seeing) or any(one.done() for one in asking))
            for edition in range(1, editions + 1):
                publish(edition)
                time.sleep(0.05)
            newest = next(reversed(published))
            wait_until(lambda: any(newest in own for own in seeing) or any(one.done() for one in asking))
        finally:
            stop_threads.set()
            stop_processes.set()
        # A process or thread that failed has nothing to give, which raises here.
        seen = [one.result() for one in asking] + [read.recv() for read in pipes]
    for process in started:
        process.join()
        assert process.exitcode == 0
    for own in seen:
        assert own.items() <= published.items()
    together = {generation: edition for own in seen for generation, edition in own.items()}
    assert len(published) == editions + 1
    return together


def test_a_few_ask_while_generations_are_published(tmp_path: Path) -> None:
    assert len(ask_while_publishing(tmp_path, threads=2, processes=1, editions=4)) >= 2


@pytest.mark.stress
def test_8_threads_and_4_processes_ask_while_20_generations_are_published(tmp_path: Path) -> None:
    assert len(ask_while_publishing(tmp_path, threads=8, processes=4, editions=20)) >= 10
