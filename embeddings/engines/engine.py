"""SearchEngine: what finds the candidates of a question, and how a generation gets there."""

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from embeddings.arrays import Numbers, Vectors
from embeddings.generations.manifest import Manifest
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection

# Called with the number of passages that were sent, and of all.
Filling = Callable[[int, int], None]
# Opens a generation that is to be filled in.
Opening = Callable[[], Generation]


class Searcher(Protocol):
    """Searches the passages of one generation. Passages are numbered from 0, as in the index folder.

    Both searches return numbers and scores, each of shape (at most k,), best first. Only passages within a selection
    are found; their scores are the same as without it. Raises EngineError where an engine cannot be asked.
    """

    def dense(self, query: Vectors, k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """Return the passages nearest to a vector of shape (dimension,) and length 1, with their cosines."""

    def sparse(self, terms: Sequence[str], k: int, within: Selection | None = None) -> tuple[Numbers, Vectors]:
        """Return the best passages by BM25, with their scores; none that holds no term. A term may repeat."""


class SearchEngine(Protocol):
    """Where the generations of one index are searched. The index folder says which they are, and has all of them whole.

    A generation is filled while nobody searches it, then the folder makes it current, then the engine settles.
    """

    def searcher(self, generation: Generation) -> Searcher:
        """Return what searches a generation. Raises EngineError where the engine cannot be asked, or lacks it."""

    def fill(self, manifest: Manifest, opening: Opening, progress: Filling) -> None:
        """Have the engine hold all of a generation, which is opened for it; one that it holds whole stays as it is.

        Raises EngineError.
        """

    def settle(self, current: str | None, kept: Collection[str]) -> None:
        """Name the current generation to whoever asks by the index's name, and drop all that are not kept.

        What a rebuild that was killed left behind is dropped, too. Raises EngineError.
        """

    def passages_of(self, generation: str) -> int | None:
        """Return how many passages of a generation the engine holds, None if it has none of it. Raises EngineError."""
