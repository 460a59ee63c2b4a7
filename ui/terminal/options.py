"""The options that most commands have, which index and JSON instead of text, and the user's file beside an index."""

from pathlib import Path
from typing import Annotated

import typer

Index = Annotated[Path | None, typer.Option("--index", metavar="FOLDER", help="The index folder [LOCCIT_INDEX].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def kept_file(index: Path | None) -> Path:
    """Return the file in which this machine's user keeps clippings and the like of an index, or of the default one."""
    from qa.kept.files import file_of
    from qa.settings import load_settings

    return file_of(settings=load_settings(index=index))
