"""What a rebuild did."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from embeddings.building.changes import Changes
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.files.path_text import path_text


class Flawed(NamedTuple):
    """The id of a document that was read poorly, or not attributed whole, and how, with what to do about it."""

    id: str
    how: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a rebuild did: the generation that is current now, its counts, and what it found changed.

    `embedded` is the number of passages that the model read; `unreadable` are the files that could not be read, with
    the reasons. Of very many it has the first, those that the operating system could not read before others;
    `more_unreadable` is how many there are beside these, and `unreadable_file` names all. Where nothing had changed,
    `published` is False and the generation is the one that was current. `damaged` says what of the previous generation
    is damaged: nothing was taken from it, but for the checked texts of what could not be read, and it is not kept.
    `left_out` is how many lines, or blocks of web pages, of the files read now were left out as site furniture.
    `poor` are the first documents of the archive that were read poorly, and `poor_count` is how many there are.
    `attributions` is how many say who said what, and `parser` what found them, empty where only labelled speakers are;
    `not_attributed` are the first documents that were not looked through whole for them, `not_attributed_count` all.
    """

    generation: str
    documents: int
    passages: int
    sentences: int
    unreadable: tuple[UnreadableFile, ...] = ()
    changes: Changes = field(default_factory=Changes)
    embedded: int = 0
    published: bool = True
    damaged: str = ""
    more_unreadable: int = 0
    unreadable_file: Path | None = None
    left_out: int = 0
    poor: tuple[Flawed, ...] = ()
    poor_count: int = 0
    attributions: int = 0
    parser: str = ""
    not_attributed: tuple[Flawed, ...] = ()
    not_attributed_count: int = 0

    @property
    def unreadable_count(self) -> int:
        """How many could not be read."""
        return len(self.unreadable) + self.more_unreadable

    @property
    def complete(self) -> bool:
        """Whether the operating system could list every folder and read every file of the sources."""
        return not any(isinstance(error, ReadFailed) for error in self.unreadable)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON values, changes as numbers."""
        changes = self.changes.to_dict()
        return {
            "generation": self.generation,
            "published": self.published,
            "documents": self.documents,
            "passages": self.passages,
            "sentences": self.sentences,
            **{kind: ids if kind == "unchanged" else len(ids) for kind, ids in changes.items()},
            "embedded": self.embedded,
            "left_out": self.left_out,
            "damaged": self.damaged,
            "complete": self.complete,
            "unreadable_count": self.unreadable_count,
            "unreadable_file": path_text(self.unreadable_file) if self.unreadable_file else None,
            "unreadable": [_to_dict(error) for error in self.unreadable],
            "poor_count": self.poor_count,
            "poor": [document._asdict() for document in self.poor],
            "attributions": self.attributions,
            "parser": self.parser,
            "not_attributed_count": self.not_attributed_count,
            "not_attributed": [document._asdict() for document in self.not_attributed],
        }


def _to_dict(error: UnreadableFile) -> dict[str, Any]:
    named = {"path": path_text(error.path), "reason": error.reason}
    if isinstance(error, ReadFailed) and error.documents:
        return named | {"documents": error.documents, "not_seen_since": error.not_seen_since}
    return named
