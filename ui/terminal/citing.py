"""The commands of citations: qa cite follows a reference."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal.asking import print_excerpts
from ui.terminal.options import Index, Json
from ui.terminal.output import console, print_json, print_line

if TYPE_CHECKING:
    from qa.citations.resolving import Resolved

Reference = Annotated[str, typer.Argument(metavar="REF", help="The reference of an excerpt.", show_default=False)]


def cite(reference: Reference, index: Index = None, as_json: Json = False) -> None:
    """Follow a reference: print the words it cites where they stand now, or what became of them."""
    from embeddings.generations.store import open_generation
    from qa.citations.resolving import resolve
    from qa.references import parse_reference
    from qa.settings import load_settings

    parse_reference(reference)
    folder = load_settings(index=index).index
    resolved = resolve(reference, folder, open_generation(folder))
    if as_json:
        print_json(resolved.to_dict())
    else:
        print_resolved(resolved)


def print_resolved(resolved: "Resolved") -> None:
    """Print what a reference leads to."""
    from qa.citations.comparing import differ
    from ui.views.resolved import differences_line, resolved_line

    to = console()
    print_line(to, f"{resolved_line(resolved)}\n", "" if resolved.status == "same" else "bold")
    if resolved.excerpt:
        print_excerpts(to, [resolved.excerpt])
    elif resolved.cited:
        print_line(to, f"As cited: “{' '.join(resolved.cited.split())}”\n")
    if differ(resolved.differences):
        what = "Around the words" if resolved.excerpt else "The words"
        print_line(to, f"{what}, before [-removed-] and now {{+added+}}:")
        print_line(to, f"{differences_line(resolved.differences)}\n")
    if resolved.document and not resolved.excerpt:
        print_line(to, f"  {resolved.document.path}", "dim")
