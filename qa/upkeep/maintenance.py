"""Keeping an index: which sources it follows, what has changed, its generations, and whether it is undamaged.

qa.upkeep.rebuilding builds it; embeddings does the work. Every function takes the index folder, by default the one that
the settings name.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.building.sources import remember, remembered
from embeddings.errors import SourceNotFound
from qa.errors import SettingError
from qa.settings import Settings, load_settings

if TYPE_CHECKING:
    from embeddings.building.changes import Changes
    from embeddings.building.rebuild import Progress
    from embeddings.generations.publishing import Published
    from embeddings.generations.verify import Verified


def followed(settings: Settings) -> list[Path]:
    """Return the sources that a rebuild follows: those of the setting if it is set, else those the index remembers.

    An index that remembers none, since it was never built, follows the setting's default. Raises IndexDamaged.
    """
    known = None if _sources_are_set(settings) else remembered(settings.index)
    return list(settings.sources) if known is None else known


def sources(index: Path | str | None = None) -> list[Path]:
    """Return the files and folders that a rebuild of the index follows. Raises IndexDamaged or SettingError."""
    return followed(load_settings(index=index))


def add_source(source: Path | str, index: Path | str | None = None) -> list[Path]:
    """Have the index follow one more file or folder from its next rebuild on; return all that it follows.

    Raises SourceNotFound, or SettingError where LOCCIT_SOURCES is set, which wins.
    """
    settings = _changeable(index)
    added = Path(source).expanduser().resolve()
    if not added.exists():
        raise SourceNotFound(f"{added} is neither a file nor a folder.")
    before = remembered(settings.index) or []
    remember(settings.index, [*before, *([] if added in before else [added])])
    return sources(settings.index)


def remove_source(source: Path | str, index: Path | str | None = None) -> list[Path]:
    """Have the index follow a file or folder no longer, from its next rebuild on; return all that it follows.

    Raises SourceNotFound for one that it does not follow, or SettingError where LOCCIT_SOURCES is set, which wins.
    """
    settings = _changeable(index)
    removed = Path(source).expanduser().resolve()
    before = remembered(settings.index) or []
    if removed not in before:
        named = ", ".join(str(one) for one in before) or "none yet"
        raise SourceNotFound(f"{removed} is not among the sources of {settings.index}, which are: {named}.")
    remember(settings.index, [one for one in before if one != removed])
    return sources(settings.index)


def _changeable(index: Path | str | None) -> Settings:
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
    progress: "Progress | None" = None,
) -> "Changes":
    """Return what a rebuild would find added, changed, renamed and removed; nothing is written.

    Raises SourceNotFound or SettingError.
    """
    from embeddings.building import rebuild

    settings = load_settings(index=index)
    given = followed(settings) if sources is None else [Path(one) for one in sources]
    return rebuild.find_changes(given, settings.index, progress)


def generations(index: Path | str | None = None) -> "list[Published]":
    """Return the generations that the index keeps, newest first. Raises IndexMissing or IndexDamaged."""
    from embeddings.generations import publishing

    return publishing.generations(load_settings(index=index).index)


def roll_back(generation: str | None = None, index: Path | str | None = None) -> str:
    """Make another generation the current one, by default the one before; return its id.

    Raises NoGeneration, RebuildRunning, IndexMissing, IndexDamaged, IndexFormatError or IndexNotWritten.
    """
    from embeddings.generations import publishing

    return publishing.roll_back(load_settings(index=index).index, generation)


def verify(index: Path | str | None = None, *, progress: "Progress | None" = None) -> "Verified":
    """Read every file of the index and say what of it is damaged.

    Raises IndexMissing, IndexFormatError, or IndexDamaged where not even the manifest can be read.
    """
    from embeddings.generations.verify import verify as verify_index

    return verify_index(load_settings(index=index).index, progress)
