"""The command line: qa ask | retrieve | rebuild | chat | info | evaluate.

Heavy libraries are imported inside the commands, so that --help answers at once.
"""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from embeddings.errors import IndexMissing, LoccitError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from embeddings.rebuild import Report
    from qa.answers import Answer, Excerpt
    from qa.evaluation import Evaluation

# All but tab and line feed; also what turns the direction of text, and halves of characters, which cannot be written.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

USERS_MISTAKE, OUR_MISTAKE, INTERRUPTED = 2, 1, 130

app = typer.Typer(
    name="qa",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Index = Annotated[Path | None, typer.Option("--index", metavar="FOLDER", help="The index folder [LOCCIT_INDEX].")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Question = Annotated[str, typer.Argument(help="A question in plain words.", show_default=False)]


@app.callback(invoke_without_command=True)
def help_without_a_command(context: typer.Context) -> None:
    """Ask an archive of documents; get the sources' own words back, each with its exact place."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def ask(question: Question, index: Index = None, as_json: Json = False) -> None:
    """Answer a question with cited excerpts, or say that the archive does not say."""
    from qa.archive import Archive

    answer = Archive.open(index).ask(question)
    if as_json:
        _print_json(answer.to_dict())
    else:
        _print_answer(_output(), answer)


@app.command()
def retrieve(
    question: Question,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many excerpts.", min=1)] = 5,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Print the best excerpt of each of the N passages that speak to a question most."""
    from qa.archive import Archive

    archive = Archive.open(index)
    excerpts = archive.retrieve(question, k)
    if as_json:
        found = [excerpt.to_dict() for excerpt in excerpts]
        _print_json({"question": question, "excerpts": found, "generation": archive.generation})
    else:
        _print_excerpts(_output(), excerpts)


@app.command()
def rebuild(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[SOURCE...]", help="Files and folders [LOCCIT_SOURCES].", show_default=False),
    ] = None,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Build the index from files and folders; questions are answered from the old one meanwhile."""
    from qa.settings import load_settings

    settings = load_settings(index=index, sources=tuple(sources) if sources else None)
    report = _rebuild_with_bar(settings.sources, settings.index)
    if as_json:
        _print_json(report.to_dict())
    else:
        typer.echo(
            f"{report.documents:,} documents, {report.passages:,} passages, {report.sentences:,} sentences "
            f"in {settings.index} (generation {report.generation})"
        )


@app.command()
def chat(
    index: Index = None,
    host: Annotated[str | None, typer.Option(help="Address to serve at [LOCCIT_HOST].", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve at [LOCCIT_PORT].", show_default=False)] = None,
    mcp: Annotated[bool | None, typer.Option(help="Serve MCP as well [LOCCIT_MCP].", show_default=False)] = None,
) -> None:
    """Open the chat; the index is built first if there is none."""
    from embeddings.store import current_generation, is_building
    from qa.settings import load_settings

    settings = load_settings(index=index, host=host, port=port, mcp=mcp)
    try:
        current_generation(settings.index)
    except IndexMissing:
        if not is_building(settings.index):
            _rebuild_with_bar(settings.sources, settings.index)
    from ui.server import launch

    launch(settings, announce=lambda address: typer.echo(f"loccit is at {address} (Ctrl-C stops it)"))


@app.command()
def info(index: Index = None, as_json: Json = False) -> None:
    """Say what the index holds: sources, counts, model, and the files that could not be read."""
    from dataclasses import asdict

    from embeddings.store import is_building, read_manifest
    from qa.settings import load_settings

    folder = load_settings(index=index).index
    manifest = asdict(read_manifest(folder))
    manifest.pop("files")
    if as_json:
        _print_json({"index": str(folder), **manifest, "building": is_building(folder)})
        return
    for name in ("generation", "created", "model", "documents", "passages", "sentences"):
        typer.echo(f"{name:<12} {manifest[name]}")
    for source in manifest["sources"]:
        typer.echo(f"{'source':<12} {_clean(source)}")
    for one in manifest["unreadable"]:
        typer.echo(f"{'not read':<12} {_clean(one['path'])}: {_clean(one['reason'])}")
    if is_building(folder):
        typer.echo("a rebuild is running")


@app.command()
def evaluate(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER...", help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv."),
    ],
    as_json: Json = False,
    run_file: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="Write a TREC run; with several folders one each, the folder's name before PATH's suffix.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", help="Ask only the first N judged questions of each folder.", min=1)
    ] = None,
    signals: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write the signals of every candidate passage as JSON Lines.")
    ] = None,
) -> None:
    """Measure retrieval on judged collections: questions whose relevant documents are known."""
    from qa.evaluation import evaluate as evaluate_folders

    with _bar() as bar:
        tasks: dict[tuple[str, str], Any] = {}

        def report(name: str, stage: str, done: int, total: int) -> None:
            if (name, stage) not in tasks:
                tasks[name, stage] = bar.add_task(_clean(f"{name}: {stage}"))
            bar.update(tasks[name, stage], completed=done, total=total)

        evaluations = evaluate_folders(folders, limit=limit, run_file=run_file, signals=signals, progress=report)
    for one in evaluations:
        for note in one.notes:
            typer.echo(_clean(f"{one.name}: {note}"), err=True)
    if as_json:
        _print_json({"sets": {one.name: one.figures for one in evaluations}})
    else:
        _print_figures(_output(), evaluations)


def _bar() -> "Progress":
    """Return bars on stderr that go when all is done, or when something is wrong: an error is one line by itself."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    said = TextColumn("{task.description}", markup=False)
    columns = (said, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _rebuild_with_bar(sources: tuple[Path, ...], index: Path) -> "Report":
    """Rebuild with a progress bar on stderr, then name there each file that could not be read."""
    from qa.archive import rebuild as rebuild_index

    with _bar() as bar:
        tasks = {"reading": bar.add_task("Reading files", total=None)}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task("Encoding passages", total=total)
            bar.update(tasks[stage], completed=done, total=total)

        result = rebuild_index(sources, index, progress=report)
    for one in result.unreadable:
        typer.echo(f"not read: {_clean(str(one))}", err=True)
    return result


def _print_json(value: dict[str, Any]) -> None:
    """Print JSON in which every control character is escaped, so that it loses nothing and steers nothing."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    typer.echo(_CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def _output() -> "Console":
    from rich.console import Console

    return Console(highlight=False, markup=False)


def _print_figures(console: "Console", evaluations: "list[Evaluation]") -> None:
    """Print a table with a column for each collection."""
    from rich.table import Table
    from rich.text import Text

    table = Table("figure")
    for one in evaluations:
        table.add_column(Text(_clean(one.name)), justify="right")
    for name in evaluations[0].figures:
        values = [one.figures[name] for one in evaluations]
        table.add_row(name.replace("_", " "), *(_figure(value) for value in values))
    console.print(table)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def _print_answer(console: "Console", answer: "Answer") -> None:
    if answer.status == "not_found":
        console.print("The archive does not say.", style="bold")
        if answer.nearest:
            console.print("The nearest passages:\n")
    _print_excerpts(console, answer.excerpts or answer.nearest)
    console.print(f"confidence {answer.confidence:.2f}", style="dim")


def _print_excerpts(console: "Console", excerpts: "list[Excerpt] | tuple[Excerpt, ...]") -> None:
    from ui.render import citation_line, title_of

    def line(text: str, style: str = "") -> None:
        # Output that goes to a file or another program is not wrapped at a width that nobody sees.
        console.print(_clean(text), style=style, soft_wrap=not console.is_terminal)

    for number, excerpt in enumerate(excerpts, 1):
        document = excerpt.document
        line(f"“{' '.join(excerpt.text.split())}”")
        line(f"  [{number}] {title_of(document)}", "bold")
        line(f"      {citation_line(document)}", "dim")
        line(f"      {document.path}, characters {excerpt.start} to {excerpt.end}\n", "dim")


def _clean(text: str) -> str:
    """Take out control characters: a document must not be able to steer the terminal."""
    return _CONTROL.sub("\ufffd", text)


def main() -> None:
    """Run the command line; every error is one line on stderr, with exit status 2 for a user's mistake, 1 for ours."""
    sys.exit(run(lambda: app(standalone_mode=False)))


def run(command: Callable[[], object]) -> int:
    """Run a command and return its exit status."""
    try:
        status = command()
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        message = _users_mistake(error)
        if message is None and os.environ.get("LOCCIT_DEBUG"):
            raise
        typer.echo(f"qa: {_one_line(message or _our_mistake(error))}", err=True)
        return USERS_MISTAKE if message else OUR_MISTAKE
    return status if isinstance(status, int) else 0


def _users_mistake(error: Exception) -> str | None:
    """Return what a user can mend, None if the error is ours."""
    if isinstance(error, LoccitError):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {(error.strerror or str(error)).lower()}"
    if usage := getattr(error, "format_message", None):
        path = getattr(getattr(error, "ctx", None), "command_path", "qa")
        return f"{usage()} See: {path} --help"
    return None


def _our_mistake(error: Exception) -> str:
    return f"internal error: {type(error).__name__}: {error} (LOCCIT_DEBUG=1 shows where; please report it)"


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())
