"""The only writer of an index: sources -> documents -> passages -> vectors -> a new generation.

What has not changed is taken from the previous generation: a document of the same bytes with its passages, a passage
that the model has read already with its vectors. The new generation answers all the same as the one that a full rebuild
would have written, to the last bit.
"""

import secrets
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import zip_longest
from pathlib import Path

from embeddings.attribution.parsing import parser
from embeddings.building.archive_writer import ArchiveWriter
from embeddings.building.changes import Changes, compare
from embeddings.building.completing import complete, report_of
from embeddings.building.files import open_writer, same_recipe, write_documents
from embeddings.building.findings import Findings, Rules, look
from embeddings.building.indexed_files import IndexedFiles, indexed_files
from embeddings.building.previous import open_and_check, open_previous
from embeddings.building.progress import Progress, Stopped, stop_check, stoppable
from embeddings.building.recipe import recipe
from embeddings.building.report import Report
from embeddings.building.sources import remember, remembering
from embeddings.building.work import Conditions, Place, on_this_machine
from embeddings.building.writing import NewGeneration, can_give_vectors
from embeddings.documents import Document
from embeddings.engines.engine import SearchEngine
from embeddings.engines.following import Following, settled
from embeddings.engines.local import LOCAL
from embeddings.errors import NoDocuments
from embeddings.generations import publishing
from embeddings.generations.store import Generation
from embeddings.generations.unreadable import read_unreadable
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of
from embeddings.readers.content import Limits


def rebuild(
    sources: Sequence[Path],
    index: Path,
    load_encoder: Callable[[], Encoder],
    progress: Progress | None = None,
    *,
    full: bool = False,
    allow_empty: bool = False,
    may_be_empty: Collection[Path] = (),
    follow_links: bool = False,
    file_seconds: float = 0,
    limits: Limits = Limits(),  # noqa: B008  # it is frozen
    stopped: Stopped | None = None,
    model_identity: Callable[[], ModelIdentity] | None = None,
    engine: SearchEngine = LOCAL,
    place: Place = on_this_machine,
) -> Report:
    """Read what has changed in files and folders and publish a new generation of the index folder, if anything has.

    `full` takes nothing from the previous generation but the documents of what cannot be read now. `allow_empty`
    publishes even where a source lost its documents or is not there; `may_be_empty` are those emptied on purpose.
    Links out of the sources are followed if `follow_links`, else named in the report. A file that is not parsed within
    `file_seconds` cannot be read; 0 is no limit, and then files are parsed in this process, and a rebuild is stopped
    between two files only. `place` is where files are read and passages embedded: what is written is the same.

    `progress(stage, done, total)` is called as work goes on: "comparing" and "reading" (files), "encoding" (passages
    that the model has not read yet), "writing" (documents), "filling" (passages for an engine). `stopped` is asked as
    often; once it says True the rebuild ends with RebuildStopped, and what was embedded is kept for the next one. Where
    nothing has changed `place` is not made ready, and the model not loaded if `model_identity` tells which it is.

    Raises SourceNotFound, SourceEmptied, NoDocuments, IndexDamaged where what it had cannot be read either,
    RebuildRunning, RebuildStopped, IndexNotWritten, EngineError, ModelError, ClusterError.
    """
    report_progress = stoppable(index, progress, stopped)
    asked = Conditions(file_seconds, limits, stop_check(index, stopped))
    load_encoder, generation = cache(load_encoder), new_generation_id()
    with publishing.building(index, generation) as folder:
        follows = settled(engine, index, report_progress)
        opened, damage = open_and_check(index)
        previous = None if full or damage else opened
        current, rules = recipe(limits), Rules(allow_empty, may_be_empty, follow_links)
        indexed = _indexed_files(opened, file_seconds, current)
        findings = look(sources, index, indexed, opened, report_progress, rules=rules, damage=damage)
        shares = previous is not None and _is_as_before(previous, current, model_identity, load_encoder)
        if previous and shares and _nothing_changed(previous, indexed, findings):
            return _left_as_it_is(follows, sources, previous, findings, len(indexed.files.ids))
        with place(asked) as work:
            how_made = (opened, work, current, parser() if limits.attributed else "", follows, shares)
            new = NewGeneration(generation, index, folder, previous, report_progress, *how_made)
            return _write_and_publish(new, sources, findings, indexed, load_encoder)


def _left_as_it_is(
    following: Following, sources: Sequence[Path], previous: Generation, findings: Findings, unchanged: int
) -> Report:
    """Report that nothing has changed; the sources are remembered, in what order they were given.

    An engine that lacks the generation, since it is new or has lost it, is filled.
    """
    following.fill(previous.manifest)
    following.settle()
    index = following.index
    remember(index, sources, findings.roots)
    publishing.forget_embedded(index)
    unseen = tuple(file.id for file in findings.files if file.not_seen_since)
    changes = Changes(unchanged=unchanged, unseen=unseen)
    return report_of(index, previous.manifest, findings, changes=changes, published=False)


