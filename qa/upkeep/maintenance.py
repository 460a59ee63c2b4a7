"""Looking after an index: the sources it follows, what has changed in them, its generations, and damage to its files.

qa.upkeep.rebuilding builds the index. Every function takes the folder of the index; the default is the setting's.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.building.sources import remember, remembered
from embeddings.errors import SourceNotFound
from qa.errors import SettingError
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from embeddings.building.changes import Changes
    from embeddings.building.progress import Progress
    from embeddings.generations.publishing import Published
    from embeddings.generations.verify import Verified


def followed_sources(settings: Settings) -> list[Path]:
    """Return the sources that a rebuild follows: those of the setting if it is set, else those the index remembers.

    An index that was never built remembers none and follows the setting's default. Raises IndexDamaged.
    """
    remembered_sources = None if _sources_are_set(settings) else remembered(settings.index)
    return list(settings.sources) if remembered_sources is None else remembered_sources


def sources(index: Path | str | None = None) -> list[Path]:
    """Return the files and folders that a rebuild of the index follows. Raises IndexDamaged or SettingError."""
    return followed_sources(load_settings(index=index))


def add_source(source: Path | str, index: Path | str | None = None) -> list[Path]:
    """Add a file or folder to the sources that the index follows from its next rebuild on; return all of them.

    Raises SourceNotFound, or SettingError where LOCCIT_SOURCES is set, which wins.
    """
    settings = _settings_without_sources(index)
    added = Path(source).expanduser().resolve()
    if not added.exists():
        raise SourceNotFound(f"{added} is neither a file nor a folder.")
    before = remembered(settings.index) or []
    remember(settings.index, before if added in before else [*before, added])
    return sources(settings.index)


def remove_source(source: Path | str, index: Path | str | None = None) -> list[Path]:
    """Take a file or folder from the sources that the index follows from its next rebuild on; return all of them.

    Raises SourceNotFound for a source that it does not follow, or SettingError where LOCCIT_SOURCES is set, which wins.
    """
    settings = _settings_without_sources(index)
    removed = Path(source).expanduser().resolve()
    before = remembered(settings.index) or []
    if removed not in before:
        listed = ", ".join(map(str, before)) or "none yet"
        raise SourceNotFound(f"{removed} is not among the sources of {settings.index}, which are: {listed}.")
    remember(settings.index, [path for path in before if path != removed])
    return sources(settings.index)


def _settings_without_sources(index: Path | str | None) -> Settings:
    """Return the settings. Raises SettingError where they name the sources, so that the index cannot change them."""
    settings = load_settings(index=index)
    if _sources_are_set(settings):
        raise SettingError(
            "The setting LOCCIT_SOURCES is set and wins over the sources that an index remembers; "
            "change it, or unset it to have the index remember them."
        )
    return settings


def _sources_are_set(settings: Settings) -> bool:
    return "sources" in settings.model_fields_set


def find_changes(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    allow_empty: bool = False,
    progress: "Progress | None" = None,
) -> "Changes":
    """Return what a rebuild would find added, changed, renamed and removed, without writing anything.

    Raises SettingError and, unless `allow_empty`, SourceNotFound or SourceEmptied.
    """
    from embeddings.building import rebuild
    from qa.upkeep.rebuilding import file_limits

    settings = load_settings(index=index)
    paths = followed_sources(settings) if sources is None else [Path(source) for source in sources]
    return rebuild.find_changes(
        paths,
        settings.index,
        progress,
        allow_empty=allow_empty,
        follow_links=settings.follow_links,
        file_seconds=settings.file_seconds,
        limits=file_limits(settings),
    )


def reading_report(index: Path | str | None = None) -> dict[str, list[dict[str, str]]]:
    """Return what could not be read ("unreadable": path and reason) and what was read poorly ("poor": id and how).

    Both say what to do.

    Raises IndexMissing, IndexDamaged or IndexFormatError.
    """
    from embeddings.generations.store import open_generation
    from embeddings.generations.unreadable import read_unreadable
    from embeddings.readers.content import READ_POORLY

    generation = open_generation(load_settings(index=index).index)
    entries = read_unreadable(generation.folder, generation.manifest.unreadable)
    return {
        "unreadable": [{"path": entry["path"], "reason": entry["reason"]} for entry in entries],
        "poor": [{"id": name, "how": how} for name, how in generation.catalogue.stating(READ_POORLY)],
    }


def generations(index: Path | str | None = None) -> "list[Published]":
    """Return the generations that the index keeps, newest first. Raises IndexMissing or IndexDamaged."""
    from embeddings.generations import publishing

    return publishing.generations(load_settings(index=index).index)


def roll_back(generation: str | None = None, index: Path | str | None = None) -> str:
    """Make another generation the current one, by default the one before; return its id.

    A search engine that does not hold it any more is filled with it.

    Raises NoGeneration, RebuildRunning, IndexMissing, IndexDamaged, IndexFormatError, IndexNotWritten or EngineError.
    """
    from embeddings.engines.following import Following
    from embeddings.engines.opening import engine_of
    from embeddings.generations import publishing

    settings = load_settings(index=index)
    following = Following(engine_of(settings.engine, settings.index), settings.index, lambda *_: None)
    return publishing.roll_back(settings.index, generation, following)


def verify(index: Path | str | None = None, *, progress: "Progress | None" = None) -> "Verified":
    """Read every file of the index and return those that are damaged.

    Of a search engine it is asked how many passages it holds of each generation that is kept.

    Raises IndexMissing, IndexFormatError, EngineError, or IndexDamaged where not even the manifest can be read.
    """
    from embeddings.generations.verify import verify as verify_index
    from qa.upkeep.engines import lacking

    settings = load_settings(index=index)
    return replace(verify_index(settings.index, progress), lacking=lacking(settings))
