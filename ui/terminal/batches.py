"""qa ask --batch: every question of a file is asked, with a progress bar, and its answer written as a row."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.starting import garbage_collection_paused
from ui.terminal.output import NOT_ALL_READ, Interrupted, bars, clean

if TYPE_CHECKING:
    from qa.batches.running import Batch
    from qa.question.filters import Filters

BatchFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Ask every question of a CSV file instead.", show_default=False)
]
OutFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="With --batch: write the answers here, .csv or .jsonl.", show_default=False),
]
# Faults that are named; of the rest it says how many there are.
NAMED = 20


def ask_batch(questions: Path | None, out: Path | None, filters: "Filters", index: Path | None) -> None:
    """Ask the questions of a file and write their answers, from where an earlier run was stopped."""
    from embeddings.generations.store import open_generation
    from qa.batches.running import begin, run
    from qa.question.filters import selection_in
    from qa.settings import load_settings
    from qa.wording import count_of

    if questions is None or out is None:
        raise typer.BadParameter("Give both --batch FILE and --out FILE.")
    # What is wrong is said before the model is loaded.
    batch = begin(questions, out)
    if filters:
        selection_in(filters, open_generation(load_settings(index=index).index))
    left = len(batch.questions) - batch.done
    if batch.done:
        typer.echo(f"qa: {count_of(batch.done, 'answer')} there already; {left:,} to go.", err=True)
    if left:
        with garbage_collection_paused():
            from qa.archive import Archive

            archive = Archive.open(index)
        try:
            with bars() as bar:
                task = bar.add_task("asking")
                run(batch, archive, filters, lambda done, total: bar.update(task, completed=done, total=total))
        except KeyboardInterrupt as interruption:
            raise Interrupted(f"What {out} holds stays; the same command goes on from there.") from interruption
    typer.echo(f"{count_of(len(batch.questions), 'question')}: the answers are in {clean(str(out))}")
    _name_faults(batch)


def _name_faults(batch: "Batch") -> None:
    """Name the rows that were not asked; the command then ends with status 3."""
    faults = batch.faults
    for asked in faults[:NAMED]:
        typer.echo(f"qa: row {asked.row}: {clean(asked.fault)}", err=True)
    if len(faults) > NAMED:
        typer.echo(f"qa: and {len(faults) - NAMED:,} more rows; their status is not_asked.", err=True)
    if faults:
        raise typer.Exit(NOT_ALL_READ)
