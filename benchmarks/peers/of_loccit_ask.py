"""loccit's `ask`: what is found are the documents that the answer cites, or that are nearest where nothing answers."""

from collections.abc import Callable
from pathlib import Path

from qa import Archive


def open_index(folder: Path) -> Callable[[str], list[str]]:
    """Return what answers questions."""
    archive = Archive.open(folder / "loccit")

    def documents(question: str) -> list[str]:
        answer = archive.ask(question)
        return [excerpt.document.id for excerpt in answer.excerpts or answer.nearest]

    return documents
