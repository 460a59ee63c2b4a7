"""Starting quickly, which is mostly importing large libraries, and making much at once."""

import gc
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def garbage_collection_paused() -> Iterator[None]:
    """Collect no garbage in the block.

    Collecting takes a quarter of the time of a large import, and of an export of 10,000 clippings, and finds little.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def no_stubs_written() -> Iterator[None]:
    """Have Gradio write no stubs for editors while it is imported in the block.

    Otherwise it parses the source of each of its components twice, which takes a third of the import (1.7 instead of
    2.5 seconds of a processor), and writes beside them. It writes none for a class that is in no file.
    """
    file_of = inspect.getfile

    def file_of_others(thing: Any) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError("no stubs")
        return file_of(thing)

    inspect.getfile = file_of_others  # type: ignore[assignment]  # it takes more than that names
    try:
        yield
    finally:
        inspect.getfile = file_of
