"""A changed byte or a file cut short anywhere in an index is found, or does no harm: no crash, no hang, no lie."""

import faulthandler
import multiprocessing
import os
import random
import re
import resource
import shutil
from collections import Counter
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from embeddings.building import merging
from embeddings.building.rebuild import rebuild
from embeddings.errors import IndexFolderError
from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import current_pointer
from embeddings.index import coarse
from qa.archive import Archive
from tests.conftest import WordEncoder

QUESTIONS = ("What did Kerry tell Barnier?", "When was the Tehran declaration signed?", "zebra")
# More than opening and asking ever take, of both; a mutation that asks for gigabytes or minutes fails.
MEMORY_BYTES = 1 << 30
SECONDS = 60


@pytest.fixture(scope="module", params=["exact", "approximate", "segments"])
def index(tmp_path_factory: pytest.TempPathFactory, root: Path, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path_factory.mktemp("damage")
    (folder / "sources").mkdir()
    for path in sorted((root / "data" / "corpus").iterdir())[::3]:
        (folder / "sources" / path.name).write_bytes(path.read_bytes())
    with mock.patch.object(coarse, "EXACT_UP_TO", 0 if request.param == "approximate" else coarse.EXACT_UP_TO):
        rebuild([folder / "sources"], folder / "index", WordEncoder)
    if request.param == "segments":
        # A document of the first segment is gone, and another stands in a second one.
        for path in sorted((root / "data" / "corpus").iterdir())[::3][:2]:
            (folder / "sources" / path.name).unlink()
        new = sorted((root / "data" / "corpus").iterdir())[1]
        (folder / "sources" / new.name).write_bytes(new.read_bytes())
        with mock.patch.object(merging, "SMALLEST", 1), mock.patch.object(merging, "TIMES", 1):
            rebuild([folder / "sources"], folder / "index", WordEncoder)
        # Only what is read is to be damaged, not what it is shared with.
        shutil.rmtree(folder / "index" / "generations" / str(current_pointer(folder / "index").before))
    manifest = read_manifest(folder / "index")
    assert (manifest.search == "approximate") == (request.param == "approximate")
    assert len(manifest.segments) == (2 if request.param == "segments" else 1)
    return folder / "index"


def answers(index: Path) -> list[Any]:
    archive = Archive.open(index, encoder=WordEncoder())
    results: list[Any] = [archive.manifest.documents, archive.documents()]
    for question in QUESTIONS:
        results.append(archive.ask(question).to_dict())
        results += [(hit.number, hit.score, hit.passage, hit.document) for hit in archive.hits(question, 20)]
    return results


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Change one byte, or cut the data short; what is empty grows by one byte."""
    if not data:
        return b"\0"
    if chance.random() < 0.2:
        return data[: chance.randrange(len(data))]
    place, changed = chance.randrange(len(data)), bytearray(data)
    changed[place] ^= chance.choice([1 << chance.randrange(8), chance.randrange(1, 256)])
    return bytes(changed)


def put(path: Path, data: bytes) -> None:
    """Put a new file in the place of another: cutting short a file that is mapped into memory ends any program."""
    new = path.with_name(f"{path.name}.other")
    new.write_bytes(data)
    new.replace(path)


def try_mutations(index: Path, seed: int, number: int, results: Any) -> None:
    """Mutate one file of an index after another, and send how each ended; in a process that may die of it."""
    chance = random.Random(seed)  # noqa: S311
    expected = answers(index)
    # What may be filled, not what is mapped: address space set aside for threads and files takes no memory.
    (used,) = re.findall(r"VmData:\s+(\d+) kB", Path("/proc/self/status").read_text())
    most = int(used) * 1024 + MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    files = sorted(path for path in index.rglob("*") if path.is_file())
    # Half of them by the number of files and half by their size, so that small and large ones are hit.
    sizes = [path.stat().st_size for path in files]
    counts: Counter[tuple[str, str]] = Counter()
    for _ in range(number):
        path = chance.choice(files) if chance.random() < 0.5 else chance.choices(files, sizes)[0]
        data = path.read_bytes()
        changed = mutate(data, chance)
        put(path, changed)
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        try:
            outcome = "harmless" if answers(index) == expected else "WRONG"
        except IndexFolderError as error:
            outcome = "found" if "\n" not in str(error) else "UNCLEAR"
        except BaseException as error:  # a panic of Rust's is no Exception
            outcome = f"{type(error).__name__}: {error}"
        faulthandler.cancel_dump_traceback_later()
        put(path, data)
        counts[path.relative_to(index).as_posix(), outcome] += 1
    results.send(dict(counts))


def outcomes(index: Path, seed: int, number: int) -> Counter[str]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.conftest", "qa.archive", "embeddings.building.rebuild"])
    read, results = context.Pipe(duplex=False)
    process = context.Process(target=try_mutations, args=(index, seed, number, results))
    process.start()
    # So that reading ends when the process dies.
    results.close()
    counts = read.recv()
    process.join()
    assert process.exitcode == 0
    bad = {place: count for place, count in counts.items() if place[1] not in ("found", "harmless")}
    assert bad == {}
    total: Counter[str] = Counter()
    for (_, outcome), count in counts.items():
        total[outcome] += count
    assert total.total() == number
    return total


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is limited by what Linux says of it")
class TestDamage:
    def test_a_few_mutations(self, index: Path) -> None:
        total = outcomes(index, 1, 150)
        assert total["found"] > 100

    @pytest.mark.stress
    def test_ten_thousand_mutations(self, index: Path) -> None:
        total = outcomes(index, int(os.environ.get("LOCCIT_SEED", "2")), 10_000)
        print(dict(total))
        assert total["found"] > 7_000
