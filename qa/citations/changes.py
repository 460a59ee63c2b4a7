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

Kind = Literal["added", "changed", "renamed", "removed"]


@dataclass(frozen=True, slots=True)
class ChangedDocument:
    """A document that was added, changed, renamed or removed, by its id; `before` is the id that a renamed one had.

    `changes` are those of a document that changed: the differences of each run of paragraphs that is not the same.
    """

    id: str
    kind: Kind
    changes: tuple[tuple[Difference, ...], ...] = ()
    before: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the document as JSON values; `before` only of one that was renamed."""
        changes = [[asdict(part) for part in differences] for differences in self.changes]
        return {
            "id": self.id,
            "kind": self.kind,
            "changes": changes,
            **({"before": self.before} if self.before else {}),
        }


def changes(index: Path) -> list[ChangedDocument]:
    """Return what changed from the generation that is kept beside the current one to the current one, by id.

    One of another name whose text is the same is renamed. Nothing has changed where no generation is kept.
    Raises IndexMissing, IndexDamaged or IndexFormatError.
    """
    pointer = current_pointer(index)
    if pointer.before is None:
        return []
    now, before = open_generation(index).catalogue, open_kept(index, pointer.before).catalogue
    return sorted(_changes(before, now), key=lambda document: document.id)


def _changes(before: Catalogue, now: Catalogue) -> Iterator[ChangedDocument]:
    texts_before, texts_now = dict(before.text_hashes()), dict(now.text_hashes())
    gone: dict[str, list[str]] = {}
    for name in sorted(texts_before.keys() - texts_now.keys(), reverse=True):
        gone.setdefault(texts_before[name], []).append(name)
    for name in sorted(texts_now.keys() - texts_before.keys()):
        if same := gone.get(texts_now[name]):
            yield ChangedDocument(name, "renamed", before=same.pop())
        else:
            yield ChangedDocument(name, "added")
    for names in gone.values():
        yield from (ChangedDocument(name, "removed") for name in names)
    for name in texts_before.keys() & texts_now.keys():
        if texts_before[name] != texts_now[name]:
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
