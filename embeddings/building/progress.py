"""How a rebuild reports its progress, and how it is stopped."""

from collections.abc import Callable
from pathlib import Path

from embeddings.errors import RebuildStopped

# Called with a stage, how many are done, and of how many; may raise to stop the rebuild.
Progress = Callable[[str, int, int], None]
# Asked whether the rebuild shall stop.
Stopped = Callable[[], bool]


def stop_check(index: Path, stopped: Stopped | None) -> Callable[[], None]:
    """Return a function that raises RebuildStopped once `stopped` says True."""

    def check_stopped() -> None:
        if stopped and stopped():
            raise RebuildStopped(
                f"The rebuild of {index} was stopped; the index is as it was, and what was embedded is kept."
            )

    return check_stopped


def stoppable(index: Path, progress: Progress | None, stopped: Stopped | None) -> Progress:
    """Return a Progress that passes its calls on, and raises RebuildStopped once `stopped` says True."""
    check_stopped = stop_check(index, stopped)

    def report_progress(stage: str, done: int, total: int) -> None:
        if progress:
            progress(stage, done, total)
        check_stopped()

    return report_progress
