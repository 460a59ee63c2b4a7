"""A rebuild that is stopped at any step, for the tests of crashes, full disks and read-only folders.

Steps are what loccit does to the files of an index (embeddings.files.disk), and the writing of SQLite as one step
before and after.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from embeddings.attribution.finding import attributions
from embeddings.building import merging
from embeddings.building.rebuild import rebuild
from embeddings.files import disk
from embeddings.index import coarse
from embeddings.index.catalogue_writer import CatalogueWriter
from embeddings.models.encoder import Encoder

Act = Callable[[str, int], None]

# The parser is loaded here, so that no process that is forked from one with this module has to load it.
attributions("Ana said that the river rose.")


@contextmanager
def steps(act: Act) -> Iterator[None]:
    """Call `act(kind, number)` before every step and after those that do not raise; numbers count from 0.

    Kinds are the names below, with "half " before that of a write of which half was written.
    """
    count = -1

    def at(kind: str) -> None:
        nonlocal count
        count += 1
        act(kind, count)

    def around(kind: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def done(*arguments: Any, **named: Any) -> Any:
            at(kind)
            result = do(*arguments, **named)
            at(f"after {kind}")
            return result

        return done

    append = disk.append

    def append_in_two(file: Any, data: Any) -> None:
        at("write")
        data = memoryview(data).cast("B") if memoryview(data).nbytes else b""
        append(file, data[: len(data) // 2])
        file.flush()
        at("half write")
        append(file, data[len(data) // 2 :])

    with ExitStack() as patched:
        # What stays is shared, and what changes is a segment of its own.
        patched.enter_context(mock.patch.object(merging, "SMALLEST", 1))
        patched.enter_context(mock.patch.object(merging, "TIMES", 1))
        # The files of an approximate search are written as well.
        patched.enter_context(mock.patch.object(coarse, "EXACT_UP_TO", 0))
        patched.enter_context(mock.patch.object(disk, "append", append_in_two))
        for name in ("sync", "rename", "remove", "link"):
            patched.enter_context(mock.patch.object(disk, name, around(name, getattr(disk, name))))
        finish = around("catalogue", CatalogueWriter.finish)
        patched.enter_context(mock.patch.object(CatalogueWriter, "finish", finish))
        yield


def rebuild_and_die(sources: Path, index: Path, encoder: Encoder, step: int, *, as_user: int = 0) -> None:
    """Rebuild, in a process of its own, and be killed at a step; a step past the last is never reached."""
    if as_user:
        os.setuid(as_user)

    def die(_kind: str, number: int) -> None:
        if number == step:
            os.kill(os.getpid(), signal.SIGKILL)

    with steps(die):
        rebuild([sources], index, lambda: encoder)


def rebuild_slowly(sources: Path, index: Path, encoder: Encoder) -> None:
    """Rebuild, in a process of its own that somebody else kills."""
    rebuild([sources], index, lambda: encoder)
