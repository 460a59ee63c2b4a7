"""Several processes in which files are parsed side by side, while what was read is taken in the order of the files.

One that crashes or hangs costs the file that it has, and the others go on.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from embeddings.readers.attributed import contents_of
from embeddings.readers.content import Columns, FileContents, Limits, Parse
from embeddings.readers.worker import Worker

# So many calls for each process are done, or waiting to be, before the value of the first is taken: their values are
# held in memory. With more, no folder was read faster.
AHEAD = 2

Value = TypeVar("Value")


class Ahead(Protocol):
    """Has calls made ahead, side by side."""

    def __call__(self, calls: Iterable[Callable[[], Value]], /) -> Iterator[Callable[[], Value]]:
        """Yield for each call, in order, one that returns its value or raises what it raised."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: what parses the bytes of one, and what has calls that do so made ahead.

    `room` waits until there is room in memory for the bytes of the file at a path, and keeps it.
    """

    parse: Parse = contents_of
    ahead: Ahead = iter
    room: Callable[[Path], AbstractContextManager[object]] = nullcontext


# One file after the other, each when its turn comes.
IN_THIS_PROCESS = Reading()


@contextmanager
def reading(seconds: float, limits: Limits, check_stopped: Callable[[], None], processes: int = 1) -> Iterator[Reading]:
    """Give what parses files in so many processes, each within so many seconds of work.

    0 seconds is no limit, and parses in this process, one file after the other. `check_stopped` is called several times
    a second for each file that is being parsed in another process, by several threads, and may raise.
    """
    if not seconds:
        yield Reading(partial(contents_of, limits=limits))
        return
    pool = _Pool(seconds, limits, check_stopped, processes)
    try:
        yield Reading(pool.contents_of, pool.ahead)
    finally:
        pool.close()


class _Pool:
    """The processes, each started for the first file that it gets, and as many threads that wait for them."""

    def __init__(self, seconds: float, limits: Limits, check_stopped: Callable[[], None], processes: int) -> None:
        self._closed = threading.Event()
        self._check_stopped = check_stopped
        self._workers = [Worker(seconds, limits, self._check) for _ in range(processes)]
        # The last one that was given back comes first, so that no more are started than are needed.
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="reading")

    def contents_of(self, path: Path, data: bytes, columns: Columns = ()) -> FileContents:
        """Return what a file holds, parsed by the next process that is free; raises as Worker.contents_of."""
        worker = self._idle.get()
        try:
            return worker.contents_of(path, data, columns)
        finally:
            self._idle.put(worker)

    def ahead(self, calls: Iterable[Callable[[], Value]]) -> Iterator[Callable[[], Value]]:
        """Do as Ahead says."""
        return made_ahead(self._threads, AHEAD * len(self._workers), calls)

    def close(self) -> None:
        """End all processes at once, also those that have a file."""
        self._closed.set()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.kill()

    def _check(self) -> None:
        if self._closed.is_set():
            raise _Closed
        self._check_stopped()


def made_ahead(
    threads: ThreadPoolExecutor, most: int, calls: Iterable[Callable[[], Value]]
) -> Iterator[Callable[[], Value]]:
    """Do as Ahead says, with so many calls at most beside the one whose value is taken."""
    waiting: deque[Future[Value]] = deque()
    for call in calls:
        waiting.append(threads.submit(call))
        if len(waiting) > most:
            yield waiting.popleft().result
    while waiting:
        yield waiting.popleft().result


class _Closed(Exception):
    """Nobody waits for the file any more."""
