"""The command qa attributions: who says what in files, without an index."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ui.terminal.options import Json
from ui.terminal.output import NOT_ALL_READ, clean, print_json

# Characters of what is said that are printed; --json has all.
PRINTED = 100


def attributions(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files to read.", show_default=False)],
    as_json: Json = False,
) -> int:
    """Print who says what to whom in files: quotations and reported statements, with their places."""
    from embeddings.attribution.parsing import can_parse
    from embeddings.readers.optional import WITHOUT_ATTRIBUTION
    from qa.upkeep.attributed_files import attributed_files

    found = attributed_files(files)
    if as_json:
        print_json(found)
    else:
        for document in found["documents"]:
            typer.echo(clean(document["id"]))
            for attribution in document["attributions"]:
                typer.echo(f"  {clean(_line(document['text'], attribution))}")
    if not can_parse():
        typer.echo(f"missing: {WITHOUT_ATTRIBUTION}", err=True)
    for refused in found["refused"]:
        typer.echo(f"not read: {clean(refused['file'])}: {clean(refused['reason'])}", err=True)
    return NOT_ALL_READ if found["refused"] else 0


def _line(text: str, attribution: dict[str, Any]) -> str:
    source = attribution["source"]
    who = attribution["speaker"] or (f"unattributed ({text[slice(*source)]})" if source else "unattributed")
    whom = f" → {attribution['to']}" if attribution["to"] else ""
    marks = [attribution["kind"], *(name for name in ("hedged", "negated") if attribution[name])]
    words = " … ".join(text[slice(*span)] for span in attribution["content"])
    words = " ".join(words.split())
    words = words if len(words) <= PRINTED else f"{words[: PRINTED - 1]}…"
    return f"{who}{whom} · {', '.join(marks)}: {words}"
