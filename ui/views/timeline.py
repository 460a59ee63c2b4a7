"""Excerpts in the order of the times that they speak of, as safe HTML with a plot of counts per year."""

import re
from collections.abc import Sequence

from qa.answers import Answer
from qa.citations.lines import title_of
from qa.citations.timeline import Moment, counts_by_year, timeline
from qa.wording import count_of
from ui.views.citations import numbered_link
from ui.views.html import escape
from ui.views.plot import names_of, plot

# Fewer make no order.
FEWEST = 2
# Characters of an excerpt that a line shows.
SHOWN = 160
_SPACES = re.compile(r"\s+")


def timeline_html(answer: Answer) -> str:
    """Return what opens to an answer's excerpts in the order of time; nothing where they name fewer than two times."""
    moments = timeline(answer.excerpts or answer.nearest)
    if sum(bool(moment.words) for moment in moments) < FEWEST:
        return ""
    items = "".join(map(_item, moments))
    plotted = plot(counts_by_year(moments), "Times spoken of by {}")
    return f'\n<details class="timeline"><summary>In the order of time</summary>\n{plotted}\n<ol>{items}</ol></details>'


def _item(moment: Moment) -> str:
    before, words, after = map(escape, shown_parts(moment))
    marked = f"<strong>{words}</strong>" if words else ""
    # The words stand marked beside it.
    when = str(moment.time) if words else moment.label
    return (
        f'<li><span class="when">{escape(when)}</span><div><q dir="auto">{before}{marked}{after}</q>'
        f" {numbered_link(moment.number, moment.excerpt)}</div></li>"
    )


def shown_parts(moment: Moment) -> tuple[str, str, str]:
    """Return the words of a moment with what stands before and after them in its excerpt, as one line.

    A long excerpt is cut around the words, with … for what is left out.
    """
    excerpt = moment.excerpt
    first, last = (place - excerpt.start for place in moment.place or (excerpt.start, excerpt.start))
    pieces = (excerpt.text[:first], excerpt.text[first:last], excerpt.text[last:])
    before, words, after = (_SPACES.sub(" ", piece) for piece in pieces)
    room = SHOWN - len(words)
    if len(before) + len(after) <= room:
        return before, words, after
    room_before = max(room // 2, room - len(after))
    if len(before) > room_before:
        before = f"… {before[-room_before:].split(' ', 1)[-1]}"
    room_after = max(0, room - len(before))
    if len(after) > room_after:
        after = f"{after[:room_after].rsplit(' ', 1)[0]} …"
    return before, words, after


def timeline_lines(moments: Sequence[Moment]) -> list[str]:
    """Return moments as lines of text, then the count of each year that has one."""
    width = max((len(moment.label) for moment in moments), default=0)
    lines = [
        f"{one.label:<{width}}  “{''.join(shown_parts(one))}” [{one.number}] {title_of(one.excerpt.document)}"
        for one in moments
    ]
    counts = counts_by_year(moments)
    named = zip(names_of(list(counts)), counts.values(), strict=True)
    return [*lines, "", *(f"{name}  {'█' * count} {count_of(count, 'time')}" for name, count in named if count)]
