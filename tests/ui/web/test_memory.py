"""A server's threads share one arena of the C library; tried in processes of their own, for it cannot be undone."""

import ctypes
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ui.web import memory

# Threads that each take memory at the same time, and how many arenas that made.
CODE = """
import ctypes, sys, threading
from ui.web.memory import keep_one_arena
print(keep_one_arena())
barrier = threading.Barrier(8)
def take():
    barrier.wait()
    kept = [bytearray(1000) for _ in range(1000)]
    barrier.wait()
for thread in [threading.Thread(target=take) for _ in range(8)]:
    thread.start()
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
library = ctypes.CDLL(None)
stdout = ctypes.c_void_p.in_dll(library, "stdout")
sys.stdout.flush()
library.malloc_info(0, stdout)
library.fflush(stdout)
"""
needs_glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are glibc's")


def arenas(root: Path, **environment: str) -> tuple[str, int]:
    """Return what keep_one_arena returned in a process, and the arenas that this one had in the end."""
    command = [sys.executable, "-c", CODE]
    variables = {"PYTHONPATH": str(root), **environment}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=variables)
    returned, _, report = result.stdout.partition("\n")
    return returned, len(re.findall("<heap nr=", report))


@needs_glibc
def test_all_threads_share_one_arena(root: Path) -> None:
    assert arenas(root) == ("True", 1)


@needs_glibc
def test_who_says_how_many_arenas_there_are_has_that_many(root: Path) -> None:
    returned, count = arenas(root, MALLOC_ARENA_MAX="4")
    assert returned == "False"
    assert count > 1


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES"):
        monkeypatch.delenv(name, raising=False)

    def no_library(_: object) -> object:
        raise TypeError("no library without a name")

    for library in (no_library, lambda _: object()):
        monkeypatch.setattr(ctypes, "CDLL", library)
        assert not memory.keep_one_arena()
        memory.give_back()


# Much that is freed below something that is kept, and the resident bytes before and after it is given back.
FREED = """
import os
from pathlib import Path
from ui.web.memory import give_back
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
freed = [bytearray(50_000) for _ in range(1000)]
last = bytearray(50_000)
del freed
print(resident())
give_back()
print(resident())
"""


@needs_glibc
def test_what_was_freed_is_given_back(root: Path) -> None:
    command = [sys.executable, "-c", FREED]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(root)})
    before, after = map(int, result.stdout.split())
    assert before - after > 25_000_000
