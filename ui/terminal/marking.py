"""The commands of tags and stars: qa mark gives a document some; qa marks lists the documents that have them."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from ui.terminal.options import Index, Json, kept_file
from ui.terminal.output import console, print_json, print_line

if TYPE_CHECKING:
    from qa.kept.marks import Mark

DocumentId = Annotated[
    str, typer.Argument(metavar="DOCUMENT", help="The document, by its id or the name of its file.", show_default=False)
]
GivenTags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="NAME", help="Its tags from now on; give it again for more.", show_default=False),
]
Star = Annotated[
    bool | None, typer.Option("--star/--no-star", help="Give it a star, or take it away.", show_default=False)
]
OfTags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="NAME", help="Only documents with this tag.", show_default=False)
]
Starred = Annotated[bool, typer.Option("--starred", help="Only documents with a star.")]


def mark(
    document: DocumentId, *, tag: GivenTags = None, star: Star = None, index: Index = None, as_json: Json = False
) -> None:
    """Give a document tags or a star, and print what it has; --tag "" takes all its tags away."""
    from embeddings.generations.store import open_generation
    from embeddings.index.presence import present
    from qa.kept import marks
    from qa.kept.files import file_of
    from qa.question.filters import Filters, selection
    from qa.settings import load_settings

    settings = load_settings(index=index)
    catalogue = open_generation(settings.index).catalogue
    # Of files with one name, each gets the mark.
    for name in selection(Filters(documents=(document,)), catalogue.facts).documents:
        marked = catalogue.document(name)
        if marked is None:
            continue
        file = file_of(settings=settings)
        if star is None and tag is None:
            given = marks.mark_of(file, marked, partial(present, catalogue))
        else:
            given = marks.mark(file, marked, partial(present, catalogue), starred=star, tags=tag)
        if as_json:
            print_json(given.to_dict())
        else:
            _print_mark(given)


def marks(*, tag: OfTags = None, starred: Starred = False, index: Index = None, as_json: Json = False) -> None:
    """Print the documents that you gave tags or a star."""
    from qa.kept.marks import marks as given
    from qa.wording import count_of

    found = given(kept_file(index), tag or (), starred=starred)
    if as_json:
        print_json({"marks": [one.to_dict() for one in found]})
        return
    for one in found:
        _print_mark(one)
    print_line(console(), count_of(len(found), "document"), "dim")


def _print_mark(given: "Mark") -> None:
    star = "★ " if given.starred else ""
    print_line(console(), f"{star}{given.title}", "bold")
    tags = f"tags: {', '.join(given.tags)}" if given.tags else "no tags"
    print_line(console(), f"    {given.document} · {tags}", "dim")
