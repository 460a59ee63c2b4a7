"""The commands that say what is not as it was: qa verify reads the index or its sources, qa changes compares builds."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from embeddings.errors import EngineLacks, IndexDamaged
from ui.terminal.index_commands import progress_on
from ui.terminal.options import Index, Json
from ui.terminal.output import NOT_ALL_READ, bars, clean, console, print_json, print_line

if TYPE_CHECKING:
    from pathlib import Path

    from qa.citations.changes import ChangedDocument
    from qa.citations.resolving import Resolved


def verify(
    index: Index = None,
    *,
    sources: Annotated[
        bool, typer.Option("--sources", help="Read every source again instead, and name what is not as indexed.")
    ] = False,
    as_json: Json = False,
) -> int:
    """Read every file of the index and compare it with its checksums."""
    if sources:
        return _verify_sources(index, as_json=as_json)
    from embeddings.files.checks import rebuild_advice
    from qa.settings import load_settings
    from qa.upkeep.maintenance import verify as verify_index

    with bars() as bar:
        verified = verify_index(index, progress=progress_on(bar))
    if as_json:
        print_json(asdict(verified))
    else:
        for message in (*verified.damaged, *verified.lacking):
            typer.echo(clean(message))
    if verified.damaged:
        count = f"damaged: {len(verified.damaged)} of {verified.files} files"
        if not verified.answers:
            raise IndexDamaged(f"{count}; {rebuild_advice(load_settings(index=index).index)}")
        raise IndexDamaged(
            f"{count}, none of them of the current generation, which answers; nobody can go back to them, and the "
            "next rebuild that finds something changed removes them"
        )
    if verified.lacking:
        raise EngineLacks(
            "the search engine does not hold what the index has; fill it with: qa rebuild --index "
            f"{load_settings(index=index).index}"
        )
    if not as_json:
        typer.echo(f"{verified.files} files, {verified.bytes:,} bytes: all as they were written")
    return 0


def _verify_sources(index: "Path | None", *, as_json: bool) -> int:
    from qa.upkeep.read_files import read_sources_again

    with bars() as bar:
        unlike = read_sources_again(index, progress_on(bar))
    if as_json:
        print_json({"documents": [asdict(document) for document in unlike]})
    else:
        for document in unlike:
            typer.echo(f"{document.kind:<10} {clean(document.id)}: {clean(document.reason)}")
        typer.echo(f"not as indexed: {len(unlike):,}" if unlike else "all sources yield the texts that were indexed")
    return NOT_ALL_READ if unlike else 0


References = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[REF...]", help="References whose words are looked at; by default all.", show_default=False
    ),
]


def changes(references: References = None, index: Index = None, *, as_json: Json = False) -> None:
    """Say word by word what changed since the build before: in all documents, or in the words that references cite."""
    from embeddings.generations.store import open_generation
    from qa.citations.changes import changes as find_changes
    from qa.citations.resolving import resolve
    from qa.settings import load_settings

    folder = load_settings(index=index).index
    if references:
        generation = open_generation(folder)
        resolved = [resolve(reference, folder, generation) for reference in references]
        changed = [found for found in resolved if found.status != "same"]
        if as_json:
            print_json({"references": [found.to_dict() for found in changed]})
        else:
            _print_references(changed, len(references))
        return
    documents = find_changes(folder)
    if as_json:
        print_json({"documents": [document.to_dict() for document in documents]})
    else:
        _print_documents(documents)


def _print_references(changed: "list[Resolved]", count: int) -> None:
    from ui.terminal.citing import print_resolved

    for found in changed:
        print_line(console(), found.reference, "dim")
        print_resolved(found)
    typer.echo(f"references followed: {count:,}; to words that do not stand where they were cited: {len(changed):,}")


def _print_documents(documents: "list[ChangedDocument]") -> None:
    from ui.views.resolved import differences_line

    to = console()
    for document in documents:
        names = f"{document.before} -> {document.id}" if document.before else document.id
        print_line(to, f"{document.kind:<8} {names}", "bold")
        for differences in document.changes:
            print_line(to, f"  {differences_line(differences)}\n")
    typer.echo(f"documents that changed since the build before: {len(documents):,}")
