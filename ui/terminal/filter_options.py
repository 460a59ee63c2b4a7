"""The options that narrow a search to some documents, the same for every command that searches."""

import inspect
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from qa.question.filters import Filters


Published = Annotated[
    str | None,
    typer.Option(metavar="DATES", help="Search what was published then: 2010, or 2010..2012, 2010.. or ..2012."),
]
About = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Search only passages that speak of this time: 2005, 2005-02, 2003..2007."),
]
Documents = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Search only this document; give it again for more.", show_default=False),
]

Languages = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODE",
        help="Search only what is written in this language, such as en; give it again for more.",
        show_default=False,
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME", help="Search only documents that you tagged NAME; give it again for more.", show_default=False
    ),
]
Starred = Annotated[bool, typer.Option("--starred", help="Search only documents that you gave a star.")]


def read_filters(
    *,
    publisher: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Search only what NAME published; give it again for more.", show_default=False
        ),
    ] = None,
    author: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Search only what NAME wrote; give it again for more.", show_default=False),
    ] = None,
    published_from: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Search what was published from this day, month or year on."),
    ] = None,
    published_to: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="Search what was published until this day, month or year."),
    ] = None,
    published: Published = None,
    about: About = None,
    document: Documents = None,
    undated: Annotated[
        Literal["keep", "leave-out"], typer.Option(help="Whether to search documents of unknown date.")
    ] = "keep",
    language: Languages = None,
    tag: Tags = None,
    starred: Starred = False,
) -> "Filters":
    """Return the filters that the options stand for. Its parameters are the options."""
    from qa.question.filters import Filters

    since, between, until = (published or "").partition("..")
    return Filters(
        publishers=tuple(publisher or ()),
        authors=tuple(author or ()),
        published_from=published_from or since.strip() or None,
        published_to=published_to or (until if between else since).strip() or None,
        documents=tuple(document or ()),
        undated="keep" if undated == "keep" else "leave_out",
        languages=tuple(language or ()),
        about=about,
        tags=tuple(tag or ()),
        starred=starred,
    )


def _with_marks(filters: "Filters", index: Path | None) -> "Filters":
    """Return filters with the documents that have their tags and star looked up."""
    if not filters.tags and not filters.starred:
        return filters
    from embeddings.generations.store import open_generation
    from embeddings.index.presence import present
    from qa.kept.marks import narrowed_for_this_user
    from qa.settings import load_settings

    folder = load_settings(index=index).index
    return narrowed_for_this_user(filters, folder, partial(present, open_generation(folder).catalogue))


def with_filter_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `read_filters` in place of its parameter `filters`; it is called with the Filters.

    The tags and stars of this machine's user are looked up for the command's `index`.
    Typer reads a command's options from its signature, so that is where they are put.
    """
    options = inspect.signature(read_filters).parameters

    @wraps(command)
    def command_with_options(**values: Any) -> None:
        filters = read_filters(**{name: values.pop(name) for name in options})
        command(**values, filters=_with_marks(filters, values["index"]))

    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        parameters += options.values() if parameter.name == "filters" else [parameter]
    command_with_options.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # read by inspect
    # Typer resolves the annotations too; that of `filters` names a class that is not imported here.
    command_with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command_with_options