def rebuild_documents(
    documents: Sequence[Document],
    index: Path,
    load_encoder: Callable[[], Encoder],
    *,
    sources: Sequence[str],
    progress: Progress | None = None,
) -> Report:
    """Publish a new generation of documents that were read elsewhere; `sources` says where, for the manifest.

    Their ids must differ. In all else it is as `rebuild`. Raises NoDocuments, RebuildRunning, IndexNotWritten,
    ModelError.
    """
    generation = new_generation_id()
    with publishing.building(index, generation) as folder:
        if not documents:
            raise NoDocuments(f"Nothing to index: {', '.join(sources)} holds no document.")
        with ArchiveWriter(folder) as writer:
            for document in documents:
                writer.add(document)
            written = writer.finish()
        opened, damage = open_and_check(index)
        new = NewGeneration(generation, index, folder, None if damage else opened, stoppable(index, progress, None))
        changes = Changes(added=tuple(document.id for document in documents))
        return complete(new, written, load_encoder(), Findings(sources, changes=changes, damage=damage), nullcontext())


def find_changes(
    sources: Sequence[Path],
    index: Path,
    progress: Progress | None = None,
    *,
    allow_empty: bool = False,
    follow_links: bool = False,
    file_seconds: float = 0,
    limits: Limits = Limits(),  # noqa: B008  # it is frozen
) -> Changes:
    """Return what a rebuild would find changed; nothing is written. A file that turns out unreadable counts as added.

    Raises SourceNotFound or SourceEmptied, unless `allow_empty`.
    """
    opened, _ = open_previous(index)
    indexed = _indexed_files(opened, file_seconds, recipe(limits))
    rules = Rules(allow_empty, follow_links=follow_links)
    findings = look(sources, index, indexed, opened, stoppable(index, progress, None), rules=rules)
    return compare(findings.files, indexed, set())


def _write_and_publish(
    new: NewGeneration,
    sources: Sequence[Path],
    findings: Findings,
    indexed: IndexedFiles,
    load_encoder: Callable[[], Encoder],
) -> Report:
    """Write what was found in the sources as a new generation and publish it. Raises NoDocuments."""
    with open_writer(new, findings, indexed) as writer:
        findings = write_documents(new, findings, indexed, writer)
        written = writer.finish()
    if not len(written.placed):
        raise NoDocuments(_nothing_read_message(sources, findings))
    encoder = load_encoder()
    findings = replace(findings, changes=compare(findings.files, indexed, set()))
    return complete(new, written, encoder, findings, remembering(new.index, sources, findings.roots))


def new_generation_id() -> str:
    """Return an id that sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}"


def _indexed_files(previous: Generation | None, file_seconds: float, current: str) -> IndexedFiles:
    if previous is None:
        return IndexedFiles()
    unreadable = _unreadable_of(previous) if same_recipe(previous, current) else ()
    return indexed_files(previous.catalogue, unreadable, file_seconds)


def _unreadable_of(previous: Generation) -> Iterator[dict[str, str]]:
    return read_unreadable(previous.folder, previous.manifest.unreadable)


def _nothing_changed(previous: Generation, indexed: IndexedFiles, findings: Findings) -> bool:
    """Whether a rebuild by the same recipe and model would write the previous generation once more."""
    if previous.manifest.sources != list(findings.sources):
        return False
    entries = zip_longest(findings.entries, _unreadable_of(previous))
    return all(now == before for now, before in entries) and not compare(findings.files, indexed, set())


def _is_as_before(
    previous: Generation,
    current: str,
    model_identity: Callable[[], ModelIdentity] | None,
    load_encoder: Callable[[], Encoder],
) -> bool:
    """Whether documents, passages and vectors would be made as those of the previous generation were."""
    if not same_recipe(previous, current):
        return False
    if model_identity and can_give_vectors(previous, model_identity()):
        return True
    return can_give_vectors(previous, identity_of(load_encoder()))


def _nothing_read_message(sources: Sequence[Path], findings: Findings) -> str:
    where = ", ".join(str(source) for source in sources) or "no source at all"
    first = next(findings.errors, None)
    if first is None:
        return f"Nothing to index: {where} holds no files."
    if findings.unread == 1:
        return f"Nothing to index: the only file cannot be read, {first}"
    return f"Nothing to index: none of the {findings.unread} files in {where} can be read; the first, {first}"
