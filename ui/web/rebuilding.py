"""One rebuild at a time, in a thread of its own, that can be watched and cancelled. Knows nothing of screens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from embeddings.errors import LoccitError, RebuildStopped

if TYPE_CHECKING:
    from embeddings.building.rebuild import Progress, Stopped
    from embeddings.building.report import Report

# What does the work: takes what to tell of its progress, and what to ask whether it shall stop.
Work = Callable[["Progress", "Stopped"], "Report"]


@dataclass(frozen=True, slots=True)
class State:
    """Where a rebuild is: a stage with so many of so many done while it runs, then its report or what went wrong.

    `stopping` says that a running one was cancelled: it ends once what it is at is done.
    """

    running: bool = False
    stopping: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    report: "Report | None" = None
    error: str = ""


class Rebuilding:
    """A rebuild that runs, or the last one that did. Safe to use from several threads."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock = Lock()
        self._stop = Event()
        self._state = State()

    @property
    def state(self) -> State:
        """Where it is now."""
        state = self._state
        return replace(state, stopping=True) if state.running and self._stop.is_set() else state

    def start(self) -> bool:
        """Begin, and return True; return False where one runs already."""
        with self._lock:
            if self._state.running:
                return False
            self._stop.clear()
            self._state = State(running=True)
        Thread(target=self._run, daemon=True).start()
        return True

    def cancel(self) -> None:
        """Have a running one stop as soon as it can; the archive then stays as it was."""
        self._stop.set()

    def forget(self) -> None:
        """Have how the last one ended be said no more; one that runs goes on."""
        with self._lock:
            if not self._state.running:
                self._state = State()

    def _run(self) -> None:
        try:
            report = self._work(self._tell, self._stop.is_set)
            self._state = State(report=report)
        except RebuildStopped:
            self._state = State(error="Stopped. The archive is as it was.")
        except LoccitError as error:
            self._state = State(error=str(error))
        except Exception as error:
            # It must not seem to run for ever.
            self._state = State(error=f"The rebuild failed: {type(error).__name__}: {error}")
            raise

    def _tell(self, stage: str, done: int, total: int) -> None:
        self._state = replace(self._state, stage=stage, done=done, total=total)
