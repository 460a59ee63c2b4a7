"""An engine follows the index folder: filled before a generation becomes current, settled after it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from embeddings.engines.engine import SearchEngine
from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.generations.layout import GENERATIONS
from embeddings.generations.manifest import Manifest
from embeddings.generations.pointer import current_pointer
from embeddings.generations.store import open_sealed

# The stage of a rebuild that fills an engine, for its progress.
FILLING = "filling"


@dataclass(frozen=True, slots=True)
class Following:
    """The engine of an index; `report_progress("filling", done, total)` counts passages."""

    engine: SearchEngine
    index: Path
    report_progress: Callable[[str, int, int], None]

    def fill(self, manifest: Manifest) -> None:
        """Have the engine hold a generation that is written whole. Raises EngineError."""
        opening = partial(open_sealed, self.index / GENERATIONS / manifest.generation, manifest)
        self.engine.fill(manifest, opening, partial(self.report_progress, FILLING))

    def settle(self) -> None:
        """Have the engine name what the index folder has as current, and drop what it does not keep.

        Raises EngineError. Where the folder does not say what it keeps, nothing is done.
        """
        try:
            pointer = current_pointer(self.index)
        except IndexMissing:
            self.engine.settle(None, ())
        except IndexDamaged:
            return
        else:
            self.engine.settle(pointer.generation, pointer.kept)


def settled(engine: SearchEngine, index: Path, report_progress: Callable[[str, int, int], None]) -> Following:
    """Return the engine of an index once it has settled: what a rebuild that was killed left behind is gone."""
    following = Following(engine, index, report_progress)
    following.settle()
    return following
