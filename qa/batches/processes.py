"""Processes that ask questions of a batch beside this one, each with an archive of its own.

Python computes on one core at a time, and more than a third of a question is Python's. A process gets a question as a
line of JSON and gives back its row as another; it ends when its standard input does. One that cannot open the archive,
gives other answers than this process would, or dies, is done without: this process asks as well.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from queue import SimpleQueue
from threading import Thread
from typing import Any

from qa.archive import Archive
from qa.batches.questions import BatchQuestion
from qa.batches.rows import row_of
from qa.question.filters import Filters

# Returns the row of a question, with its answer.
Row = Callable[[BatchQuestion], bytes]

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from qa.batches import processes; processes.serve()"


@contextmanager
def side_by_side(archive: Archive, filters: Filters | None, suffix: str, processes: int) -> Iterator[Row]:
    """Give what asks a question in whichever of so many processes is free, this one among them, and returns its row.

    It is to be called by as many threads. The others begin once they have opened the archive, in some seconds.
    """
    idle: SimpleQueue[Row] = SimpleQueue()

    def here(asked: BatchQuestion) -> bytes:
        return row_in(archive, filters, suffix, asked)

    def row(asked: BatchQuestion) -> bytes:
        asker = idle.get()
        try:
            written = asker(asked)
        except _Ended:
            return row(asked)
        except BaseException:
            idle.put(asker)
            raise
        idle.put(asker)
        return written

    idle.put(here)
    others: list[AskingProcess] = []
    try:
        # A system that starts no more processes has the questions asked in those there are.
        with suppress(OSError):
            for _ in range(processes - 1):
                others.append(AskingProcess(archive, filters, suffix, idle.put))
        yield row
    finally:
        for process in others:
            process.end()


def row_in(archive: Archive, filters: Filters | None, suffix: str, asked: BatchQuestion) -> bytes:
    """Return the row of a question, with the answer of an archive, or with its fault."""
    return row_of(asked, None if asked.fault else archive.ask(asked.text, (), filters), suffix)


class _Ended(Exception):
    """A process gives no more rows."""


class AskingProcess:
    """Another process; `ready` is called with what asks in it, once it can. To be used by one thread at a time."""

    def __init__(self, archive: Archive, filters: Filters | None, suffix: str, ready: Callable[[Row], None]) -> None:
        # Not multiprocessing: it would run the script of whoever called loccit again. One thread for each process, and
        # a session of its own, so that Ctrl-C reaches this process only.
        command, pipe = [sys.executable, "-c", _START, json.dumps(sys.path)], subprocess.PIPE
        self._process = subprocess.Popen(  # noqa: S603  # Python itself
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        begun = {"index": str(archive.index), "filters": asdict(filters) if filters else None, "suffix": suffix}
        self._beginning = Thread(target=self._begin, args=(begun, archive.answers_by, ready))
        self._beginning.start()

    def _begin(self, begun: dict[str, Any], answers_by: list[str], ready: Callable[[Row], None]) -> None:
        with suppress(_Ended):
            if self._reply(begun) == answers_by:
                ready(self._row)

    def _row(self, asked: BatchQuestion) -> bytes:
        """Return the row of a question. Raises _Ended."""
        return str(self._reply(asdict(asked))).encode()

    def _reply(self, sent: Any) -> Any:
        """Send a line and return the reply to it. Raises _Ended."""
        to, by = self._process.stdin, self._process.stdout
        try:
            to.write(f"{json.dumps(sent)}\n".encode())  # type: ignore[union-attr]  # both are pipes
            to.flush()  # type: ignore[union-attr]
            return json.loads(by.readline())  # type: ignore[union-attr]
        except (OSError, ValueError) as error:
            raise _Ended from error

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.wait()
        self._beginning.join()
        for stream in (self._process.stdin, self._process.stdout):
            # What was not sent yet is of no use.
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]


def serve() -> None:
    """Ask the questions that standard input sends until it ends; this is what the process runs."""
    # What a library prints goes nowhere.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def reply(value: Any) -> None:
        replies.write(f"{json.dumps(value)}\n")
        replies.flush()

    begun = json.loads(sys.stdin.readline())
    filters = _filters_of(begun["filters"]) if begun["filters"] else None
    archive = Archive.open(begun["index"])
    reply(archive.answers_by)
    for line in sys.stdin:
        reply(row_in(archive, filters, begun["suffix"], BatchQuestion(**json.loads(line))).decode())


def _filters_of(values: dict[str, Any]) -> Filters:
    """Return filters of what JSON makes of them, which knows no tuples."""
    whole: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in values.items()}
    return Filters(**whole)
