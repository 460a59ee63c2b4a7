"""The commands that measure: qa evaluate and qa calibrate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.terminal.asking import Index, Json
from ui.terminal.output import bars, clean, console, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from qa.evaluation.evaluation import Evaluation


def evaluate(
    folders: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER...", help="Folders with corpus.jsonl, queries.jsonl and qrels.tsv."),
    ],
    *,
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
    answers: Annotated[
        bool,
        typer.Option("--answers", help="Ask again while the answers are hidden: does the confidence tell?"),
    ] = False,
) -> None:
    """Measure retrieval on judged collections: questions whose relevant documents are known."""
    from qa.evaluation.evaluation import evaluate as evaluate_folders

    with bars() as bar:
        tasks: dict[tuple[str, str], Any] = {}

        def report(name: str, stage: str, done: int, total: int) -> None:
            if (name, stage) not in tasks:
                tasks[name, stage] = bar.add_task(clean(f"{name}: {stage}"))
            bar.update(tasks[name, stage], completed=done, total=total)

        evaluations = evaluate_folders(
            folders, limit=limit, run_file=run_file, signals=signals, answers=answers, progress=report
        )
    for one in evaluations:
        for note in one.notes:
            typer.echo(clean(f"{one.name}: {note}"), err=True)
    if as_json:
        print_json({"sets": {one.name: one.figures for one in evaluations}})
    else:
        _print_figures(console(), evaluations)


def _print_figures(to: "Console", evaluations: "list[Evaluation]") -> None:
    """Print a table with a column for each collection."""
    from rich.table import Table
    from rich.text import Text

    table = Table("figure")
    for one in evaluations:
        table.add_column(Text(clean(one.name)), justify="right")
    for name in evaluations[0].figures:
        values = [one.figures[name] for one in evaluations]
        table.add_row(name.replace("_", " "), *(_figure(value) for value in values))
    to.print(table)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def calibrate(
    questions: Annotated[int, typer.Option(metavar="N", help="How many passages to ask about.", min=1)] = 200,
    *,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Check the threshold on your own archive, by asking about passages that are then hidden."""
    from qa.archive import Archive

    archive = Archive.open(index)
    with bars() as bar:
        task = bar.add_task("asking")
        found = archive.calibrate(questions, progress=lambda done, of: bar.update(task, completed=done, total=of))
    if as_json:
        print_json(found.to_dict())
        return
    at = f"At the threshold in force, {found.threshold:g}"
    typer.echo(f"{found.questions} passages were asked about, each with its document there and with it hidden.")
    typer.echo(f"{at}: {found.answered:.0%} answered while there, {found.refused:.0%} refused while hidden.")
    typer.echo(
        f"At {found.suggested_threshold:g}, which parts them best: {found.suggested_answered:.0%} answered, "
        f"{found.suggested_refused:.0%} refused."
    )
    if found.suggested_threshold != found.threshold:
        typer.echo(f"To use that: LOCCIT_THRESHOLD={found.suggested_threshold:g}")
