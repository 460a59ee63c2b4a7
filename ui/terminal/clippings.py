"""The commands of clippings: qa clip keeps an excerpt; qa clippings lists, exports, imports, changes and removes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.starting import garbage_collection_paused
from ui.terminal.citing import Reference
from ui.terminal.options import Index, Json, kept_file
from ui.terminal.output import clean, console, print_json, print_line, print_text

if TYPE_CHECKING:
    from qa.kept.clippings import Clipping
    from qa.kept.following import Followed

# Clippings that a list prints at most, where no other number is given.
LISTED = 50

Notebook = Annotated[str | None, typer.Option(metavar="NAME", help="The notebook.", show_default=False)]
Note = Annotated[str | None, typer.Option(metavar="TEXT", help="A note on it.", show_default=False)]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag; give it again for more.", show_default=False)
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The clipping’s number, as listed.", show_default=False)]
OneNotebook = Annotated[
    str | None, typer.Argument(metavar="[NOTEBOOK]", help="Only this notebook.", show_default=False)
]
OneTag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only what has this tag.", show_default=False)]

commands = typer.Typer(name="clippings", help="List, export, import, change and remove what you have kept.")


def clip(
    reference: Reference,
    *,
    notebook: Notebook = None,
    note: Note = None,
    tag: Tags = None,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Keep the excerpt of a reference in a notebook; one that it has already gets the note and tags given."""
    from embeddings.generations.store import open_generation
    from qa.citations.resolving import resolve
    from qa.errors import ClippingError
    from qa.kept.clippings import NOTEBOOK, keep
    from qa.kept.fields import checked_name
    from qa.kept.files import file_of
    from qa.references import parse_reference
    from qa.settings import load_settings

    name = checked_name(notebook or NOTEBOOK)
    parse_reference(reference)
    settings = load_settings(index=index)
    excerpt = resolve(reference, settings.index, open_generation(settings.index)).excerpt
    if excerpt is None:
        raise ClippingError(f"The words are no longer in the archive; see: qa cite {reference}")
    clipping = keep(file_of(settings=settings), excerpt, name, note=note or "", tags=tag or ())
    if as_json:
        print_json(clipping.to_dict())
    else:
        _say_kept(clipping)


