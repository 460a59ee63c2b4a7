"""Rebuilds that the web starts: of which sources, and one at a time in a thread of its own, watched and cancelled."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Protocol

from embeddings.errors import LoccitError, RebuildStopped, SourceEmptied, SourceNotFound
from qa.settings import Settings
from ui.views.rebuild_progress import RebuildState

if TYPE_CHECKING:
    from embeddings.building.progress import Progress, Stopped
    from embeddings.building.report import Report


class Work(Protocol):
    """Rebuilds; `allow_empty` and `may_be_empty` are those of qa.rebuild."""

    def __call__(
        self, progress: "Progress", stopped: "Stopped", *, allow_empty: bool, may_be_empty: Sequence[Path]
    ) -> "Report":
        """Call `progress` on the way, stop once `stopped` says so, and return the report."""
        ...


def sources_of_setting(settings: Settings) -> tuple[Path, ...] | None:
    """Return the sources that LOCCIT_SOURCES names, None where it is not set and the index remembers its own."""
    return settings.sources if "sources" in settings.model_fields_set else None


class Rebuilding:
    """A rebuild that runs, or the last one that did. Safe to use from several threads."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._lock = Lock()
        self._stop = Event()
        self._state = RebuildState()

    @property
    def state(self) -> RebuildState:
        """Where the rebuild is now."""
        state = self._state
        return replace(state, stopping=True) if state.running and self._stop.is_set() else state

    def start(self, *, allow_empty: bool = False, may_be_empty: Sequence[Path] = ()) -> bool:
        """Begin a rebuild and return True; return False where one runs already."""
        with self._lock:
            if self._state.running:
                return False
            self._stop.clear()
            self._state = RebuildState(running=True)
        work = partial(self._work, allow_empty=allow_empty, may_be_empty=may_be_empty)
        Thread(target=self._run, args=(work,), daemon=True).start()
        return True

    def cancel(self) -> None:
        """Have the running rebuild stop as soon as it can; the archive then stays as it was."""
        self._stop.set()

    def forget(self) -> None:
        """Forget how the last rebuild ended; one that runs goes on."""
        with self._lock:
            if not self._state.running:
                self._state = RebuildState()

    def _run(self, work: "Callable[[Progress, Stopped], Report]") -> None:
        try:
            report = work(self._update, self._stop.is_set)
            self._state = RebuildState(report=report)
        except RebuildStopped:
            self._state = RebuildState(error="Stopped. The archive is as it was.")
        except (SourceEmptied, SourceNotFound) as error:
            self._state = RebuildState(error=str(error), may_go_on=True)
        except LoccitError as error:
            self._state = RebuildState(error=str(error))
        except Exception as error:
            # It must not seem to run for ever.
            self._state = RebuildState(error=f"The rebuild failed: {type(error).__name__}: {error}")
            raise

    def _update(self, stage: str, done: int, total: int) -> None:
        self._state = replace(self._state, stage=stage, done=done, total=total)
