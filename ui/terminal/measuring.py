"""The commands that measure: qa evaluate and qa calibrate."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.terminal.options import Index, Json
from ui.terminal.output import bars, clean, console, print_json

if TYPE_CHECKING:
    from rich.console import Console

    from qa.evaluation.calibration import Calibration
    from qa.evaluation.evaluation import Evaluation

# Questions with an answer, and without one: fewer say too little of a threshold (docs/feedback.md).
FEWEST_OF_A_KIND = 20


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
    from qa.evaluation.evaluation import Options
    from qa.evaluation.evaluation import evaluate as evaluate_folders

    with bars() as bar:
        tasks: dict[tuple[str, str], Any] = {}

        def report_progress(name: str, stage: str, done: int, total: int) -> None:
            if (name, stage) not in tasks:
                tasks[name, stage] = bar.add_task(clean(f"{name}: {stage}"))
            bar.update(tasks[name, stage], completed=done, total=total)

        options = Options(limit, run_file, signals, answers)
        evaluations = evaluate_folders(folders, options, progress=report_progress)
    for evaluation in evaluations:
        for note in evaluation.notes:
            typer.echo(clean(f"{evaluation.name}: {note}"), err=True)
    if as_json:
        print_json({"sets": {evaluation.name: evaluation.figures for evaluation in evaluations}})
    else:
        _print_figures(console(), evaluations)


def _print_figures(to: "Console", evaluations: "list[Evaluation]") -> None:
    """Print a table with a column for each collection."""
    from rich.table import Table
    from rich.text import Text

    table = Table("figure")
    for evaluation in evaluations:
        table.add_column(Text(clean(evaluation.name)), justify="right")
    for name in evaluations[0].figures:
        values = [evaluation.figures[name] for evaluation in evaluations]
        table.add_row(name.replace("_", " "), *(_figure(value) for value in values))
    to.print(table)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"


def calibrate(
    questions: Annotated[int, typer.Option(metavar="N", help="How many passages to ask about.", min=1)] = 200,
    *,
    judged: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Ask the questions of a judged collection instead, as of qa feedback export."
        ),
    ] = None,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Check the threshold on your own archive, by asking about passages that are then hidden."""
    from qa.archive import Archive
    from qa.evaluation.collections import read_collection
    from qa.evaluation.judged_calibration import calibrate_judged
    from qa.wording import count_of

    collection = read_collection(judged) if judged else None
    archive = Archive.open(index)
    with bars() as bar:
        task = bar.add_task("asking")

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        if collection:
            calibration = calibrate_judged(archive, collection, progress)
        else:
            calibration = archive.calibrate(questions, progress=progress)
    if as_json:
        print_json(calibration.to_dict())
        return
    if collection:
        with_answer, without = len(collection.questions), len(collection.unanswerable)
        typer.echo(f"{count_of(with_answer, 'question')} with an answer and {without:,} without were asked.")
        fewest, advice = min(with_answer, without), f"judge {FEWEST_OF_A_KIND} of each kind or more"
    else:
        typer.echo(
            f"{calibration.questions} passages were asked about, each with its document there and with it hidden."
        )
        fewest, advice = calibration.questions, f"{FEWEST_OF_A_KIND} or more would do"
    _print_calibration(
        calibration, *(("of the first", "of the others") if collection else ("while there", "while hidden"))
    )
    if fewest < FEWEST_OF_A_KIND:
        typer.echo(f"They are too few to choose a threshold by: {advice}.")
    elif calibration.suggested_threshold != calibration.threshold:
        typer.echo(f"To use that: LOCCIT_THRESHOLD={calibration.suggested_threshold:g}")


def _print_calibration(calibration: "Calibration", there: str, hidden: str) -> None:
    """Print the shares; `there` and `hidden` say of which questions each is."""
    typer.echo(
        f"At the threshold in force, {calibration.threshold:g}: {calibration.answered:.0%} answered {there}, "
        f"{calibration.refused:.0%} refused {hidden}."
    )
    suggested = f"{calibration.suggested_threshold:g}"
    typer.echo(
        f"At {suggested}, which parts them best: {calibration.suggested_answered:.0%} answered, "
        f"{calibration.suggested_refused:.0%} refused."
    )