@commands.command("list")
def list_clippings(
    notebook: OneNotebook = None,
    *,
    tag: OneTag = None,
    first: Annotated[int, typer.Option("--from", metavar="N", help="Begin with the Nth.", min=1)] = 1,
    most: Annotated[int, typer.Option("--most", metavar="N", help="Print so many.", min=1)] = LISTED,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print clippings in their order, each with its note and tags, and what became of its words."""
    from qa.kept.clippings import count
    from qa.wording import count_of

    file, followed = _followed(notebook, tag, index, (first - 1, most))
    total = count(file, notebook, tag)
    if as_json:
        print_json({"total": total, "clippings": [one.to_dict() for one in followed]})
        return
    to = console()
    for place, one in enumerate(followed):
        if place == 0 or one.clipping.notebook != followed[place - 1].clipping.notebook:
            print_line(to, f"{one.clipping.notebook}\n", "bold underline")
        _print_one(one)
    print_line(to, count_of(total, "clipping"), "dim")
    if first - 1 + len(followed) < total:
        print_line(to, f"To go on: --from {first + len(followed)}", "dim")


@commands.command("export")
def export_clippings(
    notebook: OneNotebook = None,
    *,
    tag: OneTag = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="markdown, text, json, csl-json, ris, bibtex or html."),
    ] = "json",
    index: Index = None,
) -> None:
    """Print clippings in a format; JSON can be imported again."""
    from qa.citations.export import checked_form
    from qa.kept.clippings import clippings
    from qa.kept.exchange import to_json
    from qa.kept.handing_on import export_clippings as written
    from qa.kept.handing_on import without_source
    from qa.wording import count_of

    if checked_form(form) == "json":
        # It needs no archive, so that it can be had where there is none.
        file = kept_file(index)
        with garbage_collection_paused():
            text = to_json(clippings(file, notebook, tag))
        print_text(text)
        return
    with garbage_collection_paused():
        _, followed = _followed(notebook, tag, index, (0, -1))
        text = written(followed, form)
    print_text(text)
    if lost := without_source(followed, form):
        typer.echo(f"qa: {count_of(lost, 'clipping')} left out: the archive no longer has the words.", err=True)


@commands.command("import")
def import_clippings(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote as JSON.", show_default=False)],
    *,
    index: Index = None,
) -> None:
    """Keep the clippings of a file; those that are there already stay as they are."""
    from qa.errors import ClippingError
    from qa.kept.exchange import from_json
    from qa.wording import count_of

    try:
        written = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClippingError(f"{path} is not UTF-8 ({error.reason}); save it as UTF-8.") from error
    with garbage_collection_paused():
        came, there = from_json(kept_file(index), written, str(path))
    typer.echo(f"{count_of(came, 'clipping')} kept; {there:,} there already.")


@commands.command("change")
def change_clipping(
    number: Number,
    *,
    notebook: Notebook = None,
    note: Note = None,
    tag: Tags = None,
    index: Index = None,
) -> None:
    """Give a clipping another note or other tags, or put it into another notebook; --tag "" takes all tags away."""
    from qa.kept.clippings import change

    _say_kept(change(kept_file(index), number, notebook=notebook, note=note, tags=tag))


@commands.command("move")
def move_clipping(
    number: Number,
    place: Annotated[int, typer.Argument(metavar="PLACE", help="Its new place in the notebook.", show_default=False)],
    *,
    index: Index = None,
) -> None:
    """Give a clipping another place in its notebook; the first is 1."""
    from qa.kept.clippings import move

    _say_kept(move(kept_file(index), number, place))


@commands.command("remove")
def remove_clippings(
    numbers: Annotated[list[int], typer.Argument(metavar="NUMBER...", help="Their numbers.", show_default=False)],
    *,
    index: Index = None,
) -> None:
    """Remove clippings; all that are named, or none."""
    from qa.kept.clippings import remove
    from qa.wording import count_of

    typer.echo(f"{count_of(len(remove(kept_file(index), numbers)), 'clipping')} removed.")


def _followed(
    notebook: str | None, tag: str | None, index: Path | None, part: tuple[int, int]
) -> "tuple[Path, list[Followed]]":
    """Return the file of this machine's user, and a part of its clippings, followed: (how many to skip, how many)."""
    from embeddings.generations.store import open_generation
    from qa.citations.resolving import resolve_all
    from qa.kept.clippings import clippings
    from qa.kept.files import file_of
    from qa.kept.following import follow
    from qa.settings import load_settings

    settings = load_settings(index=index)
    file = file_of(settings=settings)
    kept = clippings(file, notebook, tag, first=part[0], most=part[1])
    if not kept:
        return file, []
    generation = open_generation(settings.index)
    return file, follow(kept, lambda references: resolve_all(references, settings.index, generation))


def _say_kept(clipping: "Clipping") -> None:
    place = f"“{clean(clipping.notebook)}”, place {clipping.position:,}"
    typer.echo(f"Clipping {clipping.number} is in {place}.")


def _print_one(one: "Followed") -> None:
    from qa.citations.lines import citation_line, title_of
    from qa.kept.handing_on import status_line

    to, clipping = console(), one.clipping
    for text in one.lines:
        print_line(to, text)
    print_line(to, f"  [{clipping.number}] {title_of(one.document)}", "bold")
    where = f"{one.place} · " if one.place else ""
    print_line(to, f"      {where}{citation_line(one.document)}", "dim")
    if became := status_line(one):
        print_line(to, f"      {became}", "bold")
    for text in clipping.note.splitlines():
        print_line(to, f"      {text}")
    if clipping.tags:
        print_line(to, f"      Tags: {', '.join(clipping.tags)}")
    print_line(to, f"      {clipping.reference}\n", "dim")
