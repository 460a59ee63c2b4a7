"""Broken files of every kind: each is read or named, and none takes the process or much time."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.errors import TookTooLong, UnreadableFile
from embeddings.readers.content import Limits
from embeddings.readers.worker import Worker

SECONDS = 20
CORPUS = Path(__file__).resolve().parents[3] / "data" / "corpus"
# Of each format the smallest piece.
SAMPLES = {path.suffix: path for path in sorted(CORPUS.iterdir(), key=lambda path: -path.stat().st_size)}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some flipped, cut out, doubled, or put in."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(broken) or 1)
        match chance.randrange(5):
            case 0 if broken:
                broken[at] = chance.randrange(256)
            case 1:
                del broken[at : at + chance.choice((1, 7, 200))]
            case 2:
                broken[at:at] = broken[at : at + chance.choice((1, 50, 500))]
            case 3:
                broken[at:at] = bytes(chance.randrange(256) for _ in range(chance.choice((1, 8, 64))))
            case _:
                del broken[chance.randrange(len(broken) // 2, len(broken) + 1) :]
    return bytes(broken)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(SECONDS, Limits(), lambda: None)
    yield worker
    worker.kill()


def read_mutated(worker: Worker, suffix: str, count: int) -> None:
    chance = random.Random(suffix)  # noqa: S311  # no secret hangs on it
    data = SAMPLES[suffix].read_bytes()
    for number in range(count):
        path = Path(f"mutated {number}{suffix}")
        try:
            documents, reason = worker.contents_of(path, mutated(data, chance)).documents, ""
        except TookTooLong:
            pytest.fail(f"{path} took more than {SECONDS} seconds")
        except UnreadableFile as error:
            documents, reason = (), error.reason
        assert bool(documents) != bool(reason.strip())
        assert "its reader died" not in reason
        for document in documents:
            assert all(0 <= x.start <= x.end <= len(document.text) for x in document.places)


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_a_broken_file_is_read_or_named(worker: Worker, suffix: str) -> None:
    read_mutated(worker, suffix, 15)


@pytest.mark.stress
@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_hundreds_of_broken_files_are_read_or_named(worker: Worker, suffix: str) -> None:
    read_mutated(worker, suffix, 5_000 // len(SAMPLES))
