"""Clippings as safe HTML: a notebook's quotations with their notes and tags, and what can be done with each."""

from collections.abc import Sequence

from qa.citations.lines import citation_line, title_of
from qa.kept.following import Followed
from qa.wording import count_of
from ui.views.html import escape
from ui.views.resolved import resolved_note


def clippings_html(part: Sequence[Followed], first: int, total: int, *, movable: bool) -> str:
    """Return some clippings of a list of `total`, the first of them number `first`, counted from 0.

    `movable` is whether the list is all of a notebook, so that the order is that of the notebook.
    """
    if not total:
        return '<p class="none">Nothing is kept here yet. “Keep” below an excerpt puts it here.</p>'
    hint = "" if movable else '<p class="fine">Choose one notebook, and all tags, to change its order.</p>'
    items = "".join(_clipping(one, first + place, total, movable=movable) for place, one in enumerate(part))
    return f'{hint}<ol class="clippings">{items}</ol>{_pages(first, len(part), total)}'


def options_html(counted: Sequence[tuple[str, int]], chosen: str, everything: str) -> str:
    """Return the options of a choice among names, each with its count; the first, `everything`, stands for all."""
    options = "".join(
        f'<option value="{escape(name)}"{" selected" if name == chosen else ""}>{escape(name)} ({number:,})</option>'
        for name, number in counted
    )
    return f'<option value="">{everything}</option>{options}'


def counted_line(total: int) -> str:
    """Return how many clippings there are, as a sentence."""
    return f"{count_of(total, 'clipping')}."


def _clipping(one: Followed, place: int, total: int, *, movable: bool) -> str:
    clipping, document = one.clipping, one.document
    where = f"{one.place} · " if one.place else ""
    lines = "<br>".join(map(escape, one.lines))
    title = f'<cite class="title" dir="auto">{escape(title_of(document))}</cite>'
    handle = '<span class="handle" draggable="true" aria-hidden="true" title="Drag to another place">⠿</span>'
    data = f'data-number="{clipping.number}" data-position="{clipping.position}" '
    data += f'data-notebook="{escape(clipping.notebook)}" data-note="{escape(clipping.note)}" '
    data += f'data-tags="{escape(", ".join(clipping.tags))}"'
    return f"""<li class="clipping" {data}>{handle if movable else ""}
<figure class="excerpt"><blockquote dir="auto" lang="{escape(document.language or "")}">{lines}</blockquote>
<figcaption><a class="citation" href="./?ref={clipping.reference}">{title}</a>
<span class="from" dir="auto">{escape(where + citation_line(document))}</span></figcaption>
{resolved_note(one.resolved)}{_noted(one)}</figure>
{_tools(one, place, total, movable=movable)}</li>"""


def _noted(one: Followed) -> str:
    clipping = one.clipping
    note = f'<p class="note" dir="auto">{escape(clipping.note)}</p>' if clipping.note else ""
    buttons = "".join(
        f'<li><button type="button" class="chip" data-tag="{escape(tag)}" dir="auto">{escape(tag)}</button></li>'
        for tag in clipping.tags
    )
    return note + (f'<ul class="tags" aria-label="Tags">{buttons}</ul>' if buttons else "")


def _tools(one: Followed, place: int, total: int, *, movable: bool) -> str:
    of = f"number {place + 1:,}"
    moves = ""
    if movable:
        ends = {"up": place == 0, "down": place == total - 1}
        for way, is_end in ends.items():
            off = " disabled" if is_end else ""
            label = f'aria-label="Move {of} {way}"'
            moves += f'<button type="button" data-do="{way}" {label}{off}>Move {way}</button>'
    else:
        moves = f'<span class="from" dir="auto">in {escape(one.clipping.notebook)}</span>'
    return f"""<div class="tools">{moves}
<button type="button" data-do="edit" aria-label="Edit {of}">Edit</button>
<button type="button" data-do="remove" aria-label="Remove {of}">Remove</button></div>"""


def _pages(first: int, shown: int, total: int) -> str:
    if shown == total:
        return ""
    previous = '<button type="button" data-page="-1">Previous</button>' if first else ""
    following = '<button type="button" data-page="1">Next</button>' if first + shown < total else ""
    counted = f"{first + 1:,} to {first + shown:,} of {count_of(total, 'clipping')}"
    return f'<p class="pages">{previous}<span>{counted}</span>{following}</p>'
