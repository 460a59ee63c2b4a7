"""Starting quickly, which is mostly importing large libraries, and making much at once."""

import gc
import inspect
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from types import ModuleType
from typing import Any

# Python's default is 700. With that a start of qa ask takes 1.23 seconds of a processor where it takes 1.05 with this.
SELDOM = 20_000
# For 800 requests that a server holds open, its 400 other connections, the files of an index, and as much again. An
# index that is opened has up to 50 files open in each of its segments, of which a million passages have six.
DESCRIPTORS = 4096


def collect_garbage_seldom() -> None:
    """Look for garbage after so many new objects: what a command imports is none."""
    gc.set_threshold(SELDOM)


def raise_descriptors() -> None:
    """Raise the limit of this process's open descriptors as far as it may; many systems set it to 256 or 1024."""
    try:
        import resource
    except ImportError:  # Windows has no such limit.
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


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
def what_serves_only(*, mcp: bool) -> Iterator[None]:
    """Have Gradio, while it is imported in the block, do and import what a server needs, and MCP if it is wanted.

    It saves a quarter of the import, or with MCP a tenth.
    """
    with ExitStack() as stack:
        stack.enter_context(no_stubs_written())
        stack.enter_context(templates_read_once())
        # Its commands, of which the package offers one, for notebooks.
        stack.enter_context(empty_module("gradio.cli"))
        if not mcp:
            stack.enter_context(not_imported("mcp"))
        yield


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


@contextmanager
def templates_read_once() -> Iterator[None]:
    """Have jinja read each template once that the block makes: Gradio makes 216 out of 36, a tenth of its import."""
    import jinja2

    template: Any = jinja2.Template
    replaced: Any = jinja2
    replaced.Template = cache(template)
    try:
        yield
    finally:
        replaced.Template = template


@contextmanager
def not_imported(*names: str) -> Iterator[None]:
    """Have packages that are not imported yet seem not to be installed in the block."""
    hidden = [name for name in names if name not in sys.modules]
    replaced: Any = sys.modules
    replaced.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


@contextmanager
def empty_module(name: str) -> Iterator[None]:
    """Have a module that is not imported yet seem to hold None by every name in the block."""
    if name in sys.modules:
        yield
        return
    module: Any = ModuleType(name)
    module.__getattr__ = lambda _: None
    sys.modules[name] = module
    try:
        yield
    finally:
        del sys.modules[name]
