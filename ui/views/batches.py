"""Batches of questions as safe HTML: how far each is, how it ended, and where its answers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa.batches.questions import BatchQuestion
from qa.batches.rows import NOT_ASKED
from qa.wording import count_of, human_date
from ui.views.html import escape

# Rows that cannot be asked and are named; of the rest it says how many there are.
NAMED = 20
_STATUSES = (("answered", "answered"), ("not_found", "not found"), (NOT_ASKED, "not asked"))


@dataclass(frozen=True, slots=True)
class BatchState:
    """Where a batch is: how many rows of a `total` have each status, and whether it runs still.

    `name` is that of the file of its questions, `began` the day it began and `until` the last day it is kept (ISO 8601,
    "" as long as it runs). `faults` are the questions that cannot be asked. `error` is what ended it before its end, if
    anything did.
    """

    token: str
    name: str
    total: int
    began: str = ""
    until: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    running: bool = True
    stopping: bool = False
    error: str = ""
    faults: Sequence[BatchQuestion] = ()

    @property
    def done(self) -> int:
        """How many rows are written."""
        return sum(self.counts.values())


def batches_html(states: Sequence[BatchState]) -> str:
    """Return batches, each as `batch_html` does."""
    return "".join(map(batch_html, states))


def batch_html(state: BatchState) -> str:
    """Return where a batch is, with a button to cancel it, or how it ended, with links to its answers."""
    began = f' <span class="fine">{escape(human_date(state.began))}</span>' if state.began else ""
    shown = _running(state) if state.running else _ended(state)
    return (
        f'<article class="batch" data-token="{escape(state.token)}"><h2 dir="auto">{escape(state.name)}{began}</h2>'
        f"{shown}{_faults(state.faults)}</article>"
    )


def _ended(state: BatchState) -> str:
    alert = f'<p role="alert">{escape(state.error)}</p>' if state.error else ""
    begun = "" if state.done == state.total else f"Stopped after {state.done:,} of {state.total:,}: "
    counts = ", ".join(f"{state.counts[name]:,} {words}" for name, words in _STATUSES if state.counts.get(name))
    told = f"{begun or count_of(state.total, 'question') + ': '}{counts or 'none asked'}."
    links = "".join(
        f'<a href="batch-answers?batch={escape(state.token)}&amp;form={form}" download="answers.{form}">'
        f"answers.{form}</a>"
        for form in ("csv", "jsonl")
    )
    go_on = '<button type="button" data-batch="go_on">Go on</button>' if begun else ""
    remove = f'<button type="button" data-batch="remove" aria-label="Remove {escape(state.name)}">Remove</button>'
    until = f'<p class="fine">Kept until {human_date(state.until)}.</p>' if state.until else ""
    return f'{alert}<p class="ended">{told}</p><p class="downloads">{links}{go_on}{remove}</p>{until}'


def _running(state: BatchState) -> str:
    if state.stopping:
        return "<p>Stopping …</p>"
    name = f"progress-{escape(state.token)}"
    return (
        f'<p><label for="{name}">Asked: {state.done:,} of {state.total:,}</label></p>'
        f'<progress id="{name}" max="{max(state.total, 1)}" value="{state.done}"></progress>'
        '<p class="downloads"><button type="button" data-batch="stop">Cancel</button></p>'
    )


def _faults(faults: Sequence[BatchQuestion]) -> str:
    if not faults:
        return ""
    items = "".join(
        f'<li>Row {asked.row}: <span dir="auto">{escape(asked.fault)}</span></li>' for asked in faults[:NAMED]
    )
    more = f"<li>and {len(faults) - NAMED:,} more</li>" if len(faults) > NAMED else ""
    count = f"{count_of(len(faults), 'row')} cannot be asked"
    return f'<details class="failures"><summary>{count}</summary><ul>{items}{more}</ul></details>'
