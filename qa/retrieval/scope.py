"""What is searched: one generation of the index, or some of its documents."""

from dataclasses import dataclass
from functools import cached_property

from embeddings.arrays import Mask
from embeddings.engines.engine import Searcher
from embeddings.engines.local import LocalSearcher
from embeddings.generations.store import Generation
from embeddings.index.selection import Selection


@dataclass(frozen=True)
class Scope:
    """A generation of the index, narrowed to a selection of its documents; to all of them without a selection.

    `engine` finds the passages; without it the files of the generation are searched.
    """

    generation: Generation
    selection: Selection | None = None
    engine: Searcher | None = None

    @cached_property
    def searcher(self) -> Searcher:
        """What finds the passages."""
        return self.engine or LocalSearcher(self.generation)

    @cached_property
    def documents(self) -> Mask | None:
        """Which documents are searched, shape (documents,); None for all."""
        return None if self.selection is None else self.generation.catalogue.facts.documents(self.selection)
