"""Files are read and passages embedded by the machines of a Ray cluster, while this process writes.

The bytes of a file travel with its task, so no machine but this one needs to see the sources. A task that is lost with
its process or machine is given to another. In this process' memory are files of MOST_BYTES, what was read of MOST_FILES
at most, and MOST_CHUNKS chunks of passages, whatever the size of the archive or of the cluster.
"""

import pickle
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from embeddings.building.embedded import Chunk, Embedded
from embeddings.building.ray_cluster import TICK_SECONDS, check_machines, connected, processors
from embeddings.building.ray_tasks import Asked, Refusal, embed_chunk, read_file
from embeddings.building.recipe import recipe
from embeddings.building.work import Conditions, Work
from embeddings.errors import ClusterAway, ClusterError, TookTooLong, UnreadableFile
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of
from embeddings.models.precision import Precision
from embeddings.readers.content import Columns, FileContents
from embeddings.readers.pool import Reading, Value, made_ahead

# Bytes of files that are sent and not read yet. A larger file than that is sent alone.
MOST_BYTES = 256_000_000
# Files that are being read, or were and wait for their turn: two for each processor, but not more. Prose of 50 kB a
# file takes 0.2 MB each.
MOST_FILES = 64
# Chunks of 64 passages that are being embedded, or were: two for each processor, but not more. One takes about 0.5 MB.
MOST_CHUNKS = 256
# For each processor: one task that runs, and one that comes next.
TASKS_A_PROCESSOR = 2
# So often a task is given to another process after the one that had it was lost.
RETRIES = 5
# How often it is looked whether machines are left while a task is waited for, and how long there may be none: one that
# is started again needs some seconds.
LOOK_SECONDS = 5
MACHINE_SECONDS = 60
# What is given up has so long to end the processes that it parses files in.
END_SECONDS = 2

_KEPT = "The index is as it was, and what was embedded is kept for the next rebuild."

Result = TypeVar("Result")


@contextmanager
def on_ray(
    asked: Conditions, *, load: Callable[[Precision], Encoder], model_identity: Callable[[], ModelIdentity]
) -> Iterator[Work]:
    """Read and embed on the cluster that RAY_ADDRESS names.

    Both functions are pickled and called on each machine: `load` loads the model to calculate in the numbers that it
    takes, `model_identity` tells which model that is. Raises ClusterError where a machine would make something else of
    a file than this one, where Ray is not installed and where there is no limit of time for a file; ClusterAway where
    the cluster cannot be reached, or is lost.
    """
    if not asked.seconds:
        raise ClusterError(
            "LOCCIT_FILE_SECONDS is 0, so a file could hold up a machine of the Ray cluster for ever: set it above 0."
        )
    with connected() as ray:
        check_machines(ray, asked.limits, model_identity, asked.check_stopped)
        work = _RayWork(ray, asked, load)
        try:
            yield Work(Reading(work.parse, work.ahead, work.room), work.embed)
        finally:
            work.close()


