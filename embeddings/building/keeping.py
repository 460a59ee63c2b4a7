"""What stays in the index although it cannot be read now: the documents of files and folders whose reading failed."""

import os
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

from embeddings.building.changes import SourceFile
from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.sources import Listing
from embeddings.errors import ReadFailed, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.generations.store import Generation


def keep(
    files: Sequence[SourceFile],
    listing: Listing,
    indexed: IndexedFiles,
    seen: Generation | None,
    emptied: Sequence[ReadFailed] = (),
) -> tuple[list[SourceFile], list[UnreadableFile]]:
    """Return the files to write, in the order of their ids, and what could not be read.

    A file that the operating system could not read is left out of the files, or stands there as `kept` returns it if
    `seen`, the current generation, has its document. So does every document below a folder that could not be listed, or
    that is `emptied`.
    """
    read = [file for file in files if not file.failure]
    failures = [*listing.failed, *emptied, *(file.failure for file in files if file.failure)]
    if not failures:
        return read, []
    unread = sorted(indexed.by_path.keys() - {path_text(file.path) for file in read})
    # A link may have stood in any folder that could not be listed.
    linked = _linked(unread, seen) if seen and listing.failed else []
    stays: dict[str, SourceFile] = {}
    failed = []
    for failure in failures:
        paths = [*below(unread, path_text(failure.path)), *linked]
        of_failure = {path: kept(path, listing.id_of(path), indexed, seen) for path in paths if path not in stays}
        stays |= of_failure
        linked = []
        failed.append(described(failure, list(of_failure.values())))
    return sorted([*read, *stays.values()], key=lambda file: file.id), failed


def kept(path: str, document_id: str, indexed: IndexedFiles, seen: Generation | None) -> SourceFile:
    """Return the file of a document of the current generation that stays without being read."""
    if seen is None:
        raise ValueError(f"no generation has a document of {path}")
    numbers = indexed.numbers(indexed.by_path[path])
    since = seen.catalogue.unseen.get(numbers.start, seen.manifest.created)
    return SourceFile(Path(path), document_id, numbers, not_seen_since=since)


def described(failure: ReadFailed, stays: Sequence[SourceFile]) -> UnreadableFile:
    """Return a failure that says which documents stay; one about nothing, such as a dead link, is no failure."""
    if not stays:
        return UnreadableFile(failure.path, failure.reason) if failure.is_gone else failure
    since = max(str(file.not_seen_since) for file in stays)
    documents = f"its {len(stays):,} documents stay as they were" if len(stays) > 1 else "its document stays as it was"
    reason = f"{failure.reason}; {documents}, not seen since {since.partition('T')[0]}"
    return ReadFailed(failure.path, reason, documents=len(stays), not_seen_since=since)


def below(paths: Sequence[str], place: str) -> list[str]:
    """Return those of some sorted paths that are a place or lie below it."""
    first = bisect_left(paths, place)
    is_there = first < len(paths) and paths[first] == place
    folder = place.rstrip(os.sep) + os.sep
    start, end = bisect_left(paths, folder), bisect_left(paths, folder[:-1] + chr(ord(os.sep) + 1))
    return [*([place] if is_there else []), *paths[start:end]]


def _linked(paths: Sequence[str], seen: Generation) -> list[str]:
    """Return the paths that a link led to: those below none of the sources of the generation that has them."""
    reached = {path for source in seen.manifest.sources for path in below(paths, source)}
    return [path for path in paths if path not in reached]
