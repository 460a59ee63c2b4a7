"""Broken files of every kind: each is read or named, and none takes the process or much time."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.errors import TookTooLong, UnreadableFile
from embeddings.readers.content import Limits
from embeddings.readers.formats import FORMATS
from embeddings.readers.registry import format_for
from embeddings.readers.worker import Worker
from tests.embeddings.readers.office_files import packed
from tests.embeddings.readers.samples import samples

SECONDS = 20
SAMPLES = samples()


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


def mutated_inside(data: bytes, chance: random.Random) -> bytes:
    """Return a ZIP file of which a member was mutated before it was packed: what is packed is reached seldom else."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    return packed({**parts, name: mutated(parts[name], chance)})


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    worker = Worker(SECONDS, Limits(), lambda: None)
    yield worker
    worker.kill()


def read_mutated(worker: Worker, name: str, count: int) -> None:
    chance = random.Random(name)  # noqa: S311  # no secret hangs on it
    data = SAMPLES[name]
    is_package = zipfile.is_zipfile(io.BytesIO(data))
    for number in range(count):
        path = Path(f"mutated {number}{name}")
        change = mutated_inside if is_package and number % 2 else mutated
        try:
            documents, reason = worker.contents_of(path, change(data, chance)).documents, ""
        except TookTooLong:
            pytest.fail(f"{path} took more than {SECONDS} seconds")
        except UnreadableFile as error:
            documents, reason = (), error.reason
        assert bool(documents) != bool(reason.strip())
        assert "its reader died" not in reason
        for document in documents:
            assert all(0 <= x.start <= x.end <= len(document.text) for x in document.places)


def test_every_format_has_a_sample() -> None:
    assert {format_for(Path(name), data) for name, data in SAMPLES.items()} == set(FORMATS)


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_broken_file_is_read_or_named(worker: Worker, name: str) -> None:
    read_mutated(worker, name, 6)


@pytest.mark.stress
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_many_broken_files_are_read_or_named(worker: Worker, name: str) -> None:
    read_mutated(worker, name, -(-5_000 // len(SAMPLES)))
