"""The commands that ask: qa ask and qa retrieve, under filters or none."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.starting import nothing_collected
from ui.terminal.output import console, print_json, print_line

if TYPE_CHECKING:
    from rich.console import Console

    from qa.answers import Answer, Excerpt
    from qa.archive import Archive
    from qa.question.filters import Filters

Index = Annotated[Path | None, typer.Option("--index", metavar="FOLDER", help="The index folder [LOCCIT_INDEX].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Question = Annotated[str, typer.Argument(help="A question in plain words.", show_default=False)]

Publisher = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Search only what NAME published; give it again for more.", show_default=False),
]
Author = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Search only what NAME wrote; give it again for more.", show_default=False),
]
InDocument = Annotated[
    list[str] | None,
    typer.Option(
        "--document", metavar="ID", help="Search only this document; give it again for more.", show_default=False
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="Search what was published from this day, month or year on."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="DATE", help="Search what was published until this day, month or year."),
]
Undated = Annotated[Literal["keep", "leave-out"], typer.Option(help="Whether to search documents of unknown date.")]


def ask(
    question: Question,
    *,
    publisher: Publisher = None,
    author: Author = None,
    published_from: From = None,
    published_to: To = None,
    document: InDocument = None,
    undated: Undated = "keep",
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Answer a question with cited excerpts, or say that the archive does not say."""
    filters = _filters(
        publisher=publisher,
        author=author,
        published_from=published_from,
        published_to=published_to,
        document=document,
        undated=undated,
    )
    answer = _opened(index).ask(question, filters=filters)
    if as_json:
        print_json(answer.to_dict())
    else:
        _print_answer(console(), answer, _whole_archive("ask", question, index))


def retrieve(
    question: Question,
    *,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many excerpts.", min=1)] = 5,
    publisher: Publisher = None,
    author: Author = None,
    published_from: From = None,
    published_to: To = None,
    document: InDocument = None,
    undated: Undated = "keep",
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print the best excerpt of each of the N passages that speak to a question most."""
    filters = _filters(
        publisher=publisher,
        author=author,
        published_from=published_from,
        published_to=published_to,
        document=document,
        undated=undated,
    )
    archive = _opened(index)
    excerpts = archive.retrieve(question, k, filters=filters)
    if as_json:
        narrowed = {"filters": filters.to_dict()} if filters else {}
        found = [excerpt.to_dict() for excerpt in excerpts]
        print_json({"question": question, **narrowed, "excerpts": found, "generation": archive.generation})
    elif filters and not excerpts:
        _print_nothing(console(), filters, _whole_archive("retrieve", question, index))
    else:
        _print_excerpts(console(), excerpts)


def _opened(index: Path | None) -> "Archive":
    with nothing_collected():
        from qa.archive import Archive

        return Archive.open(index)


def _filters(
    *,
    publisher: list[str] | None,
    author: list[str] | None,
    published_from: str | None,
    published_to: str | None,
    document: list[str] | None,
    undated: str,
) -> "Filters":
    from qa.question.filters import Filters

    return Filters(
        publishers=tuple(publisher or ()),
        authors=tuple(author or ()),
        published_from=published_from,
        published_to=published_to,
        documents=tuple(document or ()),
        undated="keep" if undated == "keep" else "leave_out",
    )


def _whole_archive(command: str, question: str, index: Path | None) -> str:
    """Return the command that asks the same of all documents."""
    return shlex.join(["qa", command, question, *(["--index", str(index)] if index else [])])


def _print_answer(to: "Console", answer: "Answer", whole_archive: str) -> None:
    from ui.views.render import sources_line
    from ui.views.states import is_of_nothing, reason_line, verdict_line

    if answer.filters and is_of_nothing(answer):
        _print_nothing(to, answer.filters, whole_archive)
        return
    if verdict := verdict_line(answer):
        print_line(to, verdict, "bold")
        print_line(to, f"{reason_line(answer)}\n".lstrip())
    if answer.nearest:
        print_line(to, "The nearest passages:\n")
    _print_excerpts(to, answer.excerpts or answer.nearest)
    print_line(to, sources_line(answer), "dim")
    print_line(to, f"confidence {answer.confidence:.2f}", "dim")
    if answer.filters:
        print_line(to, f"searched only: {answer.filters}", "dim")
        if answer.status == "not_found":
            print_line(to, f"To search the whole archive: {whole_archive}")


def _print_nothing(to: "Console", filters: "Filters", whole_archive: str) -> None:
    print_line(to, f"No document in the archive matches the filter: {filters}.", "bold")
    print_line(to, f"To search the whole archive: {whole_archive}")


def _print_excerpts(to: "Console", excerpts: "Sequence[Excerpt]") -> None:
    from ui.views.render import also_in_line, citation_line, title_of

    for number, excerpt in enumerate(excerpts, 1):
        document = excerpt.document
        print_line(to, f"“{' '.join(excerpt.text.split())}”")
        print_line(to, f"  [{number}] {title_of(document)}", "bold")
        print_line(to, f"      {citation_line(document)}", "dim")
        if excerpt.also_in:
            print_line(to, f"      {also_in_line(excerpt)}", "dim")
        print_line(to, f"      {document.path}, characters {excerpt.start} to {excerpt.end}\n", "dim")
