"""What a rebuild finds in the sources: the files to write, what could not be read, and which sources lost all."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from embeddings.building.changes import Changes, SourceFile, look_up
from embeddings.building.emptied import Emptied, emptied_folders, find_emptied, lost_before, refuse
from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.keeping import keep
from embeddings.building.progress import Progress
from embeddings.building.roots import Root
from embeddings.building.sources import find_files, remembered_roots
from embeddings.building.walking import whole_path
from embeddings.documents import joined
from embeddings.errors import IndexDamaged, ReadFailed, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.generations.publishing import Keep
from embeddings.generations.store import Generation
from embeddings.readers.content import Refused


@dataclass(frozen=True, slots=True)
class Findings:
    """What a rebuild finds: the sources as text, their files, what failed to be read, the sources that lost all.

    A file with a reason cannot be read; one with `not_seen_since` stays as the current generation has it. `changes` is
    what has changed, once that is known for sure. `damage` says what of the current generation is damaged. `roots` are
    the folders below which ids are paths. `left_out` is how many lines of files were left out as site furniture.
    """

    sources: Sequence[str]
    files: Sequence[SourceFile] = ()
    failed: Sequence[UnreadableFile] = ()
    emptied: Sequence[Emptied] = ()
    changes: Changes = field(default_factory=Changes)
    damage: str = ""
    roots: Sequence[Root] = ()
    left_out: int = 0

    @property
    def keep(self) -> Keep:
        """Which generation is kept beside the new one: while a source is lost, the last that has its documents."""
        if any(source.was_lost for source in self.emptied):
            return "before"
        return "none" if self.damage else "current"

    @property
    def _flawed(self) -> list[SourceFile]:
        """The files that could not be read, or something in them."""
        return [file for file in self.files if file.reason or file.refused]

    @property
    def unread(self) -> int:
        """How many could not be read."""
        of_files = sum(1 if file.reason else len(file.refused) for file in self._flawed)
        return len(self.emptied) + len(self.failed) + of_files

    @property
    def errors(self) -> Iterator[UnreadableFile]:
        """All that could not be read; what the operating system could not read before other files."""
        yield from (source.error for source in self.emptied)
        yield from self._failed_first
        for file in self._flawed:
            if file.reason:
                yield UnreadableFile(file.path, file.reason)
            else:
                yield from (_inside(file, refused) for refused in file.refused)

    @property
    def entries(self) -> Iterator[dict[str, str]]:
        """All that could not be read, as the manifest has it; by its sha256 the next rebuild recognises a file."""
        yield from (_entry(source.error) | {"lost": str(source.documents)} for source in self.emptied)
        yield from map(_entry, self._failed_first)
        for file in self._flawed:
            if file.reason:
                entry = _entry(UnreadableFile(file.path, file.reason))
                seconds = {"seconds": f"{file.limit:g}"} if file.limit < inf else {}
                yield entry | ({"sha256": file.sha256} if file.sha256 else {}) | _said(file) | seconds
            else:
                for refused in file.refused:
                    recognised = {"member": refused.member, "sha256": str(file.sha256)}
                    yield _entry(_inside(file, refused)) | recognised | _said(file)

    @property
    def _failed_first(self) -> list[UnreadableFile]:
        return sorted(self.failed, key=lambda error: not isinstance(error, ReadFailed))


def _said(file: SourceFile) -> dict[str, str]:
    """Return what a file is recognised by beside its bytes: the digest of what is said of it."""
    return {"sidecar": file.stated.digest} if file.stated.digest else {}


def _inside(file: SourceFile, refused: Refused) -> UnreadableFile:
    """Return what is reported of what stands in a file and could not be read."""
    return UnreadableFile(Path(joined(str(file.path), refused.member)), refused.reason)


def _entry(error: UnreadableFile) -> dict[str, str]:
    entry = {"path": path_text(error.path), "reason": error.reason}
    if isinstance(error, ReadFailed) and error.documents:
        entry |= {"documents": str(error.documents), "not_seen_since": error.not_seen_since}
    return entry


@dataclass(frozen=True, slots=True)
class Rules:
    """What is done about sources that lost all, unless they are among `may_be_empty`, and about links out of them."""

    allow_empty: bool = False
    may_be_empty: Collection[Path] = ()
    follow_links: bool = False


def look(
    sources: Sequence[Path],
    index: Path,
    indexed: IndexedFiles,
    seen: Generation | None,
    report_progress: Progress,
    *,
    rules: Rules,
    damage: str = "",
) -> Findings:
    """Look at the sources; every file is read to be hashed. `seen` is the current generation, `indexed` its files.

    `damage` says what of the current generation is damaged.

    Raises SourceNotFound, SourceEmptied, or IndexDamaged where what cannot be read now may have documents that are
    damaged; unless the rules allow it.
    """
    listing = find_files(sources, index, remembered_roots(index), follow_links=rules.follow_links)
    looked_up = look_up(listing.files, indexed, report_progress, listing.sidecars.stated)
    hollow = [] if rules.allow_empty or seen is None else emptied_folders(sources, listing, looked_up, indexed)
    files, failed = keep(looked_up, listing, indexed, seen, hollow)
    emptiable = {whole_path(source) for source in rules.may_be_empty} - {*listing.absent}
    watched = [source for source in sources if whole_path(source) not in emptiable]
    emptied = find_emptied(watched, listing, files, indexed, lost_before(seen.manifest if seen else None))
    if not rules.allow_empty:
        refuse(emptied)
        _refuse_damaged(seen, failed, damage)
    names = [path_text(whole_path(source)) for source in sources]
    unsaid = [UnreadableFile(path, reason) for path, reason in sorted(listing.sidecars.problems.items())]
    return Findings(names, files, [*failed, *listing.links, *unsaid], emptied, damage=damage, roots=listing.roots)


def _refuse_damaged(seen: Generation | None, failed: Sequence[UnreadableFile], damage: str) -> None:
    """Raise IndexDamaged where the current generation cannot be opened, and something else cannot be read either."""
    failures = [error for error in failed if isinstance(error, ReadFailed)]
    if seen is None and damage and failures:
        raise IndexDamaged(
            f"{damage}, and {failures[0]}, so documents of it can be taken from nowhere; nothing was published. Make "
            "it readable, or publish without its documents with: qa rebuild --allow-empty"
        )