class _RayWork:
    """The tasks that are under way."""

    def __init__(self, ray: Any, conditions: Conditions, load: Callable[[Precision], Encoder]) -> None:
        self._ray, self._conditions, self._load = ray, conditions, load
        options = {"num_cpus": 1, "max_retries": RETRIES, "scheduling_strategy": "SPREAD"}
        self._read, self._embed = (ray.remote(**options)(function) for function in (read_file, embed_chunk))
        self._asked = Asked(recipe(conditions.limits), conditions.seconds, conditions.limits)
        self._files = self._most(MOST_FILES)
        self._threads = ThreadPoolExecutor(self._files, thread_name_prefix="reading")
        self._room, self._bytes = threading.Condition(), 0
        self._under_way: set[Any] = set()
        self._closed = threading.Event()
        self._seen = time.monotonic()

    def ahead(self, calls: Iterable[Callable[[], Value]]) -> Iterator[Callable[[], Value]]:
        """Do as embeddings.readers.pool.Ahead says."""
        return made_ahead(self._threads, self._files, calls)

    @contextmanager
    def room(self, path: Path) -> Iterator[None]:
        """Wait until the bytes of a file may be sent beside those of others, and count them until it is read."""
        size = 0
        with suppress(OSError):  # reading it will say so
            size = path.stat().st_size
        with self._room:
            while self._bytes and self._bytes + size > MOST_BYTES:
                self._room.wait(TICK_SECONDS)
                self._check()
            self._bytes += size
        try:
            yield
        finally:
            with self._room:
                self._bytes -= size
                self._room.notify_all()

    def parse(self, path: Path, data: bytes, columns: Columns = ()) -> FileContents:
        """Return what a file holds; raises as Worker.contents_of, and ClusterError."""
        task = self._begun(self._read.remote(self._asked, str(path), data, columns))
        while not self._finished([task]):
            pass
        contents: FileContents | Refusal = self._result(task, str(path))
        if not isinstance(contents, Refusal):
            return contents
        if contents.kind == "too long":
            raise TookTooLong(path, self._conditions.seconds)
        if contents.kind == "unreadable":
            raise UnreadableFile(path, contents.reason)
        raise _unfit(contents)

    def embed(self, encoder: Encoder, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, list[Embedded]]]:
        """Yield each chunk with what the model made of it, the first that is ready first. Raises ClusterError."""
        load, identity = pickle.dumps(partial(self._load, encoder.precision)), identity_of(encoder)
        under_way: dict[Any, Chunk] = {}
        for chunk in chunks:
            under_way[self._begun(self._embed.remote(self._asked, load, identity, chunk))] = chunk
            # The cluster may have grown.
            while len(under_way) >= self._most(MOST_CHUNKS):
                yield from self._embedded(under_way)
        while under_way:
            yield from self._embedded(under_way)

    def _embedded(self, under_way: dict[Any, Chunk]) -> Iterator[tuple[Chunk, list[Embedded]]]:
        """Take out the chunks that are ready."""
        for task in self._finished(list(under_way)):
            chunk = under_way.pop(task)
            embedded: list[Embedded] | Refusal = self._result(task, f"{len(chunk)} passages")
            if isinstance(embedded, Refusal):
                raise _unfit(embedded)
            yield chunk, embedded

    def _most(self, most: int) -> int:
        """Return how many tasks may be under way."""
        return min(max(1, processors(self._ray)) * TASKS_A_PROCESSOR, most)

    def _begun(self, task: Result) -> Result:
        self._under_way.add(task)
        return task

    def _finished(self, tasks: list[Any]) -> list[Any]:
        """Return those that are finished within a moment. Raises what `check_stopped` does, and ClusterAway."""
        finished: list[Any] = self._ray.wait(tasks, num_returns=1, timeout=TICK_SECONDS)[0]
        self._check()
        without = time.monotonic() - self._seen
        if finished or (without > LOOK_SECONDS and processors(self._ray)):
            self._seen = time.monotonic()
        elif without > MACHINE_SECONDS:
            raise ClusterAway(f"The Ray cluster has had no processor for {MACHINE_SECONDS} seconds. {_KEPT}")
        return finished

    def _result(self, task: Any, what: str) -> Any:
        self._under_way.discard(task)
        try:
            return self._ray.get(task)
        except self._ray.exceptions.RayTaskError:
            # A mistake of ours there is one here, too.
            raise
        except self._ray.exceptions.RayError as error:
            raise ClusterAway(
                f"The Ray cluster lost a task {RETRIES + 1} times ({what}; {type(error).__name__}). {_KEPT}"
            ) from error

    def _check(self) -> None:
        if self._closed.is_set():
            raise ClusterAway("Nobody waits for the file any more.")
        self._conditions.check_stopped()

    def close(self) -> None:
        """Give up what is under way."""
        self._closed.set()
        given_up = list(self._under_way)
        for task in given_up:
            with suppress(self._ray.exceptions.RayError, ValueError):
                self._ray.cancel(task)
        if given_up:
            self._ray.wait(given_up, num_returns=len(given_up), timeout=END_SECONDS)
        self._threads.shutdown(cancel_futures=True)


def _unfit(refusal: Refusal) -> ClusterError:
    return ClusterError(f"A machine of the Ray cluster cannot do its part: {refusal.reason}. {_KEPT}")
