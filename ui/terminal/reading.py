"""The command qa read: what would be read of files, without an index."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal.options import Json
from ui.terminal.output import NOT_ALL_READ, clean, print_json

if TYPE_CHECKING:
    from embeddings.documents import Document

# Passages and places that are printed of a document; --json has all.
MOST_PRINTED = 12
# Characters of each.
PRINTED = 100


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The files to read.", show_default=False)],
    as_json: Json = False,
) -> int:
    """Print what would be read of files: facts with their origins, places, passages, and what could not be read."""
    from qa.upkeep.read_files import read_files

    results = list(read_files(files))
    if as_json:
        print_json(
            {
                "documents": [document for result in results for document in result.documents_as_json()],
                "refused": [refused for result in results for refused in result.refused_as_json()],
            }
        )
    else:
        for result in results:
            for document in result.documents:
                _print_document(document)
    refused = [pair for result in results for pair in result.refused]
    for name, reason in refused:
        typer.echo(f"not read: {clean(name)}: {clean(reason)}", err=True)
    return NOT_ALL_READ if refused else 0


def _print_document(document: "Document") -> None:
    from embeddings.text.splitting import passages

    typer.echo(clean(document.id))
    for name in ("title", "author", "publisher", "published", "url", "language"):
        value = getattr(document, name)
        if value:
            origins = [fact.origin for fact in document.facts if (fact.name, fact.value) == (name, value)]
            typer.echo(f"  {name:<10} {clean(value)}{f'  ({clean(origins[0])})' if origins else ''}")
    fields = {"title", "author", "publisher", "published", "url", "language"}
    for fact in document.facts:
        if fact.name not in fields:
            typer.echo(f"  {clean(fact.name)}: {clean(fact.value)}  ({clean(fact.origin)})")
    split = passages(document)
    typer.echo(f"  {len(document.text):,} characters, {len(split):,} passages, {len(document.places):,} places")
    for place in document.places[:MOST_PRINTED]:
        typer.echo(f"  {place.kind} {clean(place.name)}: {_beginning(document.text[place.start : place.end])}")
    for number, passage in enumerate(split[:MOST_PRINTED], 1):
        typer.echo(f"  passage {number}: {_beginning(document.text[passage.start : passage.end])}")
    if max(len(split), len(document.places)) > MOST_PRINTED:
        typer.echo("  and more; --json prints all")


def _beginning(text: str) -> str:
    words = clean(" ".join(text.split()))
    return words if len(words) <= PRINTED else f"{words[: PRINTED - 1]}…"
