"""What changed between the generation before and the current one: document by document, word by word."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Literal

from embeddings.generations.pointer import current_pointer
from embeddings.generations.store import open_generation, open_kept
from embeddings.index.catalogue import Catalogue
from embeddings.text.splitting import paragraphs
from qa.citations.comparing import Difference, compare

Kind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class ChangedDocument:
    """A document that was added, changed or removed, by its id.

    `changes` are those of a document that changed: the differences of each run of paragraphs that is not the same.
    """

    id: str
    kind: Kind
    changes: tuple[tuple[Difference, ...], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the document as JSON values."""
        changes = [[asdict(part) for part in differences] for differences in self.changes]
        return {"id": self.id, "kind": self.kind, "changes": changes}


def changes(index: Path) -> list[ChangedDocument]:
    """Return what changed from the generation that is kept beside the current one to the current one, by id.

    A file that was moved is removed under one id and added under another. Nothing has changed where none is kept.
    Raises IndexMissing, IndexDamaged or IndexFormatError.
    """
    pointer = current_pointer(index)
    if pointer.before is None:
        return []
    now, before = open_generation(index).catalogue, open_kept(index, pointer.before).catalogue
    return sorted(_changes(before, now), key=lambda document: document.id)


def _changes(before: Catalogue, now: Catalogue) -> Iterator[ChangedDocument]:
    texts_before, texts_now = dict(before.text_hashes()), dict(now.text_hashes())
    for name in texts_before.keys() | texts_now.keys():
        if name not in texts_now:
            yield ChangedDocument(name, "removed")
        elif name not in texts_before:
            yield ChangedDocument(name, "added")
        elif texts_before[name] != texts_now[name]:
            old, new = before.document(name), now.document(name)
            if old and new:
                yield ChangedDocument(name, "changed", tuple(_of_paragraphs(old.text, new.text)))


def _of_paragraphs(before: str, now: str) -> Iterator[tuple[Difference, ...]]:
    """Yield the differences of each run of paragraphs that is not the same."""
    old, new = _paragraphs(before), _paragraphs(now)
    # difflib leaves out paragraphs that are frequent in a long text, such as empty rows: it would take their square.
    for tag, i, j, first, end in SequenceMatcher(None, old, new).get_opcodes():
        if tag != "equal":
            yield compare(" ".join(old[i:j]), " ".join(new[first:end]))


def _paragraphs(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]
