"""What a server does now and again for as long as it runs."""

from collections.abc import Callable
from threading import Event, Thread


def start(work: Callable[[], object], seconds: float, ended: Event) -> Thread:
    """Do the work in a thread of its own, now and then every so many seconds until ended is set; return the thread."""

    def again_and_again() -> None:
        work()
        while not ended.wait(seconds):
            work()

    thread = Thread(target=again_and_again, daemon=True)
    thread.start()
    return thread
