"""How many processors this process may use, and how many threads calculate on them."""

import os


def processors() -> int:
    """Return how many processors this process may use: those that it is bound to, where the system binds processes."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_threads() -> int:
    """Return how many threads calculate: OMP_NUM_THREADS as in torch and FAISS, else one for each processor."""
    first = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    if first.isdecimal() and int(first):
        return int(first)
    return processors()
