"""One writer at a time: a lock on the index folder that names its holder and is free once that process has ended."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from embeddings.errors import RebuildRunning

LOCK = "rebuild.lock"
# So long another process may hold the lock before it is said that it rebuilds.
LOCK_SECONDS = 0.5


@contextmanager
def hold(index: Path) -> Iterator[None]:
    """Hold the lock of the index folder, which is made if need be. Raises RebuildRunning, which names the holder."""
    index.mkdir(parents=True, exist_ok=True)
    path = index / LOCK
    lock = FileLock(path)
    try:
        # is_held takes the lock for a moment.
        lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        holder = _holder(path)
        by = f" ({holder})" if holder else ""
        raise RebuildRunning(f"Another rebuild of {index} is running{by}; try again when it has finished.") from error
    try:
        _sign(path)
        yield
    finally:
        with suppress(OSError):
            os.truncate(path, 0)
        lock.release()


def _sign(path: Path) -> None:
    """Write into the lock's file who holds it; where it cannot be written, the lock holds all the same."""
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with suppress(OSError):
        path.write_text(json.dumps(holder), "utf-8")


def _holder(path: Path) -> str:
    """Return who holds the lock, in words; empty where that cannot be read."""
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f"process {holder['pid']} on {holder['host']}, since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def is_held(index: Path) -> bool:
    """Whether a process holds the index folder at this moment; asking leaves nothing behind.

    Raises PermissionError where the lock may not be tried.
    """
    if not (index / LOCK).exists():
        return False
    lock = FileLock(index / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
