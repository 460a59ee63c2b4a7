"""The files that this process has read whole and found as they were written, so that it reads none of them again.

Generations share files. A server that rebuilds reads each once, and not for every generation anew, as long as size,
time of the last change and place on the disk stay what they were. It forgets all after a day, or once anything is
found damaged, so that bits that change on the disk by themselves are found as well. A command reads every file, since
it is a process of its own.
"""

import os
import time
from threading import Lock

# Seconds.
REMEMBERED = 24 * 60 * 60
# Two changes within one tick of a disk's clock have the same time; FAT's tick is the longest, of two seconds. A file
# that was changed so shortly before it was read is read again.
TICK = 2.0
# Files. An index of a million passages has some 200 that are kept, and those of old generations stay until then.
MOST = 10_000

# Device and number on it, size, and time of the last change.
_Look = tuple[int, int, int, int]


class VerifiedFiles:
    """The looks of files, each with its checksum and when the file was read; safe to use from several threads."""

    def __init__(self) -> None:
        self._read: dict[_Look, tuple[str, float]] = {}
        self._lock = Lock()

    def add(self, status: os.stat_result, checksum: str) -> None:
        """Remember a file that was found to have a checksum; `status` is from before it was read."""
        if time.time() - status.st_mtime < TICK:
            return
        with self._lock:
            if len(self._read) >= MOST:
                self._read.clear()
            self._read[_look(status)] = checksum, time.monotonic()

    def has(self, status: os.stat_result, checksum: str) -> bool:
        """Whether a file that looks so was found to have a checksum, and not long ago."""
        with self._lock:
            known, when = self._read.get(_look(status), ("", 0.0))
            return known == checksum and time.monotonic() - when < REMEMBERED

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._read.clear()


def _look(status: os.stat_result) -> _Look:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


VERIFIED_FILES = VerifiedFiles()
