"""The documents of the files that were found, read anew or taken from a generation that has them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from embeddings.building.archive_writer import ArchiveWriter
from embeddings.building.changes import SourceFile
from embeddings.building.findings import Findings
from embeddings.building.indexed_files import IndexedFiles
from embeddings.building.keeping import described, kept
from embeddings.building.writing import NewGeneration
from embeddings.documents import joined
from embeddings.errors import ReadFailed, TookTooLong, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.generations.store import Generation
from embeddings.readers import registry
from embeddings.readers.pool import Reading
from embeddings.readers.registry import ReadFile
from embeddings.text.splitting import PASSAGE_WORDS

# Each reads the next file that has to be read.
_Reads = Iterator[Callable[[], ReadFile]]


def same_recipe(previous: Generation, current: str) -> bool:
    """Whether documents and passages are made of files by the current recipe as they were made then."""
    return previous.manifest.recipe == current and previous.manifest.passage_words == PASSAGE_WORDS


def write_documents(new: NewGeneration, findings: Findings, indexed: IndexedFiles, writer: ArchiveWriter) -> Findings:
    """Write the documents of files, read or copied from the current generation; return what was found by the end."""
    files: list[SourceFile] = []
    failed, left_out = list(findings.failed), 0
    reads = new.work.reading.ahead(partial(_read, new.work.reading, file) for file in _to_be_read(new, findings.files))
    for number, file in enumerate(findings.files):
        # As nearly all do, of a large archive.
        if writer.share(file.id):
            files.append(file)
            new.report_progress("reading", number + 1, len(findings.files))
            continue
        try:
            read = _write_file(new, file, writer, reads)
            files.append(file if read.refused == file.refused else replace(file, refused=read.refused))
            left_out += read.left_out
        except ReadFailed as error:
            stays = [kept(path, file.id, indexed, new.seen) for path in {path_text(file.path)} & indexed.by_path.keys()]
            for stays_unread in stays:
                _write_file(new, stays_unread, writer, reads)
            files += stays
            failed.append(described(error, stays))
        except TookTooLong as error:
            files.append(replace(file, reason=error.reason, limit=error.seconds))
        except UnreadableFile as error:
            files.append(replace(file, reason=error.reason))
        new.report_progress("reading", number + 1, len(findings.files))
    return replace(findings, files=files, failed=failed, left_out=left_out)


def _read(reading: Reading, file: SourceFile) -> ReadFile:
    with reading.room(file.path):
        return registry.read(file.path, file.id, reading.parse, file.stated)


def open_writer(new: NewGeneration, findings: Findings, indexed: IndexedFiles) -> ArchiveWriter:
    """Return what writes the documents of the files that were found, sharing what it can with the generation before."""
    if new.previous is None or not new.shares:
        return ArchiveWriter(new.folder, new.previous)
    staying = _staying(findings.files, indexed, new.previous.catalogue.unseen)
    read = sum(1 for _ in _to_be_read(new, findings.files))
    return ArchiveWriter(new.folder, new.previous, staying=staying, read=read)


def _staying(files: Sequence[SourceFile], indexed: IndexedFiles, unseen: Mapping[int, str]) -> dict[str, range]:
    """Return the files of whose documents all is kept as it was: content, id, path, and whether they were seen.

    They are given by their ids, with the numbers of their documents before. All is in one expression, as an archive
    has a million files.
    """
    by_id, paths, firsts, ends = indexed.by_id, indexed.files.paths, indexed.files.firsts, indexed.files.ends
    staying = {
        file.id: numbers
        for file in files
        if (numbers := file.numbers) is not None
        and not file.reason
        and (place := by_id.get(file.id)) is not None
        and firsts[place] == numbers.start
        and ends[place] == numbers.stop
        and paths[place] == path_text(file.path)
    }
    since = {file.id: file.not_seen_since for file in files if file.not_seen_since}
    if not unseen and not since:
        return staying
    return {
        file_id: numbers
        for file_id, numbers in staying.items()
        if all(unseen.get(number) == since.get(file_id) for number in numbers)
    }


def _to_be_read(new: NewGeneration, files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    """Yield the files of which no generation has the documents."""
    takes_over = new.previous is not None and same_recipe(new.previous, new.recipe)
    for file in files:
        if not file.reason and (file.numbers is None or not (takes_over or _is_in_seen(new, file))):
            yield file


def _is_in_previous(new: NewGeneration, file: SourceFile) -> bool:
    return file.numbers is not None and new.previous is not None and same_recipe(new.previous, new.recipe)


def _is_in_seen(new: NewGeneration, file: SourceFile) -> bool:
    return file.numbers is not None and new.seen is not None and file.not_seen_since is not None


def _write_file(new: NewGeneration, file: SourceFile, writer: ArchiveWriter, reads: _Reads) -> ReadFile:
    """Write the documents of a file; return what was read now. Raises UnreadableFile."""
    if file.reason:
        raise UnreadableFile(file.path, file.reason)
    if new.previous and file.numbers is not None and _is_in_previous(new, file):
        _check_ids(writer, file, [new.previous.catalogue.row(number)["member"] for number in file.numbers])
        for number in file.numbers:
            writer.copy(number, file.id, path_text(file.path))
            writer.mark_unseen(file.not_seen_since)
        return ReadFile([], file.refused)
    if new.seen and file.numbers is not None and _is_in_seen(new, file):
        _check_ids(writer, file, [new.seen.catalogue.row(number)["member"] for number in file.numbers])
        for number in file.numbers:
            # Its text is compared with its sha256, so it may be of a generation with damage elsewhere.
            document = new.seen.catalogue.numbered(number)
            writer.add(replace(document, id=joined(file.id, document.member), path=path_text(file.path)))
            writer.mark_unseen(file.not_seen_since)
        return ReadFile([], file.refused)
    read = next(reads)()
    _check_ids(writer, file, [document.member for document in read.documents])
    for document in read.documents:
        writer.add(document)
    return read


def _check_ids(writer: ArchiveWriter, file: SourceFile, members: Sequence[str]) -> None:
    """Raise UnreadableFile where a document of a file would have the id of another: of a/b in a.zip, or in "a.zip!"."""
    for document_id in (joined(file.id, member) for member in members):
        if writer.has(document_id):
            raise UnreadableFile(file.path, f"would be a second document with the id {document_id}; rename it")
