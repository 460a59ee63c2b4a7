"""Every source is read again, to find documents that are not as they were indexed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from embeddings.building.progress import Progress
from embeddings.building.sidecars import Sidecars
from embeddings.documents import Document
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.generations.store import Generation
from embeddings.index.file_columns import IndexedFile
from embeddings.readers import registry
from embeddings.readers.content import Parse

# "changed": the file has other bytes, and the document another text. "vanished": the file, or the document in it, is
# not there. "unreadable": the file cannot be read. "reread": the file is the same, but another text is read of it.
Kind = Literal["changed", "vanished", "unreadable", "reread"]


@dataclass(frozen=True, slots=True)
class Unlike:
    """A document that its source no longer yields as it was indexed; `reason` is a phrase for people."""

    id: str
    path: str
    kind: Kind
    reason: str


def read_again(generation: Generation, parse: Parse, progress: Progress) -> Iterator[Unlike]:
    """Read the file of every document of a generation again, and yield the documents that are not as they were indexed.

    A file of other bytes that yields the same text is as it was. `progress("reading", done, total)` counts files.
    Raises ReaderNotStarted.
    """
    files, sidecars = generation.catalogue.files(), Sidecars(map(Path, generation.manifest.sources))
    for number, file in enumerate(files):
        yield from _of_file(generation, file, parse, sidecars)
        progress("reading", number + 1, len(files))


def _of_file(generation: Generation, file: IndexedFile, parse: Parse, sidecars: Sidecars) -> Iterator[Unlike]:
    rows = [generation.catalogue.row(number) for number in range(file.first, file.end)]
    try:
        path = Path(file.path)
        documents = registry.read(path, file.id, parse, sidecars.stated(path)).documents
    except UnreadableFile as error:
        is_gone = isinstance(error, ReadFailed) and error.is_gone
        kind: Kind = "vanished" if is_gone else "unreadable"
        for row in rows:
            yield Unlike(row["id"], file.path, kind, "its file is not there any more" if is_gone else error.reason)
        return
    by_member = {document.member: document for document in documents}
    for row in rows:
        document = by_member.get(row["member"])
        if document is None or document.text_sha256 != row["text_sha256"]:
            yield _unlike(file, row["id"], document, is_same_file=documents[0].sha256 == file.sha256)


def _unlike(file: IndexedFile, document_id: str, document: Document | None, *, is_same_file: bool) -> Unlike:
    if document is None and not is_same_file:
        return Unlike(document_id, file.path, "vanished", "its file no longer holds it")
    if is_same_file:
        reason = "its file is the same, but another text is read of it than was indexed"
        return Unlike(document_id, file.path, "reread", reason)
    return Unlike(document_id, file.path, "changed", "its text is not the one that was indexed")
