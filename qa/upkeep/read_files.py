"""What a rebuild would read of some files, or of an index's own: documents with facts, places and passages."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from embeddings.building.progress import Progress
from embeddings.building.rereading import Unlike, read_again
from embeddings.building.sidecars import Sidecars
from embeddings.building.walking import whole_path
from embeddings.documents import Document, joined
from embeddings.errors import UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.generations.store import open_generation
from embeddings.readers import registry
from embeddings.readers.content import FileContent, Limits
from embeddings.readers.pool import reading
from embeddings.text.splitting import passages
from qa.settings import Settings, load_settings
from qa.upkeep.maintenance import followed_sources
from qa.upkeep.rebuilding import file_limits


@dataclass(frozen=True, slots=True)
class FileRead:
    """What was read of a file: its documents, and what of it could not be read, as pairs of a name and the reason.

    `contents` are what the documents were made of, in the same order: they know what was left out.
    """

    file: Path
    documents: tuple[Document, ...]
    refused: tuple[tuple[str, str], ...]
    contents: tuple[FileContent, ...] = ()

    def documents_as_json(self) -> list[dict[str, Any]]:
        """Return the documents as JSON values."""
        return [
            {"file": path_text(self.file), **_as_json(document), "left_out": content.left_out}
            for document, content in zip(self.documents, self.contents, strict=True)
        ]

    def refused_as_json(self) -> list[dict[str, str]]:
        """Return what could not be read as JSON values."""
        return [{"file": name, "reason": reason} for name, reason in self.refused]


def read_files(files: Iterable[Path | str]) -> Iterator[FileRead]:
    """Yield what a rebuild would read of each file, by the settings; each goes by its name as its id.

    What is said of a file beside it, and cannot be read, comes last. Raises SettingError and ReaderNotStarted, and
    IndexDamaged where the sources that the index follows cannot be told.
    """
    settings = load_settings()
    sidecars = Sidecars(whole_path(source) for source in followed_sources(settings))
    with reading(settings.file_seconds, _limits(settings), lambda: None) as files_read:
        for path in map(Path, files):
            name = path_text(path)
            try:
                said = sidecars.stated(whole_path(path))
                read = registry.read(path, path_text(Path(path.name)), files_read.parse, said)
            except UnreadableFile as error:
                yield FileRead(path, (), ((name, error.reason),))
            else:
                of_members = tuple((joined(name, member.member), member.reason) for member in read.refused)
                yield FileRead(path, tuple(read.documents), of_members, read.contents)
    for path, reason in sidecars.problems.items():
        yield FileRead(path, (), ((path_text(path), reason),))


def read_sources_again(index: Path | str | None = None, progress: Progress = lambda *_: None) -> list[Unlike]:
    """Read the sources of all documents of an index again; return the documents that are not as they were indexed.

    `progress("reading", done, total)` counts files.
    Raises IndexMissing, IndexFormatError, IndexDamaged, SettingError and ReaderNotStarted.
    """
    settings = load_settings(index=index)
    generation = open_generation(settings.index)
    with reading(settings.file_seconds, _limits(settings), lambda: None) as files_read:
        return list(read_again(generation, files_read.parse, progress))


def _limits(settings: Settings) -> Limits:
    """Return how much is read of a file; who says what is not looked for."""
    return replace(file_limits(settings), attributed=0)


def _as_json(document: Document) -> dict[str, Any]:
    fields = ("id", "title", "author", "publisher", "published", "url", "language")
    return {
        **{name: getattr(document, name) for name in fields},
        "facts": [asdict(fact) for fact in document.facts],
        "text": document.text,
        "places": [place._asdict() for place in document.places],
        "passages": [[passage.start, passage.end] for passage in passages(document)],
    }
