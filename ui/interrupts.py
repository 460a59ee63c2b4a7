"""What Ctrl-C does where an exception would do harm: while much is imported, and while a server waits.

KeyboardInterrupt comes anywhere: in a module half imported it is a traceback, in a destructor it is lost.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import current_thread, main_thread

# The status of what Ctrl-C ends, in all shells: 128 and the number of the signal.
INTERRUPTED = 130


@contextmanager
def ctrl_c_calls(act: Callable[[], object]) -> Iterator[None]:
    """Have Ctrl-C call something in the block, and raise nothing.

    A signal that is ignored, as behind nohup, stays so; in another thread than the main one nothing changes.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or current_thread() is not main_thread():
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: act())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def end_at_once() -> None:
    """End the process where nothing is begun that has to be put in order."""
    with suppress(OSError):
        os.write(2, b"qa: stopped.\n")
    os._exit(INTERRUPTED)
