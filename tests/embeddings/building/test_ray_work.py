"""A rebuild on a real cluster of two nodes, which are processes of this machine; the last tests kill one of them."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import count, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from embeddings.building import ray_work, writing
from embeddings.building.embedded import Chunk
from embeddings.building.ray_work import on_ray
from embeddings.building.rebuild import rebuild
from embeddings.building.work import Conditions, Place
from embeddings.errors import ClusterAway, ClusterError, RebuildStopped
from embeddings.generations.layout import JOURNAL
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of
from embeddings.models.precision import Precision
from embeddings.readers.content import Limits
from qa import Archive
from tests.conftest import ROOT, WordEncoder
from tests.embeddings.building.conftest import written
from tests.milvus_server import MilvusServer
from tests.ray_cluster import NotedEncoder, load_noted, ray_cluster

Write = Callable[[str, str | bytes], Path]

FILES = 12
CHUNK = 4
SECONDS = 60
# The parser that finds who says what takes seconds to load, in each process.
LIMITS = Limits(attributed=0)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with ray_cluster() as running:
        yield running


@pytest.fixture
def archive(write: Write, sources: Path) -> Path:
    for number in range(FILES):
        paragraphs = [f"Of river {number} it is said {day} times that it rose.\n\n" * 12 for day in range(5)]
        write(f"{number}.txt", "".join(paragraphs))
    return sources


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", CHUNK)


def noted_identity() -> ModelIdentity:
    return ModelIdentity("noted-1", "float32")


def on_cluster(folder: Path) -> Place:
    """A cluster whose model counts words and notes in a folder what it does."""
    return partial(on_ray, load=partial(load_noted, folder), model_identity=noted_identity)


def qa_rebuild(sources: Path, index: Path, *options: str) -> dict[str, Any]:
    """Run the command and return the report that it prints, and nothing else."""
    command = [sys.executable, "-c", "from ui.cli import main; main()", "rebuild", sources, "--json", "--index", index]
    done = subprocess.run([*command, *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.model
@pytest.mark.usefixtures("cluster")
def test_the_command_writes_what_it_writes_without_a_cluster_and_prints_nothing_else(
    write: Write, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_FILE_SECONDS", str(SECONDS))
    monkeypatch.setenv("LOCCIT_FILE_ATTRIBUTED", "0")
    for number in range(6):
        write(f"{number}.txt", f"The river {number} rose on Monday.\n\nKerry said that it would fall.")
    write("6.html", "<title>Rivers</title><p>The Rhine rose on 4 May 1999, said Mr Smith.</p>")
    write("broken.pdf", b"%PDF-1.7 cut off")

    here, there = tmp_path / "here", tmp_path / "there"
    by_chance = {"generation": "", "unreadable_file": ""}
    assert qa_rebuild(sources, there, "--workers", "ray") | by_chance == qa_rebuild(sources, here) | by_chance
    assert written(there) == written(here)


@pytest.mark.model
@pytest.mark.stress
@pytest.mark.usefixtures("cluster")
def test_what_a_cluster_has_read_and_embedded_is_found_by_a_milvus_server(
    write: Write, sources: Path, index: Path, milvus_server: MilvusServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCCIT_FILE_SECONDS", str(SECONDS))
    monkeypatch.setenv("LOCCIT_FILE_ATTRIBUTED", "0")
    for number, day in enumerate(("Monday", "Tuesday", "Friday")):
        write(f"{number}.txt", f"The river rose on {day}. Nobody in the {number} villages along it was hurt.")
    asked = "Who was hurt when the river rose on Tuesday?"
    assert qa_rebuild(sources, index, "--workers", "ray")["embedded"] == 3
    by_files = Archive.open(index).retrieve(asked, 3)
    monkeypatch.setenv("LOCCIT_ENGINE", milvus_server.address("ray"))
    # The server is filled, though nothing has changed; what is new goes to both.
    assert not qa_rebuild(sources, index, "--workers", "ray")["published"]
    assert [hit.text for hit in Archive.open(index).retrieve(asked, 3)] == [hit.text for hit in by_files]
    write("3.txt", "The river rose on Sunday. Two were hurt.")
    assert qa_rebuild(sources, index, "--workers", "ray")["embedded"] == 1
    assert "Sunday" in Archive.open(index).retrieve("Who was hurt on Sunday?", 3)[0].text


@pytest.mark.stress
@pytest.mark.usefixtures("cluster")
def test_a_rebuild_that_is_stopped_keeps_what_the_cluster_has_brought(
    archive: Path, index: Path, tmp_path: Path
) -> None:
    (tmp_path / "killed").touch()
    embedded: list[int] = []

    def progress(stage: str, done: int, _total: int) -> None:
        if stage == "encoding" and done:
            embedded.append(done)

    with pytest.raises(RebuildStopped):
        rebuild(
            [archive],
            index,
            partial(NotedEncoder, tmp_path),
            progress,
            file_seconds=SECONDS,
            limits=LIMITS,
            stopped=lambda: len(embedded) >= 3,
            place=on_cluster(tmp_path),
        )
    assert embedded == [CHUNK, 2 * CHUNK, 3 * CHUNK]
    report = rebuild([archive], index, lambda: WordEncoder("noted", "noted-1"), limits=LIMITS)
    assert report.embedded == report.passages - 3 * CHUNK


def test_a_killed_process_and_a_killed_node_cost_their_chunks_again_and_nothing_else(
    cluster: Any, archive: Path, index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """This one is the last of the cluster, which has one node afterwards."""
    encoder, killed = NotedEncoder(tmp_path), []

    def kill_a_node(stage: str, done: int, total: int) -> None:
        if stage == "encoding" and done >= total // 3 and not killed:
            killed.append(next(iter(cluster.worker_nodes)))
            cluster.remove_node(killed[0], allow_graceful=False)

    report = rebuild(
        [archive],
        index,
        partial(NotedEncoder, tmp_path),
        kill_a_node,
        file_seconds=SECONDS,
        limits=LIMITS,
        place=on_cluster(tmp_path),
    )
    # Ray by itself prints there that a worker died.
    assert capfd.readouterr().out == ""
    rebuild([archive], tmp_path / "here", lambda: WordEncoder("noted", "noted-1"), limits=LIMITS)
    assert killed
    assert written(index) == written(tmp_path / "here")
    assert not (index / JOURNAL).exists()
    chunks = -(-report.passages // CHUNK)
    # One was lost with its process; with the node at most all that were in flight, two for each of the two processors.
    assert chunks < encoder.chunks() <= chunks + 1 + 2 * 2


class CountingRay:
    """Stands in for Ray: it does a task when the task is waited for, and knows how many were sent and not done."""

    exceptions = SimpleNamespace(RayError=ConnectionError, RayTaskError=AssertionError)

    def __init__(self, processors: int) -> None:
        self.processors, self.most = processors, 0

    def nodes(self) -> list[dict[str, Any]]:
        return [{"Alive": True, "Resources": {"CPU": float(self.processors)}}]

    def remote(self, **_: Any) -> Callable[[Callable[..., Any]], Any]:
        return lambda task: SimpleNamespace(remote=lambda *arguments: partial(task, *arguments))

    def wait(self, sent: list[Any], num_returns: int, timeout: float) -> tuple[list[Any], list[Any]]:  # noqa: ARG002
        self.most = max(self.most, len(sent))
        return (sent[-1:], sent[:-1]) if self.processors else ([], sent)

    def get(self, done: Any) -> Any:
        return done()

    def cancel(self, _: Any) -> None:
        """Nothing runs."""


def words(_: Precision) -> Encoder:
    return WordEncoder()


@pytest.fixture
def on_counting(monkeypatch: pytest.MonkeyPatch) -> Callable[[CountingRay, Conditions], Any]:
    monkeypatch.setattr(ray_work, "check_machines", lambda *_: None)

    def on(ray: CountingRay, asked: Conditions) -> Any:
        monkeypatch.setattr(ray_work, "connected", lambda: nullcontext(ray))
        return on_ray(asked, load=words, model_identity=partial(identity_of, WordEncoder()))

    return on


ASKED = Conditions(SECONDS, Limits(), lambda: None)


@pytest.mark.parametrize(("processors", "most"), [(1, 2), (4, 8), (1000, 256)])
def test_so_many_chunks_are_in_flight_as_twice_the_processors_and_no_more(
    on_counting: Callable[[CountingRay, Conditions], Any], processors: int, most: int
) -> None:
    ray, made = CountingRay(processors), count()
    chunks: Iterator[Chunk] = ([(f"It rose {number}.", [(0, 8)])] for number in islice(made, 300))
    taken = []
    with on_counting(ray, ASKED) as work:
        for [[text, _]], [one] in work.embed(WordEncoder(), chunks):
            taken.append(text)
            assert one.passage.tolist() == WordEncoder().vectors([text])[0].tolist()
    assert (sorted(taken), ray.most) == (sorted(f"It rose {number}." for number in range(300)), most)


def test_files_are_sent_up_to_so_many_bytes_and_a_larger_one_alone(
    write: Write, on_counting: Callable[[CountingRay, Conditions], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Waited(Exception):
        """Another file has no room."""

    def waited() -> None:
        raise Waited

    monkeypatch.setattr(ray_work, "MOST_BYTES", 10)
    small, large = write("small.txt", "1234"), write("large.txt", "12345678901")
    with on_counting(CountingRay(4), Conditions(SECONDS, Limits(), waited)) as work:
        room = work.reading.room
        with room(small), room(small), pytest.raises(Waited), room(small):
            pass
        with room(large), pytest.raises(Waited), room(small):
            pass
        with room(small), room(small):
            pass


def test_a_cluster_without_a_machine_is_waited_for_and_then_named(
    on_counting: Callable[[CountingRay, Conditions], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_work, "MACHINE_SECONDS", 0.01)
    with (
        on_counting(CountingRay(0), ASKED) as work,
        pytest.raises(ClusterAway, match=r"has had no processor .* kept for the next rebuild"),
    ):
        list(work.embed(WordEncoder(), [[("It rose.", [(0, 8)])]]))


def test_a_machine_that_would_make_other_vectors_ends_the_rebuild(
    on_counting: Callable[[CountingRay, Conditions], Any],
) -> None:
    with (
        on_counting(CountingRay(1), ASKED) as work,
        pytest.raises(ClusterError, match=r"cannot do its part: .*: would make other vectors: float32 by the model"),
    ):
        list(work.embed(WordEncoder("words", "words-2"), [[("It rose.", [(0, 8)])]]))


def test_without_a_limit_of_time_no_file_is_sent() -> None:
    with pytest.raises(ClusterError, match=r"LOCCIT_FILE_SECONDS is 0, .* set it above 0"):
        on_ray(Conditions(0, Limits(), lambda: None), load=words, model_identity=noted_identity).__enter__()


def test_ray_is_imported_only_where_it_is_asked_for(write: Write, sources: Path, index: Path) -> None:
    write("a.txt", "The sea was calm.")
    code = (
        "import sys; from pathlib import Path; from embeddings.building.rebuild import rebuild; "
        "import ui.terminal.index_commands, embeddings.building.ray_work; "
        "from tests.conftest import WordEncoder; "
        f"rebuild([Path({str(sources)!r})], Path({str(index)!r}), WordEncoder); assert 'ray' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=120)
