"""The only writer of an index: sources -> documents -> passages -> vectors -> a new generation.

What has not changed since the generation before is taken from it: a document of the same bytes with its passages, a
passage the model has read already with its vectors. The new generation is none the less whole and its own: it is the
one that a full rebuild would have written.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from embeddings.building.changes import Changes, File, Known, compare, known_from, look_up
from embeddings.building.recipe import VECTORS, recipe
from embeddings.building.report import Report
from embeddings.building.sources import files, remember
from embeddings.building.writing import (
    Build,
    Counts,
    PassagesWriter,
    Told,
    can_give_vectors,
    write_lexicals,
    write_reprints,
    write_vectors,
)
from embeddings.documents import Document
from embeddings.errors import (
    IndexDamaged,
    IndexFormatError,
    IndexMissing,
    NoDocuments,
    RebuildStopped,
    UnreadableFile,
)
from embeddings.files.checks import again, check_file
from embeddings.files.path_text import path_text
from embeddings.generations import publishing
from embeddings.generations.store import Generation, Manifest, open_generation
from embeddings.models.encoder import Encoder
from embeddings.readers import registry
from embeddings.text.splitting import PASSAGE_WORDS

Progress = Callable[[str, int, int], None]
Stopped = Callable[[], bool]


def rebuild(
    sources: Sequence[Path],
    index: Path,
    load_encoder: Callable[[], Encoder],
    progress: Progress | None = None,
    *,
    full: bool = False,
    stopped: Stopped | None = None,
    model_fingerprint: Callable[[], str] | None = None,
) -> Report:
    """Read what has changed in files and folders and publish a new generation of the index folder, if anything has.

    `full` takes nothing from the generation before. `progress(stage, done, total)` is called as work goes on, with the
    stages "comparing" and "reading" (files), "encoding" (passages that the model has not read yet) and "writing"
    (documents). `stopped` is asked on the way; once it says True the rebuild ends with RebuildStopped, and what was
    embedded by then is not embedded again by the next one. The model is loaded only after the sources were read, and
    not at all where nothing has changed, if `model_fingerprint` tells its fingerprint. The current generation serves
    until the new one is complete, and stays if anything goes wrong.

    Raises SourceNotFound, NoDocuments, RebuildRunning, RebuildStopped, IndexNotWritten, ModelError.
    """
    told = _told(index, progress, stopped)
    generation = new_generation_id()
    with publishing.building(index, generation) as folder:
        opened, damage = _opened(index)
        damage = damage or _damage(index, opened)
        before = None if full or damage else opened
        known = _known(opened)
        found = look_up(files(sources, leave_out=index), known, lambda done, of: told("comparing", done, of))
        named = [path_text(source.expanduser().resolve()) for source in sources]
        same = before and _nothing_changed(before, known, found, named)
        if before and same and _same_model(before, model_fingerprint, load_encoder):
            remember(index, sources)
            publishing.forget_embedded(index)
            return _unchanged(before, found)
        build = Build(index, folder, generation, before, told)
        with PassagesWriter(folder) as writer:
            unreadable = _read(build, found, writer)
            counts = writer.finish()
        if not counts.documents:
            raise NoDocuments(_nothing_read(sources, [error for _, error in unreadable]))
        encoder = load_encoder()
        remember(index, sources)
        changes = compare(found, known, {file.id for file, _ in unreadable})
        return _publish(build, counts, encoder, sources=named, unreadable=unreadable, changes=changes, damage=damage)


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
        with PassagesWriter(folder) as writer:
            for document in documents:
                writer.add(document)
            counts = writer.finish()
        opened, damage = _opened(index)
        damage = damage or _damage(index, opened)
        build = Build(index, folder, generation, None if damage else opened, _told(index, progress, None))
        changes = Changes(added=tuple(document.id for document in documents))
        return _publish(build, counts, load_encoder(), sources=sources, unreadable=(), changes=changes, damage=damage)


def find_changes(sources: Sequence[Path], index: Path, progress: Progress | None = None) -> Changes:
    """Return what a rebuild would find changed; nothing is written. A file that turns out unreadable counts as added.

    Raises SourceNotFound.
    """
    told = _told(index, progress, None)
    known = _known(_opened(index)[0])
    found = look_up(files(sources, leave_out=index), known, lambda done, of: told("comparing", done, of))
    return compare(found, known, set())


def _publish(
    build: Build,
    counts: Counts,
    encoder: Encoder,
    *,
    sources: Sequence[str],
    unreadable: Sequence[tuple[File, UnreadableFile]],
    changes: Changes,
    damage: str,
) -> Report:
    """Write what is missing of a generation whose passages are written, and make it the current one."""
    written = write_vectors(build, counts, encoder)
    write_reprints(build, counts)
    write_lexicals(build, counts)
    manifest = Manifest(
        generation=build.generation,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        model=encoder.name,
        model_fingerprint=encoder.fingerprint,
        dimension=written.dimension,
        passage_words=PASSAGE_WORDS,
        documents=counts.documents,
        passages=counts.passages,
        sentences=counts.sentences,
        sources=list(sources),
        unreadable=[_said(file, error) for file, error in unreadable],
        runs=written.runs,
        recipe=recipe(),
        vectors=VECTORS,
    )
    publishing.publish(build.index, build.folder, manifest, keep_before=not damage)
    return Report(
        build.generation,
        counts.documents,
        counts.passages,
        counts.sentences,
        tuple(error for _, error in unreadable),
        changes,
        written.embedded,
        damaged=damage,
    )


def new_generation_id() -> str:
    """Return an id that sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}"


