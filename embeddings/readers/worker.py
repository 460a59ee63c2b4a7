"""A process in which files are parsed: it is killed when it takes too long, and nothing else ends with it.

The process gets the bytes of a file and gives back its content as JSON, so that a parser that a hostile file has taken
over has no open file of the archive, and hands over no object. It is started for the first file, kept for many, and
started again after it was killed. It ends when its standard input does.
"""

import faulthandler
import json
import os
import queue
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from embeddings.errors import ReaderNotStarted, TookTooLong, UnreadableFile
from embeddings.readers.attributed import with_attributions
from embeddings.readers.content import Columns, FileContents, Limits
from embeddings.readers.registry import contents_of

# How often it is asked whether to stop while a file is parsed.
TICK_SECONDS = 0.2
# The limit counts the seconds that the processor works on a file, so that a busy machine takes no file away. What waits
# and does not work is given up after so many times as long.
WAITING_FACTOR = 10
# A process whose rebuild was killed ends itself so long after that.
GRACE_SECONDS = 5
# Address space of the process. A page of 50 MB of prose took 1.9 GB.
MEMORY_BYTES = 8 << 30

# What the process dies of when it has worked so long on a file; Windows has no such signal, and waits.
_SIGNAL = getattr(signal, "SIGPROF", 0)
_REQUEST, _ANSWER = struct.Struct(">QQ"), struct.Struct(">Q")
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from embeddings.readers import worker; worker.serve()"
)


class Worker:
    """The process, started for the first file. To be used by one thread at a time.

    `check_stopped` is called several times a second while a file is parsed, and may raise.
    """

    def __init__(self, seconds: float, limits: Limits, check_stopped: Callable[[], None]) -> None:
        self.seconds, self.limits, self._check_stopped = seconds, limits, check_stopped
        self.process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def contents_of(self, path: Path, data: bytes, columns: Columns = ()) -> FileContents:
        """Return what a file holds, given its bytes; see embeddings.readers.registry.contents_of.

        Raises TookTooLong after the limit, UnreadableFile as that does and where the process dies, ReaderNotStarted,
        and what `check_stopped` raises.
        """
        head = json.dumps([os.fspath(path), columns]).encode()
        try:
            process = self.process or self._start()
            # One that dies while it is sent a file is found dead when it is asked for the answer.
            with suppress(OSError):
                _write(process.stdin, _REQUEST.pack(len(head), len(data)), head, data)
            answer = self._answer(time.monotonic() + self.seconds * WAITING_FACTOR)
        except TimeoutError:
            self.kill()
            raise TookTooLong(path, self.seconds) from None
        except BaseException:
            self.kill()
            raise
        if answer is None:
            status = self.kill()
            if _SIGNAL and status == -_SIGNAL:
                raise TookTooLong(path, self.seconds)
            ended = f"signal {-status}" if status < 0 else f"status {status}"
            raise UnreadableFile(path, f"its reader died ({ended}); save it anew, or as plain text")
        try:
            values: dict[str, Any] = json.loads(answer)
            reason = values.get("unreadable")
            contents = FileContents.of(values) if reason is None else None
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            # Only a parser that a file has taken over answers so.
            self.kill()
            raise UnreadableFile(path, "its reader gave no answer that can be read; save it anew") from error
        if contents is None:
            raise UnreadableFile(path, str(reason))
        return contents

    def kill(self) -> int:
        """End the process, if there is one; return its status, which is minus the signal that it died of."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        # One that is dying already keeps the status that it dies with.
        process.kill()
        status = process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]  # both are pipes
        return status

    def _start(self) -> subprocess.Popen[bytes]:
        self._answers = queue.SimpleQueue()
        # Not multiprocessing: it would run the script of whoever called loccit again.
        command = [
            sys.executable,
            "-c",
            _START,
            json.dumps(sys.path),
            str(self.seconds),
            json.dumps(asdict(self.limits)),
        ]
        pipe = subprocess.PIPE
        try:
            # In a session, so that Ctrl-C reaches the rebuild only.
            self.process = process = subprocess.Popen(  # noqa: S603  # Python itself
                command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            raise ReaderNotStarted(str(error)) from error
        threading.Thread(target=_pass_on, args=(process.stdout, self._answers), daemon=True).start()
        if self._answer(None) is None:
            raise ReaderNotStarted(f"status {self.kill()}")
        return process

    def _answer(self, end: float | None) -> bytes | None:
        """Return the next answer, None where the process has died. Raises TimeoutError at the end, if there is one."""
        while True:
            with suppress(queue.Empty):
                return self._answers.get(timeout=TICK_SECONDS)
            self._check_stopped()
            if end is not None and time.monotonic() > end:
                raise TimeoutError


def _pass_on(stream: IO[bytes], answers: "queue.SimpleQueue[bytes | None]") -> None:
    """Put the answers of a process into a queue as they come, and None at their end."""
    with suppress(OSError, ValueError, OverflowError, MemoryError):
        while head := _read(stream, _ANSWER.size):
            answer = _read(stream, _ANSWER.unpack(head)[0])
            if answer is None:
                break
            answers.put(answer)
    answers.put(None)


def serve() -> None:
    """Parse the files that standard input sends until it ends; this is what the process runs."""
    seconds, limits = float(sys.argv[2]), Limits(**json.loads(sys.argv[3]))
    # What a parser prints goes nowhere.
    files, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_memory()
    _write(answers, _ANSWER.pack(0))
    while head := _read(files, _REQUEST.size):
        asked, data = (_read(files, length) for length in _REQUEST.unpack(head))
        if asked is None or data is None:
            return
        path, columns = json.loads(asked)
        with _limited(seconds):
            contents = _contents(Path(path), data, tuple(map(tuple, columns)), limits)
        # So many characters cost less than a file may: what is found in them never costs the file.
        with _limited(seconds):
            answer = json.dumps(_answer(contents, limits)).encode()
        _write(answers, _ANSWER.pack(len(answer)), answer)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """End this process when it has worked for some seconds, or waited for many: also while a parser holds its lock."""
    faulthandler.dump_traceback_later(seconds * WAITING_FACTOR + GRACE_SECONDS, exit=True)
    if _SIGNAL:
        signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    if _SIGNAL:
        signal.setitimer(signal.ITIMER_PROF, 0)
    faulthandler.cancel_dump_traceback_later()


def _contents(path: Path, data: bytes, columns: Columns, limits: Limits) -> FileContents | UnreadableFile:
    try:
        return contents_of(path, data, columns, limits)
    except UnreadableFile as error:
        return error


def _answer(contents: FileContents | UnreadableFile, limits: Limits) -> dict[str, Any]:
    if isinstance(contents, UnreadableFile):
        return {"unreadable": contents.reason}
    return with_attributions(contents, limits.attributed).as_values()


def limit_memory() -> None:
    """Limit the address space of this process, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _write(stream: IO[bytes] | None, *parts: bytes) -> None:
    if stream is None:
        raise OSError("the process has no pipe")
    for part in parts:
        stream.write(part)
    stream.flush()


def _read(stream: IO[bytes], length: int) -> bytes | None:
    """Return so many bytes, None where the stream ends before."""
    data = stream.read(length)
    return data if len(data) == length else None
