"""The command qa search: every occurrence of words and phrases."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal.filter_options import with_filter_options
from ui.terminal.options import Index, Json
from ui.terminal.output import console, print_json, print_line

if TYPE_CHECKING:
    from qa.question.filters import Filters
    from qa.search.searching import Found

Typed = Annotated[
    str,
    typer.Argument(
        metavar="SEARCH",
        help='Words, "phrases", AND, OR, NOT, NEAR/5, begin*, one letter wrong~, title:, author:, speaker:.',
        show_default=False,
    ),
]


@with_filter_options
def search(
    typed: Typed,
    *,
    exact: Annotated[
        bool, typer.Option("--exact", help="Find words as they are typed, not in any spelling and ending.")
    ] = False,
    filters: "Filters",
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print every occurrence of what is searched for, document by document, and count them."""
    from embeddings.generations.store import open_generation
    from qa.search.parsing import parse_search
    from qa.search.searching import search_generation
    from qa.settings import load_settings

    parse_search(typed)
    generation = open_generation(load_settings(index=index).index)
    found = search_generation(typed, generation, filters, exact=exact)
    if as_json:
        print_json(found.to_dict())
    else:
        _print_found(found)


def _print_found(found: "Found") -> None:
    from qa.citations.lines import citation_line, title_of
    from ui.views.found import found_line, occurrence_parts

    to = console()
    for number, document in enumerate(found.documents, 1):
        print_line(to, f"[{number}] {title_of(document.document)}", "bold")
        print_line(to, f"    {citation_line(document.document)}", "dim")
        for excerpt in document.excerpts:
            before, words, after = occurrence_parts(excerpt)
            place = f"{excerpt.place}: " if excerpt.place else ""
            print_line(to, f"    {place}{before}[{words}]{after}")
        print_line(to, f"    {document.document.path}\n", "dim")
    print_line(to, found_line(found), "dim")
