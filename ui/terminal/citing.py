"""The commands of citations: qa cite follows a reference, qa similar finds passages like the one that it cites."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal.asking import print_excerpts
from ui.terminal.filter_options import with_filter_options
from ui.terminal.options import Index, Json
from ui.terminal.output import console, print_json, print_line

if TYPE_CHECKING:
    from qa.citations.resolving import Resolved
    from qa.question.filters import Filters

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


@with_filter_options
def similar(
    reference: Reference,
    *,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many passages.", min=1)] = 5,
    filters: "Filters",
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print the passages that are nearest in meaning to the one with the words of a reference, others' first."""
    from embeddings.generations.store import open_generation
    from qa.citations.resolving import resolve
    from qa.question.filters import selection_in
    from qa.question.speakers import unheard
    from qa.references import parse_reference
    from qa.retrieval.scope import Scope
    from qa.retrieval.similar import similar_passages
    from qa.settings import load_settings

    parse_reference(reference)
    folder = load_settings(index=index).index
    generation = open_generation(folder)
    excerpt = resolve(reference, folder, generation).present_excerpt()
    scope = Scope(generation, selection_in(filters, generation) if filters else None)
    excerpts = similar_passages(excerpt, scope, k)
    if as_json:
        print_json(
            {"reference": reference, "excerpts": [one.to_dict() for one in excerpts], "generation": generation.id}
        )
    elif excerpts:
        print_excerpts(console(), excerpts)
    else:
        print_line(console(), f"There is no other passage there. {unheard(filters, generation.manifest)}".rstrip())


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
