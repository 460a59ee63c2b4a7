"""The rebuild of an index by its settings: sources, model and folder."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.models.encoder import Encoder, load_encoder
from embeddings.models.installed import fingerprint, model_folder
from qa.settings import load_settings
from qa.upkeep.maintenance import followed

if TYPE_CHECKING:
    from embeddings.building.rebuild import Progress, Stopped
    from embeddings.building.report import Report


def rebuild(
    sources: Sequence[Path | str] | None = None,
    index: Path | str | None = None,
    *,
    full: bool = False,
    progress: "Progress | None" = None,
    stopped: "Stopped | None" = None,
    encoder: Encoder | None = None,
) -> "Report":
    """Bring an index up to date with files and folders, by default those it follows; see qa.upkeep.maintenance.sources.

    Only what has changed is read and embedded, unless `full`. Whoever is asking meanwhile is answered from the
    generation before. Returns what was done, the counts and the files that could not be read, with the reasons.
    `progress(stage, done, total)` is called on the way, with the stages "comparing", "reading", "encoding" and
    "writing"; `stopped()` is asked as often, and ends the rebuild with RebuildStopped once it returns True.

    Raises SourceNotFound, NoDocuments, RebuildRunning, RebuildStopped, IndexNotWritten, ModelError or SettingError.
    """
    from embeddings.building.rebuild import rebuild as rebuild_index

    settings = load_settings(index=index)
    given = followed(settings) if sources is None else [Path(one) for one in sources]
    load = partial(_given, encoder) if encoder else partial(load_encoder, settings.model, settings.precision)
    known = None if encoder else partial(_fingerprint, settings.model)
    return rebuild_index(given, settings.index, load, progress, full=full, stopped=stopped, model_fingerprint=known)


def _fingerprint(model: str) -> str:
    """Return the fingerprint of a model without loading it."""
    return fingerprint(model_folder(model))


def _given(encoder: Encoder) -> Encoder:
    return encoder
