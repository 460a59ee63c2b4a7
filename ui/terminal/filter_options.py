"""The options that narrow a search to some documents, the same for every command that searches."""

import inspect
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from qa.question.filters import Filters


def _several(metavar: str, purpose: str) -> Any:
    """Return an option that may be given several times."""
    return typer.Option(metavar=metavar, help=f"{purpose}; give it again for more.", show_default=False)


Published = Annotated[
    str | None,
    typer.Option(metavar="DATES", help="Search what was published then: 2010, or 2010..2012, 2010.. or ..2012."),
]
About = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="Search only passages that speak of this time: 2005, 2005-02, 2003..2007."),
]
Documents = Annotated[list[str] | None, _several("ID", "Search only this document")]
Publishers = Annotated[list[str] | None, _several("NAME", "Search only what NAME published")]
Authors = Annotated[list[str] | None, _several("NAME", "Search only what NAME wrote")]
Speakers = Annotated[list[str] | None, _several("NAME", "Search only what NAME says")]
Addressees = Annotated[list[str] | None, _several("NAME", "Search only what is said to NAME")]
Languages = Annotated[list[str] | None, _several("CODE", "Search only what is written in this language, such as en")]
Undated = Annotated[Literal["keep", "leave-out"], typer.Option(help="Whether to search documents of unknown date.")]
# What was an option once, and says so.
Since = Annotated[str | None, typer.Option("--from", hidden=True)]
Tags = Annotated[list[str] | None, _several("NAME", "Search only documents that you tagged NAME")]
Starred = Annotated[bool, typer.Option("--starred", help="Search only documents that you gave a star.")]


def read_filters(
    *,
    publisher: Publishers = None,
    author: Authors = None,
    published: Published = None,
    speaker: Speakers = None,
    to: Addressees = None,
    since: Since = None,
    about: About = None,
    document: Documents = None,
    undated: Undated = "keep",
    language: Languages = None,
    tag: Tags = None,
    starred: Starred = False,
) -> "Filters":
    """Return the filters that the options stand for. Its parameters are the options."""
    from qa.question.filters import Filters

    _refuse_dates(since, to or ())
    first, between, last = (published or "").partition("..")
    return Filters(
        publishers=tuple(publisher or ()),
        authors=tuple(author or ()),
        published_from=first.strip() or None,
        published_to=(last if between else first).strip() or None,
        documents=tuple(document or ()),
        undated="keep" if undated == "keep" else "leave_out",
        languages=tuple(language or ()),
        about=about,
        speakers=tuple(speaker or ()),
        to=tuple(to or ()),
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


def _refuse_dates(since: str | None, to: Sequence[str]) -> None:
    """Raise FilterError where dates are given as they were when --from and --to were options for these."""
    from embeddings.dates import iso_date
    from qa.errors import FilterError

    if since is not None:
        raise FilterError(f"There is no --from any more; give --published {since}.. for what was published since.")
    for name in to:
        if iso_date(name):
            given = f"--to {name} is whom it is said to"
            raise FilterError(f"{given}; for what was published until then give --published ..{name}.")


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
