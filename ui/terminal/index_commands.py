"""The commands that keep an index: qa rebuild | sources | generations | rollback."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from embeddings.errors import LoccitError
from qa.wording import count_of
from ui.terminal.options import Index, Json
from ui.terminal.output import NOT_ALL_READ, Interrupted, attributions_line, bars, clean, print_json
from ui.views.rebuild_progress import STAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embeddings.building.changes import Changes
    from embeddings.building.progress import Progress
    from embeddings.building.report import Report

Source = Annotated[Path, typer.Argument(metavar="SOURCE", help="A file or a folder.", show_default=False)]

# Documents read poorly that a rebuild names: they are read, and every rebuild names them again.
POOR_PRINTED = 10

sources_app = typer.Typer(no_args_is_help=True, help="The files and folders that a rebuild follows.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(rebuild)
    app.add_typer(sources_app, name="sources")
    app.command()(generations)
    app.command()(rollback)


def rebuild(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[SOURCE...]",
            help="Files and folders to follow from now on, instead of those followed so far [LOCCIT_SOURCES].",
            show_default=False,
        ),
    ] = None,
    index: Index = None,
    *,
    full: Annotated[bool, typer.Option("--full", help="Read and embed everything anew.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what has changed, and write nothing.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on, and rebuild whenever a file changes.")] = False,
    allow_empty: Annotated[
        bool,
        typer.Option("--allow-empty", help="Publish even if a source lost all its documents, or is not there."),
    ] = False,
    workers: Annotated[
        Literal["ray"] | None,
        typer.Option(help="Read and embed on the Ray cluster that RAY_ADDRESS names.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> int:
    """Bring the index up to date with its sources; questions are answered from the old one meanwhile."""
    if dry_run:
        _print_changes(_find_changes(sources, index, allow_empty=allow_empty), as_json=as_json)
        return 0
    report = rebuild_with_bars(sources, index, full=full, allow_empty=allow_empty, workers=workers)
    _print_report(report, index, as_json=as_json)
    if watch:
        _watch(sources, index, allow_empty=allow_empty, workers=workers, as_json=as_json)
    return 0 if report.complete else NOT_ALL_READ


def rebuild_with_bars(sources: "Sequence[Path] | None", index: Path | None, **how: Any) -> "Report":
    """Rebuild with progress bars on stderr, then name there the files that could not be read."""
    from qa.upkeep.rebuilding import rebuild as rebuild_index

    try:
        with bars() as bar:
            report = rebuild_index(sources or None, index, progress=progress_on(bar), **how)
    except KeyboardInterrupt:
        raise Interrupted("The index is as it was; what was embedded is kept for the next rebuild.") from None
    _print_unread(report)
    return report


def _print_unread(report: "Report") -> None:
    for file in report.unreadable:
        typer.echo(f"not read: {clean(str(file))}", err=True)
    if report.more_unreadable:
        path = clean(str(report.unreadable_file))
        typer.echo(f"not read: {report.more_unreadable:,} more; all are named in {path}", err=True)
    for document in report.poor[:POOR_PRINTED]:
        typer.echo(f"read poorly: {clean(document.id)}: {clean(document.how)}", err=True)
    if report.poor_count > POOR_PRINTED:
        more = report.poor_count - POOR_PRINTED
        typer.echo(f"read poorly: {more:,} more; qa sources report names all", err=True)
    for document in report.not_attributed[:POOR_PRINTED]:
        typer.echo(f"not attributed: {clean(document.id)}: {clean(document.how)}", err=True)


def _watch(sources: "Sequence[Path] | None", index: Path | None, *, as_json: bool, **how: Any) -> None:
    """Follow the sources until Ctrl-C."""
    from qa.upkeep.watching import watch

    def print_if_published(report: "Report") -> None:
        if report.published:
            _print_unread(report)
            _print_report(report, index, as_json=as_json)

    def print_error(error: LoccitError) -> None:
        typer.echo(f"qa: {' '.join(clean(str(error)).split())}", err=True)

    typer.echo("Following the sources (Ctrl-C stops)", err=True)
    watch(sources or None, index, report=print_if_published, failed=print_error, **how)


def progress_on(bar: Any) -> "Progress":
    """Return what moves the bars of progress, one for each stage."""
    tasks: dict[str, Any] = {}

    def report_progress(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(STAGES.get(stage, stage), total=total)
        bar.update(tasks[stage], completed=done, total=total)

    return report_progress


def _find_changes(sources: "Sequence[Path] | None", index: Path | None, *, allow_empty: bool) -> "Changes":
    from qa.upkeep.maintenance import find_changes

    with bars() as bar:
        return find_changes(sources or None, index, allow_empty=allow_empty, progress=progress_on(bar))


def _print_changes(changes: "Changes", *, as_json: bool) -> None:
    if as_json:
        print_json(changes.to_dict())
        return
    for kind in ("added", "changed", "removed"):
        for name in getattr(changes, kind):
            typer.echo(f"{kind:<8} {clean(name)}")
    for before, now in changes.renamed:
        typer.echo(f"renamed  {clean(before)} -> {clean(now)}")
    for name in changes.unseen:
        typer.echo(f"unseen   {clean(name)}: cannot be read now, and stays as it was")
    typer.echo(_summary(changes))


def _summary(changes: "Changes") -> str:
    counts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "renamed": len(changes.renamed),
        "removed": len(changes.removed),
        "unchanged": changes.unchanged,
    }
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items())


def _print_report(report: "Report", index: Path | None, *, as_json: bool) -> None:
    from qa.settings import load_settings

    if as_json:
        print_json(report.to_dict())
        return
    generation = f"{'generation' if report.published else 'nothing has changed; still generation'} {report.generation}"
    typer.echo(
        f"{count_of(report.documents, 'document')}, {count_of(report.passages, 'passage')}, "
        f"{count_of(report.sentences, 'sentence')} "
        f"in {load_settings(index=index).index} ({generation})"
    )
    typer.echo(f"files: {_summary(report.changes)}; not read: {report.unreadable_count:,}")
    if report.poor_count:
        typer.echo(f"documents read poorly: {report.poor_count:,}")
    if not report.complete:
        stay = len(report.changes.unseen)
        typer.echo(f"not all sources could be read; files that stay as they were: {stay:,}")
    if report.left_out:
        typer.echo(f"lines left out as site furniture, of the files read now: {report.left_out:,}")
    typer.echo(f"passages embedded: {report.embedded:,}")
    typer.echo(f"attributions: {attributions_line(report.attributions, report.parser)}")
    if report.not_attributed_count:
        typer.echo(f"documents not looked through whole for them: {report.not_attributed_count:,}")
    if report.damaged:
        typer.echo(f"the generation before was damaged, and nothing taken from it: {clean(report.damaged)}")


@sources_app.command("list")
def list_sources(index: Index = None, as_json: Json = False) -> None:
    """Name the files and folders that a rebuild follows."""
    from qa.upkeep.maintenance import sources

    _print_sources(sources(index), as_json=as_json)


@sources_app.command("add")
def add_source(source: Source, index: Index = None, as_json: Json = False) -> None:
    """Follow one more file or folder from the next rebuild on."""
    from qa.upkeep.maintenance import add_source as add

    _print_sources(add(source, index), as_json=as_json)
    _say_when(index)


@sources_app.command("report")
def report_sources(index: Index = None, as_json: Json = False) -> None:
    """Name every file that could not be read, or was read poorly, with the reason."""
    from qa.upkeep.maintenance import reading_report

    report = reading_report(index)
    if as_json:
        print_json(report)
        return
    for file in report["unreadable"]:
        typer.echo(f"not read: {clean(file['path'])}: {clean(file['reason'])}")
    for document in report["poor"]:
        typer.echo(f"read poorly: {clean(document['id'])}: {clean(document['how'])}")
    typer.echo(f"not read: {len(report['unreadable']):,}; read poorly: {len(report['poor']):,}")


@sources_app.command("remove")
def remove_source(source: Source, index: Index = None, as_json: Json = False) -> None:
    """Follow a file or folder no longer, from the next rebuild on."""
    from qa.upkeep.maintenance import remove_source as remove

    _print_sources(remove(source, index), as_json=as_json)
    _say_when(index)


def _say_when(index: Path | None) -> None:
    from qa.settings import load_settings

    folder = load_settings(index=index).index
    typer.echo(f"The index follows these from its next rebuild on: qa rebuild --index {clean(str(folder))}", err=True)


def _print_sources(sources: "Sequence[Path]", *, as_json: bool) -> None:
    if as_json:
        print_json({"sources": [str(source) for source in sources]})
        return
    for source in sources:
        typer.echo(clean(str(source)))


def generations(index: Index = None, as_json: Json = False) -> None:
    """List the generations that are kept, newest first."""
    from dataclasses import asdict

    from qa.upkeep.maintenance import generations as kept_generations

    kept = kept_generations(index)
    if as_json:
        print_json({"generations": [asdict(generation) for generation in kept]})
        return
    for generation in kept:
        mark = "*" if generation.current else " "
        counts = f"{count_of(generation.documents, 'document')}, {count_of(generation.passages, 'passage')}"
        typer.echo(f"{mark} {generation.generation}  {generation.created}  {counts}")


def rollback(
    generation: Annotated[
        str | None, typer.Argument(help="Its id; by default the one before.", show_default=False)
    ] = None,
    index: Index = None,
    as_json: Json = False,
) -> None:
    """Go back to another generation that is kept, until the next rebuild that finds something changed."""
    from qa.upkeep.maintenance import roll_back

    current = roll_back(generation, index)
    if as_json:
        print_json({"generation": current})
    else:
        typer.echo(f"generation {current} is current")
