"""The documents of the files that were found, read anew or taken from a generation that has them."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.building.changes import IndexedFiles, SourceFile
from embeddings.building.findings import Findings
from embeddings.building.keeping import described, kept
from embeddings.building.left_out import LeftOut
from embeddings.building.recipe import recipe
from embeddings.building.writing import NewGeneration, PassagesWriter
from embeddings.documents import joined
from embeddings.errors import ReadFailed, TookTooLong, UnreadableFile
from embeddings.files.path_text import path_text
from embeddings.generations.store import Generation
from embeddings.readers import registry
from embeddings.readers.content import Refused
from embeddings.readers.registry import Parse
from embeddings.text.splitting import PASSAGE_WORDS


def same_recipe(previous: Generation) -> bool:
    """Whether documents and passages are made of files today as they were made then."""
    return previous.manifest.recipe == recipe() and previous.manifest.passage_words == PASSAGE_WORDS


def write_documents(new: NewGeneration, findings: Findings, indexed: IndexedFiles, writer: PassagesWriter) -> Findings:
    """Write the documents of files, read or copied from the current generation; return what was found by the end."""
    files, failed, parse = [], list(findings.failed), LeftOut(new.parse)
    for number, file in enumerate(findings.files):
        try:
            files.append(replace(file, refused=_write_file(new, file, writer, parse)))
        except ReadFailed as error:
            stays = [kept(path, file.id, indexed, new.seen) for path in {path_text(file.path)} & indexed.numbers.keys()]
            for stays_unread in stays:
                _write_file(new, stays_unread, writer, parse)
            files += stays
            failed.append(described(error, stays))
        except TookTooLong as error:
            files.append(replace(file, reason=error.reason, limit=error.seconds))
        except UnreadableFile as error:
            files.append(replace(file, reason=error.reason))
        new.report_progress("reading", number + 1, len(findings.files))
    return replace(findings, files=files, failed=failed, left_out=parse.lines)


def _write_file(new: NewGeneration, file: SourceFile, writer: PassagesWriter, parse: Parse) -> tuple[Refused, ...]:
    """Write the documents of a file; return what inside it cannot be read. Raises UnreadableFile."""
    if file.reason:
        raise UnreadableFile(file.path, file.reason)
    if new.previous and same_recipe(new.previous) and file.numbers is not None:
        _check_ids(writer, file, [new.previous.catalogue.row(number)["member"] for number in file.numbers])
        for number in file.numbers:
            writer.copy(new.previous, number, file.id, path_text(file.path))
            writer.mark_unseen(file.not_seen_since)
        return file.refused
    if file.not_seen_since and new.seen and file.numbers is not None:
        _check_ids(writer, file, [new.seen.catalogue.row(number)["member"] for number in file.numbers])
        for number in file.numbers:
            # Its text is compared with its sha256, so it may be of a generation with damage elsewhere.
            document = new.seen.catalogue.numbered(number)
            writer.add(replace(document, id=joined(file.id, document.member), path=path_text(file.path)))
            writer.mark_unseen(file.not_seen_since)
        return file.refused
    documents, refused = registry.read(file.path, file.id, parse, file.stated)
    _check_ids(writer, file, [document.member for document in documents])
    for document in documents:
        writer.add(document)
    return refused


def _check_ids(writer: PassagesWriter, file: SourceFile, members: Sequence[str]) -> None:
    """Raise UnreadableFile where a document of a file would have the id of another: of a/b in a.zip, or in "a.zip!"."""
    for document_id in (joined(file.id, member) for member in members):
        if writer.has(document_id):
            raise UnreadableFile(file.path, f"would be a second document with the id {document_id}; rename it")