def _told(index: Path, progress: Progress | None, stopped: Stopped | None) -> Told:
    """Return what tells of progress, and ends the rebuild if it was told to stop."""

    def told(stage: str, done: int, total: int) -> None:
        if progress:
            progress(stage, done, total)
        if stopped and stopped():
            raise RebuildStopped(
                f"The rebuild of {index} was stopped; the index is as it was, and what was embedded is kept."
            )

    return told


def _opened(index: Path) -> tuple[Generation | None, str]:
    """Open the generation before, None where there is none that can be used; and say what of it is damaged."""
    try:
        return open_generation(index), ""
    except (IndexMissing, IndexFormatError):
        return None, ""
    except IndexDamaged as error:
        return None, _found(index, error)


def _damage(index: Path, before: Generation | None) -> str:
    """Read every file of the generation before, and say what of it is damaged; empty where nothing is."""
    if before is None:
        return ""
    try:
        for name, facts in before.manifest.files.items():
            check_file(before.folder / name, facts)
    except IndexDamaged as error:
        return _found(index, error)
    return ""


def _found(index: Path, error: IndexDamaged) -> str:
    # What to do about it is being done.
    return str(error).removesuffix(f"; {again(index)}")


def _made_alike(before: Generation) -> bool:
    """Whether documents and passages are made of files today as they were made then."""
    return before.manifest.recipe == recipe() and before.manifest.passage_words == PASSAGE_WORDS


def _known(before: Generation | None) -> Known:
    if before is None:
        return Known()
    return known_from(before.catalogue, before.manifest.unreadable if _made_alike(before) else [])


def _nothing_changed(before: Generation, known: Known, found: Sequence[File], sources: Sequence[str]) -> bool:
    """Whether a rebuild with the same model would write the generation before once more."""
    if not _made_alike(before) or before.manifest.sources != list(sources):
        return False
    refused = [_said(file, UnreadableFile(file.path, file.reason)) for file in found if file.reason]
    return refused == before.manifest.unreadable and not compare(found, known, set())


def _same_model(
    before: Generation, model_fingerprint: Callable[[], str] | None, load_encoder: Callable[[], Encoder]
) -> bool:
    if model_fingerprint and can_give_vectors(before, model_fingerprint()):
        return True
    return can_give_vectors(before, load_encoder().fingerprint)


def _unchanged(before: Generation, found: Sequence[File]) -> Report:
    manifest = before.manifest
    return Report(
        manifest.generation,
        manifest.documents,
        manifest.passages,
        manifest.sentences,
        tuple(UnreadableFile(file.path, file.reason) for file in found if file.reason),
        Changes(unchanged=manifest.documents),
        published=False,
    )


def _read(build: Build, files: Sequence[File], writer: PassagesWriter) -> list[tuple[File, UnreadableFile]]:
    """Write the documents of files, read or taken from the generation before; return those that cannot be read."""
    unreadable, before = [], build.before
    copying = before is not None and _made_alike(before)
    for number, file in enumerate(files):
        try:
            if file.reason:
                raise UnreadableFile(file.path, file.reason)
            if before and copying and file.number is not None:
                writer.copy(before, file.number, file.id, path_text(file.path))
            else:
                writer.add(registry.read(file.path, file.id))
        except UnreadableFile as error:
            unreadable.append((file, error))
        build.told("reading", number + 1, len(files))
    return unreadable


def _said(file: File, error: UnreadableFile) -> dict[str, str]:
    """Return what the manifest says of a file that cannot be read; by the sha256 the next rebuild knows it again."""
    said = {"path": path_text(error.path), "reason": error.reason}
    return {**said, "sha256": file.sha256} if file.sha256 else said


def _nothing_read(sources: Sequence[Path], unreadable: Sequence[UnreadableFile]) -> str:
    where = ", ".join(str(source) for source in sources) or "no source at all"
    if not unreadable:
        return f"Nothing to index: {where} holds no files."
    first = unreadable[0]
    if len(unreadable) == 1:
        return f"Nothing to index: the only file cannot be read, {first}"
    return f"Nothing to index: none of the {len(unreadable)} files in {where} can be read; the first, {first}"
