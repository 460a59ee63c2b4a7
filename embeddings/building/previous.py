"""The generation before the one that is built: opened, and looked at for damage."""

from pathlib import Path

from embeddings.errors import IndexDamaged, IndexFormatError, IndexMissing
from embeddings.files.checks import rebuild_advice
from embeddings.generations.store import Generation, open_generation


def open_previous(index: Path) -> tuple[Generation | None, str]:
    """Open the current generation, None where there is none that can be used; and say what of it is damaged.

    The second is empty where nothing is damaged.
    """
    try:
        opened = open_generation(index)
        opened.check_places()
        return opened, ""
    except (IndexMissing, IndexFormatError):
        return None, ""
    except IndexDamaged as error:
        return None, _damage_message(index, error)


def open_and_check(index: Path) -> tuple[Generation | None, str]:
    """Open the current generation as `open_previous` does, and read every file of it for damage."""
    opened, damage = open_previous(index)
    if opened is None:
        return None, damage
    try:
        opened.check_files()
    except IndexDamaged as error:
        return opened, _damage_message(index, error)
    return opened, ""


def _damage_message(index: Path, error: IndexDamaged) -> str:
    # The rebuild that runs does what the advice says.
    return str(error).removesuffix(f"; {rebuild_advice(index)}")
