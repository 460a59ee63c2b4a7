"""How a server's memory is held: what is freed goes to whichever thread asks next, and back to the system.

glibc gives each thread an arena of its own, up to eight to a core, and keeps in each what was freed there. So a server
that uses no more memory than before would hold more for as long as it runs.
"""

import ctypes
import os

# The number of this parameter of mallopt in glibc's malloc.h.
_M_ARENA_MAX = -8
_CHOSEN_BY_THE_USER = ("MALLOC_ARENA_MAX", "GLIBC_TUNABLES")
# Seconds between two times that freed memory is given back.
GIVE_BACK_SECONDS = 30.0


def keep_one_arena() -> bool:
    """Have all threads take memory from one arena; return whether that could be arranged.

    Call it before there are threads. Nothing is done where the C library is not glibc, or where the environment says
    how many arenas there are.
    """
    library = _glibc()
    if library is None or any(name in os.environ for name in _CHOSEN_BY_THE_USER):
        return False
    return bool(library.mallopt(_M_ARENA_MAX, 1))


def give_back() -> None:
    """Give memory that was freed back to the system; do nothing where the C library is not glibc."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):
        # On Windows, a library has to be named.
        return None
    return library if hasattr(library, "gnu_get_libc_version") else None
