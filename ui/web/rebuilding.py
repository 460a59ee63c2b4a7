"""Rebuilds that the web starts: of which sources, and one at a time in a thread of its own, watched and cancelled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from embeddings.errors import LoccitError, RebuildStopped
from qa.settings import Settings
from ui.views.rebuild_progress import RebuildState

if TYPE_CHECKING:
    from embeddings.building.progress import Progress, Stopped
    from embeddings.building.report import Report

# Rebuilds. The first argument is called with its progress, the second says whether it shall stop.
Work = Callable[["Progress", "Stopped"], "Report"]


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

    def start(self) -> bool:
        """Begin a rebuild and return True; return False where one runs already."""
        with self._lock:
            if self._state.running:
                return False
            self._stop.clear()
            self._state = RebuildState(running=True)
        Thread(target=self._run, daemon=True).start()
        return True

    def cancel(self) -> None:
        """Have the running rebuild stop as soon as it can; the archive then stays as it was."""
        self._stop.set()

    def forget(self) -> None:
        """Forget how the last rebuild ended; one that runs goes on."""
        with self._lock:
            if not self._state.running:
                self._state = RebuildState()

    def _run(self) -> None:
        try:
            report = self._work(self._update, self._stop.is_set)
            self._state = RebuildState(report=report)
        except RebuildStopped:
            self._state = RebuildState(error="Stopped. The archive is as it was.")
        except LoccitError as error:
            self._state = RebuildState(error=str(error))
        except Exception as error:
            # It must not seem to run for ever.
            self._state = RebuildState(error=f"The rebuild failed: {type(error).__name__}: {error}")
            raise

    def _update(self, stage: str, done: int, total: int) -> None:
        self._state = replace(self._state, stage=stage, done=done, total=total)
