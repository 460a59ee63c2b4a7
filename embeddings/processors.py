"""How many processors this process may use, and how many threads calculate on them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

_limiting = Lock()


def processors() -> int:
    """Return how many processors this process may use: those that it is bound to, where the system binds processes."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_threads() -> int:
    """Return how many threads calculate: OMP_NUM_THREADS as in torch and FAISS, else one for each processor."""
    first = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if first.isdecimal() and int(first):
        return int(first)
    return processors()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let numpy multiply with one thread, in all of this process; others that ask for it wait.

    Where matrices are small, threads only wait for each other: on two busy cores the words of a question took 24 ms so,
    and take 0.5 with one.
    """
    with _limiting, _blas().limit(limits=1):
        yield


@cache
def _blas() -> "ThreadpoolController":
    """Return what limits the libraries that multiply for numpy, which has to be imported before."""
    import numpy  # noqa: F401  # it brings its library
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
