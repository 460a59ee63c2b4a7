"""The options that most commands have: which index, and JSON instead of text."""

from pathlib import Path
from typing import Annotated

import typer

Index = Annotated[Path | None, typer.Option("--index", metavar="FOLDER", help="The index folder [LOCCIT_INDEX].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
