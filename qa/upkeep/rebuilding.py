"""The rebuild of an index by its settings: sources, model and folder."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from embeddings.errors import IndexDamaged, IndexFormatError, IndexMissing
from embeddings.generations.manifest import read_manifest
from embeddings.models.encoder import Encoder, ModelIdentity, load_encoder
from embeddings.models.installed import fingerprint, is_default, model_folder
from embeddings.models.precision import Precision
from qa.errors import SettingError
from qa.settings import check_models, load_settings
from qa.upkeep.maintenance import followed_sources

if TYPE_CHECKING:
    from embeddings.building.progress import Progress, Stopped
    from embeddings.building.report import Report
    from embeddings.building.work import Place
    from embeddings.readers.content import Limits
    from qa.settings import Settings

# What reads and embeds instead of this machine.
Workers = Literal["ray"]


def rebuild(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    full: bool = False,
    allow_empty: bool = False,
    may_be_empty: Sequence[Path | str] = (),
    progress: "Progress | None" = None,
    stopped: "Stopped | None" = None,
    encoder: Encoder | None = None,
    workers: Workers | None = None,
) -> "Report":
    """Bring an index up to date with files and folders, by default those it follows; see qa.upkeep.maintenance.sources.

    Only what has changed is read and embedded, unless `full`. Questions asked meanwhile are answered from the
    generation before. Returns a report of what was done, with counts and with the files that could not be read. What
    the operating system could not read stays in the index as it was. A source that held documents and now holds none,
    or is not there, raises an error unless `allow_empty`, which publishes without them. `may_be_empty` are sources that
    were emptied on purpose: their documents are not missed. `workers` read and embed: "ray" is the cluster that
    RAY_ADDRESS names, None this machine.

    `progress(stage, done, total)` is called on the way; the stages are "comparing", "reading", "encoding", "writing"
    and, for an engine, "filling". `stopped()` is called as often, and while a file is read; once it returns True the
    rebuild ends with RebuildStopped. Raises SourceNotFound, SourceEmptied, NoDocuments, RebuildRunning,
    RebuildStopped, IndexNotWritten, ReaderNotStarted, EngineError, ModelError, ClusterError or SettingError.
    """
    from embeddings.building.rebuild import rebuild as rebuild_index
    from embeddings.engines.opening import engine_of

    settings = load_settings(index=index)
    load, model_identity = _model(settings, encoder, full)
    paths = followed_sources(settings) if sources is None else [Path(source) for source in sources]
    return rebuild_index(
        paths,
        settings.index,
        load,
        progress,
        full=full,
        allow_empty=allow_empty,
        may_be_empty=[Path(source) for source in may_be_empty],
        follow_links=settings.follow_links,
        file_seconds=settings.file_seconds,
        limits=file_limits(settings),
        stopped=stopped,
        model_identity=model_identity,
        engine=engine_of(settings.engine, settings.index),
        place=_place(workers, settings, encoder, full),
    )


def _model(
    settings: "Settings", encoder: Encoder | None, full: bool
) -> tuple[Callable[[], Encoder], Callable[[], ModelIdentity] | None]:
    """Return what loads the model, and what tells which it is without loading it, if anything does.

    Raises ModelNotFound.
    """
    if encoder:
        return partial(_loaded, encoder), None
    check_models(settings, ("model",))
    precision = _precision(settings, full)
    return partial(load_encoder, settings.model, precision), partial(_identity, settings.model, precision)


def _place(workers: Workers | None, settings: "Settings", encoder: Encoder | None, full: bool) -> "Place":
    """Return where files are read and passages embedded. Raises SettingError, and ClusterError where that can be told.

    A folder of a model is named in full, since processes elsewhere run in other folders.
    """
    if workers is None:
        from embeddings.building.work import on_this_machine

        return partial(on_this_machine, processes=settings.file_processes)
    if workers != "ray":
        raise SettingError(f"workers is {workers!r}: it can be ray, or nothing for this machine.")
    if encoder:
        raise SettingError("Workers load the model that LOCCIT_MODEL names themselves: leave out encoder, or workers.")
    from embeddings.building.ray_cluster import check_cluster
    from embeddings.building.ray_work import on_ray

    check_cluster()
    folder = Path(settings.model).expanduser()
    model = str(folder.absolute()) if folder.is_dir() else settings.model
    identity = partial(_identity, model, _precision(settings, full))
    return partial(on_ray, load=partial(load_encoder, model), model_identity=identity)


def file_limits(settings: "Settings") -> "Limits":
    """Return how much is taken from one file."""
    from embeddings.readers.content import Limits

    return Limits(
        pages=settings.file_pages,
        members=settings.file_members,
        depth=settings.file_depth,
        megabytes=settings.file_unpacked_mb,
        ocr_seconds=settings.file_ocr_seconds,
        attributed=settings.file_attributed,
    )


def _precision(settings: "Settings", full: bool) -> Precision:
    """Return the numbers to calculate in: those of the index where the settings do not say, so that it mixes none."""
    if settings.precision == "auto" and not full:
        with suppress(IndexMissing, IndexDamaged, IndexFormatError):
            return read_manifest(settings.index).precision or "auto"
    return settings.precision


def _identity(model: str, precision: Precision) -> ModelIdentity:
    """Return the identity of a model without loading it; one that nothing has if only loading it tells."""
    if precision == "auto" and is_default(model):
        precision = "int8"
    return ModelIdentity(fingerprint(model_folder(model)), precision)


def _loaded(encoder: Encoder) -> Encoder:
    """Return an encoder that was loaded before."""
    return encoder
