"""Waiting in tests for what happens elsewhere: in a thread, a process, a server."""

import time
from collections.abc import Callable

# Enough on a slow machine that does much else.
SECONDS = 120


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait until something is so; fail where it does not become so."""
    end = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)
