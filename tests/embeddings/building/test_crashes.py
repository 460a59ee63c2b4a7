"""A rebuild that dies, or that the disk fails, at any step leaves the old generation or the new one."""

import errno
import multiprocessing
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from embeddings.building.rebuild import rebuild
from embeddings.errors import IndexNotWritten
from embeddings.generations.manifest import read_manifest
from embeddings.generations.pointer import kept_generations
from embeddings.generations.verify import verify
from qa.archive import Archive
from tests.conftest import WordEncoder
from tests.embeddings.building.crashing import rebuild_and_die, rebuild_slowly, steps

QUESTIONS = ("Who wrote the letter?", "What did the envoy say of the river?", "When was the sea calm?")
NOBODY = 65534
# One in so many points is tried in every run of the tests, all of them by `make stress`.
SHARE = 80
AT_RANDOM_TIMES = 3


@dataclass(frozen=True)
class Place:
    """An index of some sources, the sources as they are now, and what each of the two answers."""

    folder: Path
    before: list[Any]
    after: list[Any]

    @property
    def index(self) -> Path:
        return self.folder / "index"

    @property
    def sources(self) -> Path:
        return self.folder / "sources"


def answers(index: Path) -> list[Any]:
    archive = Archive.open(index, encoder=WordEncoder())
    results: list[Any] = []
    for question in QUESTIONS:
        results.append({**archive.ask(question).to_dict(), "generation": ""})
        results += [excerpt.to_dict() for excerpt in archive.retrieve(question, 10)]
    results += [archive.document(listed.id) for listed in archive.documents()]
    return results


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """An index, and changes of its sources that it does not know of yet."""
    folder = tmp_path_factory.mktemp("crashes")
    sources = folder / "sources"
    sources.mkdir()
    chance = random.Random(5)  # noqa: S311
    words = "sea river envoy letter calm Monday rose said wrote talks".split()  # noqa: SIM905
    for number in range(8):
        text = " ".join(f"The {' '.join(chance.choices(words, k=5))} {number}." for _ in range(4))
        (sources / f"{number}.txt").write_text(text)
    rebuild([sources], folder / "index", WordEncoder)
    before = answers(folder / "index")
    (sources / "1.txt").write_text("The envoy wrote another letter. It was calm.")
    (sources / "2.txt").rename(sources / "renamed.txt")
    (sources / "3.txt").unlink()
    (sources / "added.md").write_text("---\ntitle: The sea\n---\nOn Monday the sea rose. The river was calm.")
    rebuild([sources], folder / "new", WordEncoder)
    after = answers(folder / "new")
    shutil.rmtree(folder / "new")
    assert before != after
    return Place(folder, before, after)


def test_the_rebuild_that_is_stopped_writes_one_segment_and_shares_another(place: Callable[[], Place]) -> None:
    here = place()
    with steps(lambda *_: None):
        rebuild([here.sources], here.index, WordEncoder)
    assert [segment.documents for segment in read_manifest(here.index).segments] == [8, 3]
    assert answers(here.index) == here.after


@pytest.fixture
def place(template: Place, tmp_path: Path) -> Callable[[], Place]:
    """Bring the index back to what it was, the sources staying where they are."""

    def restored() -> Place:
        shutil.rmtree(tmp_path / "index", ignore_errors=True)
        shutil.copytree(template.index, tmp_path / "index")
        if not (tmp_path / "sources").exists():
            (tmp_path / "sources").symlink_to(template.sources)
        return Place(tmp_path, template.before, template.after)

    return restored


