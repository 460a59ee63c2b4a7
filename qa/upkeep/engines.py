"""What the search engine of the settings holds of an index; without one there is nothing to say."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from embeddings.engines.opening import engine_of
from embeddings.errors import EngineError
from embeddings.generations.publishing import Published, generations

if TYPE_CHECKING:
    from qa.settings import Settings


@dataclass(frozen=True, slots=True)
class EngineState:
    """The address of a search engine, without its login, and what it holds of the current generation.

    `passages` is None where it has none of it, or where it could not be asked; then `error` says why.
    """

    address: str
    passages: int | None
    error: str = ""


def engine_state(settings: "Settings") -> EngineState | None:
    """Return the state of the engine, None where the index folder is searched. Raises IndexMissing or IndexDamaged."""
    if settings.engine is None:
        return None
    address = str(settings.engine)
    current = next(published for published in generations(settings.index) if published.current)
    try:
        return EngineState(address, engine_of(settings.engine, settings.index).passages_of(current.generation))
    except EngineError as error:
        return EngineState(address, None, str(error))


def lacking(settings: "Settings") -> tuple[str, ...]:
    """Return a message for each generation that the engine should hold whole and does not.

    Of those that are not current it may have none: one is filled when somebody goes back to it. Raises EngineError,
    IndexMissing or IndexDamaged.
    """
    if settings.engine is None:
        return ()
    engine = engine_of(settings.engine, settings.index)
    held = {published: engine.passages_of(published.generation) for published in generations(settings.index)}
    return tuple(
        f"{settings.engine}: holds {passages or 0:,} of the {published.passages:,} passages of the generation "
        f"{published.generation}"
        for published, passages in held.items()
        if _is_lacking(published, passages)
    )


def _is_lacking(published: Published, passages: int | None) -> bool:
    return passages != published.passages and (published.current or passages is not None)
