"""Where a rebuild is: its stages in words, its state, and that state as safe HTML."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from embeddings.errors import ReadFailed
from qa.wording import count_of
from ui.views.html import escape

if TYPE_CHECKING:
    from embeddings.building.report import Report

# The stages that building and verifying an index report, as a reader is shown them.
STAGES = {
    "comparing": "Comparing files",
    "reading": "Reading files",
    "encoding": "Encoding passages",
    "writing": "Writing the index",
    "filling": "Filling the search engine",
    "verifying": "Reading the index",
}


@dataclass(frozen=True, slots=True)
class RebuildState:
    """A rebuild that runs, or how the last one ended.

    While one runs, `stage` is what it is at, and `done` of `total` steps of that stage are done. `stopping` says that
    it was cancelled and ends with the step it is at. Afterwards there is either its `report` or the `error` that ended
    it. Where none ran, there is neither. `may_go_on` is whether a source is lost, without whose documents the archive
    can be brought up to date all the same.
    """

    running: bool = False
    stopping: bool = False
    stage: str = ""
    done: int = 0
    total: int = 0
    report: "Report | None" = None
    error: str = ""
    may_go_on: bool = False


def progress(state: RebuildState) -> str:
    """Return where a rebuild is, or how the last one ended; nothing where none ran."""
    if state.running:
        return _running(state)
    if state.error:
        button = '<button type="button" data-do="allow-empty">Go on without these documents</button>'
        return f'<p role="alert">{escape(state.error)}</p>{button if state.may_go_on else ""}'
    return _ended(state.report) if state.report else ""


def _running(state: RebuildState) -> str:
    if state.stopping:
        return "<p>Stopping …</p>"
    stage = STAGES.get(state.stage, "Beginning")
    numbers = f": {state.done:,} of {state.total:,}" if state.total else ""
    return (
        f'<p><label for="progress">{stage}{numbers}</label></p>'
        f'<progress id="progress" max="{max(state.total, 1)}" value="{state.done}"></progress>'
        '<button type="button" data-do="cancel">Cancel</button>'
    )


def _ended(report: "Report") -> str:
    changes = report.changes
    counts = {kind: len(getattr(changes, kind)) for kind in ("added", "changed", "renamed", "removed")}
    summary = ", ".join(f"{count:,} {kind}" for kind, count in counts.items() if count) or "nothing had changed"
    unread = f"; {count_of(report.unreadable_count, 'file')} could not be read" if report.unreadable else ""
    if report.poor_count:
        unread += f"; {count_of(report.poor_count, 'document')} read poorly"
    damaged = ""
    if report.damaged:
        message = f"The generation before was damaged, and nothing taken from it: {report.damaged}"
        damaged = f'<p role="alert">{escape(message)}</p>'
    if report.complete:
        return f"<p>The archive is up to date: {summary}{unread}.</p>{damaged}"
    failed = "".join(f"<li>{escape(str(file))}</li>" for file in report.unreadable if isinstance(file, ReadFailed))
    alert = f'<div role="alert"><p>Not all sources could be read:</p><ul>{failed}</ul></div>'
    return f"<p>The archive is up to date with what could be read: {summary}{unread}.</p>{alert}{damaged}"
