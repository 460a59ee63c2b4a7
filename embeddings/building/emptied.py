"""Sources and folders that held documents and now hold none, such as a share that is not mounted.

A source is refused: nothing is published. A folder below a source that still stands, and of whose documents none is
left or has moved, keeps them as they were; one document is too few to tell that from a file that somebody deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.building.changes import SourceFile, compare
from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.keeping import below
from embeddings.building.sources import Listing
from embeddings.building.walking import whole_path
from embeddings.errors import ReadFailed, SourceEmptied, SourceNotFound, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.generations.manifest import Manifest

# Documents that a folder held, so that it does not lose them by being empty.
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Emptied:
    """A source that is not there (`is_absent`), or that is there and lost its documents; `documents` is how many.

    `was_lost` is whether the current generation was published without them.
    """

    source: Path
    documents: int
    is_absent: bool
    was_lost: bool

    @property
    def error(self) -> UnreadableFile:
        """What is reported of the source where a generation is published without it."""
        lost = f"; {_count(self.documents)} that it held left the index" if self.documents else ""
        if self.is_absent:
            return ReadFailed(self.source, f"is neither a file nor a folder{lost}", is_gone=True)
        return UnreadableFile(self.source, f"holds no document any more{lost}")


def find_emptied(
    sources: Sequence[Path],
    listing: Listing,
    files: Sequence[SourceFile],
    indexed: IndexedFiles,
    already_lost: dict[str, int],
) -> list[Emptied]:
    """Return the sources that are not there, or that held documents of which the sources now hold none.

    What has moved to another source is not lost. `already_lost` is what `lost_before` returns of the current
    generation.
    """
    removed = _paths_removed(files, indexed)
    present = sorted(path_text(file.path) for file in files if file.reason is None)
    emptied = []
    for path in dict.fromkeys(whole_path(source) for source in sources):
        place, is_absent = path_text(path), path in listing.absent
        lost = len(below(removed, place))
        if is_absent or ((lost or place in already_lost) and not below(present, place)):
            was_lost = place in already_lost and not lost
            emptied.append(Emptied(path, lost or already_lost.get(place, 0), is_absent, was_lost))
    return emptied


def emptied_folders(
    sources: Sequence[Path], listing: Listing, files: Sequence[SourceFile], indexed: IndexedFiles
) -> list[ReadFailed]:
    """Return the folders below sources that are empty now and held several documents, of which the sources have none.

    Of folders in one another, only the outermost.
    """
    held = sorted(indexed.files.paths)
    removed = _paths_removed(files, indexed)
    # A link that was left alone is no sign of an empty folder, and a folder that could not be listed is no empty one.
    there = (error.path for error in [*listing.links, *listing.failed])
    present = sorted(map(path_text, [*(file.path for file in files), *there]))
    places = {path_text(whole_path(source)) for source in sources}
    emptied: list[ReadFailed] = []
    # A folder comes before what stands in it.
    for place in sorted({path_text(folder) for folder in listing.folders} - places):
        count = len(below(held, place))
        is_inside = bool(emptied) and below([place], path_text(emptied[-1].path)) != []
        if count >= SEVERAL and not is_inside and count == len(below(removed, place)) and not below(present, place):
            reason = (
                f"is empty, and held {_count(count)}: mount it, or remove it or use --allow-empty if they are to go"
            )
            emptied.append(ReadFailed(Path(place), reason))
    return emptied


def _paths_removed(files: Sequence[SourceFile], indexed: IndexedFiles) -> list[str]:
    """Return the paths of the files that are no longer there, nor moved, sorted."""
    return sorted(indexed.files.paths[indexed.by_id[removed]] for removed in compare(files, indexed, set()).removed)


def lost_before(manifest: Manifest | None) -> dict[str, int]:
    """Return the sources without whose documents a generation was published, each with the number of these."""
    entries = manifest.unreadable if manifest else []
    return {entry["path"]: int(entry["lost"]) for entry in entries if "lost" in entry}


def refuse(emptied: Sequence[Emptied]) -> None:
    """Raise SourceNotFound for a source that is not there, SourceEmptied for one that has just lost its documents."""
    absent = [source for source in emptied if source.is_absent]
    lost = [source for source in emptied if not source.is_absent and not source.was_lost]
    if not absent and not lost:
        return
    states = [*map(_absence, absent), *map(_loss, lost)]
    advice = "name what is there with: qa rebuild SOURCE..., or have the index go on without it with: qa sources remove"
    if any(source.documents for source in emptied):
        advice = (
            f"nothing was published. Mount or put back what is missing; or {advice}; or publish without its documents "
            "with: qa rebuild --allow-empty"
        )
    message = f"{'; '.join(states)}; {advice}"
    raise SourceNotFound(message) if absent else SourceEmptied(message)


def _absence(source: Emptied) -> str:
    held = f", and held {_count(source.documents)}" if source.documents and not source.was_lost else ""
    return f"{path_text(source.source)} is neither a file nor a folder{held}"


def _loss(source: Emptied) -> str:
    return f"{path_text(source.source)} held {_count(source.documents)}, and holds none now"


def _count(documents: int) -> str:
    return f"{documents:,} documents" if documents > 1 else "1 document"