@pytest.fixture(scope="module")
def processes() -> Any:
    """Processes that are forked from one that has loaded everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.embeddings.building.crashing", "tests.conftest", "qa.archive"])
    return context


def run(context: Any, work: Callable[..., None], *arguments: Any, **named: Any) -> int:
    process = context.Process(target=work, args=arguments, kwargs=named)
    process.start()
    process.join(300)
    assert process.exitcode is not None
    return int(process.exitcode)


def check_survived(place: Place) -> str:
    """Check that one of the two generations answers, that a rebuild brings the new one, and that nothing is left."""
    survivor = answers(place.index)
    assert survivor in (place.before, place.after)
    rebuild([place.sources], place.index, WordEncoder)
    assert answers(place.index) == place.after
    names = {path.name for path in place.index.iterdir()}
    assert names == {"CURRENT", "generations", "rebuild.lock", "sources.json"}
    assert {path.name for path in (place.index / "generations").iterdir()} == kept_generations(place.index)
    assert verify(place.index).damaged == ()
    return "new" if survivor == place.after else "old"


def number_of_steps(place: Place) -> list[str]:
    kinds: list[str] = []
    with steps(lambda kind, _: kinds.append(kind)):
        rebuild([place.sources], place.index, WordEncoder)
    return kinds


def test_there_are_at_least_300_points_to_be_killed_at(place: Callable[[], Place]) -> None:
    kinds = number_of_steps(place())
    assert len(kinds) >= 300
    assert {"write", "half write", "sync", "rename", "remove", "link", "catalogue"} <= set(kinds)


def killed_at(place: Callable[[], Place], processes: Any, points: list[int]) -> None:
    survivors = []
    for point in points:
        here = place()
        assert run(processes, rebuild_and_die, here.sources, here.index, WordEncoder(), point) == -9, point
        survivors.append(check_survived(here))
    # Before the last steps the old one answers, after them the new one.
    assert survivors == sorted(survivors, reverse=True)


def test_a_rebuild_killed_at_some_points_leaves_one_generation_or_the_other(
    place: Callable[[], Place], processes: Any
) -> None:
    kinds = number_of_steps(place())
    last = max(number for number, kind in enumerate(kinds) if kind == "rename")
    points = {*range(0, len(kinds), SHARE), last - 1, last, last + 1, len(kinds) - 1}
    killed_at(place, processes, sorted(points))


@pytest.mark.stress
def test_a_rebuild_killed_at_every_point_leaves_one_generation_or_the_other(
    place: Callable[[], Place], processes: Any
) -> None:
    killed_at(place, processes, list(range(len(number_of_steps(place())))))


def killed_at_random_times(place: Callable[[], Place], processes: Any, times: int) -> None:
    chance = random.Random(times)  # noqa: S311
    here = place()
    begin = time.perf_counter()
    assert run(processes, rebuild_slowly, here.sources, here.index, WordEncoder()) == 0
    whole = time.perf_counter() - begin
    for _ in range(times):
        here = place()
        process = processes.Process(target=rebuild_slowly, args=(here.sources, here.index, WordEncoder()))
        process.start()
        time.sleep(chance.random() * whole)
        process.kill()
        process.join()
        check_survived(here)


def test_a_rebuild_killed_at_a_few_random_times(place: Callable[[], Place], processes: Any) -> None:
    killed_at_random_times(place, processes, AT_RANDOM_TIMES)


@pytest.mark.stress
def test_a_rebuild_killed_at_100_random_times(place: Callable[[], Place], processes: Any) -> None:
    killed_at_random_times(place, processes, 100)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["ENOSPC", "EIO"])
@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.stress), SHARE])
def test_a_disk_that_fails_at_any_step_is_a_clear_error_and_costs_nothing(
    place: Callable[[], Place], number: int, every: int
) -> None:
    kinds = number_of_steps(place())
    for point in range(0, len(kinds), every):
        here = place()
        before = contents(here.index)

        def fail(kind: str, step: int, point: int = point) -> None:
            # Removing is tried again by the next rebuild, so it says nothing.
            if step == point and not kind.endswith("remove"):
                raise OSError(number, os.strerror(number))

        message = ""
        with steps(fail):
            try:
                rebuild([here.sources], here.index, WordEncoder)
            except IndexNotWritten as error:
                message = str(error)
        if not kinds[point].endswith("remove"):
            assert message.startswith(f"The index in {here.index} cannot be written ("), (point, kinds[point])
            assert os.strerror(number).lower() in message
            assert "\n" not in message
        assert before.items() <= contents(here.index).items() or answers(here.index) == here.after
        assert not list(here.index.glob("building-*"))
        check_survived(here)


def contents(index: Path) -> dict[Path, bytes]:
    """Return the contents of the generations and of CURRENT."""
    files = [path for path in (index / "generations").rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in [*files, index / "CURRENT"]}


@contextmanager
def small_disk(folder: Path, pages: int) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={4 * pages}k", "tmpfs", str(folder)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def built_with_room(template: Place, disk: Path, pages: int) -> bool:
    """Rebuild where so many pages of 4096 bytes are free; return whether it could, the disk being full if not."""
    taken = sum(-(-path.stat().st_size // 4096) for path in template.index.rglob("*") if path.is_file())
    with small_disk(disk, taken + pages):
        here = Place(disk, template.before, template.after)
        shutil.copytree(template.index, here.index)
        before = contents(here.index)
        message = ""
        try:
            rebuild([template.sources], here.index, WordEncoder)
        except IndexNotWritten as error:
            message = str(error)
        if not message:
            assert answers(here.index) == here.after
            return True
        assert "no space left on device" in message
        assert contents(here.index) == before
        assert answers(here.index) == here.before
        return False


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.stress), 6])
def test_a_disk_that_is_really_full(place: Callable[[], Place], tmp_path: Path, every: int) -> None:
    template, full = place(), 0
    # Folders and the lock take the first pages; then the disk is full here or there, until there is room for all.
    while not built_with_room(template, tmp_path / "disk", 8 + full * every):
        full += 1
    assert full * every > 40


def rebuild_as_nobody(sources: Path, index: Path, messages: Any) -> None:
    if os.getuid() == 0:
        # Nobody may not read root's libraries: they are loaded before.
        with tempfile.TemporaryDirectory() as folder:
            rebuild([sources], Path(folder), WordEncoder)
        os.setuid(NOBODY)
    try:
        rebuild([sources], index, WordEncoder)
        messages.put("built")
    except IndexNotWritten as error:
        messages.put(str(error))


@pytest.mark.parametrize("locked", ["index", "generations"])
def test_a_folder_that_may_not_be_written_is_a_clear_error(template: Place, processes: Any, locked: str) -> None:
    # Outside of pytest's own folders, which only their owner may enter.
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        shutil.copytree(template.index, index)
        shutil.copytree(template.sources, Path(folder) / "sources")
        subprocess.run(["chmod", "-R", "a+rwX", folder], check=True)
        closed = index if locked == "index" else index / "generations"
        closed.chmod(0o555)
        before = contents(index)
        messages = processes.Queue()
        process = processes.Process(target=rebuild_as_nobody, args=(Path(folder) / "sources", index, messages))
        process.start()
        message = messages.get(timeout=300)
        process.join()
        closed.chmod(0o755)
        assert message.startswith(f"The index in {index} cannot be written ({index}")
        assert "permission denied" in message
        assert contents(index) == before
        assert answers(index) == template.before
