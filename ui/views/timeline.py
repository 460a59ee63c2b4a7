"""Excerpts in the order of the times that they speak of, as safe HTML with a plot of counts per year."""

from collections.abc import Mapping, Sequence

from qa.answers import Answer, Excerpt
from qa.citations.lines import title_of
from qa.citations.timeline import Moment, counts_by_year, timeline
from qa.wording import count_of
from ui.views.citations import source_link
from ui.views.html import escape

# Fewer make no order.
FEWEST = 2
# Of the plot, in its own units.
_WIDTH, _HEIGHT, _WIDEST = 600, 60, 24
# Characters of an excerpt that a line shows.
SHOWN = 160


def timeline_html(answer: Answer) -> str:
    """Return what opens to an answer's excerpts in the order of time; nothing where they name fewer than two times."""
    moments = timeline(answer.excerpts or answer.nearest)
    if sum(bool(moment.words) for moment in moments) < FEWEST:
        return ""
    items = "".join(_item(moment) for moment in moments)
    plotted = plot(counts_by_year(moments), "Times spoken of")
    return f'\n<details class="timeline"><summary>In the order of time</summary>\n{plotted}\n<ol>{items}</ol></details>'


def plot(counts: Mapping[int, int], what: str) -> str:
    """Return a bar for each year as SVG that loads nothing, over the first and the last; a screen reader hears all.

    `what` says what is counted.
    """
    if not counts:
        return ""
    names = _names(list(counts))
    bars = "".join(
        _bar(place, f"{name}: {count}", count / max(counts.values()), len(counts))
        for place, (name, count) in enumerate(zip(names, counts.values(), strict=True))
        if count
    )
    spoken = ", ".join(f"{name}: {count}" for name, count in zip(names, counts.values(), strict=True) if count)
    # Letters within the picture would shrink with it.
    ends = "".join(f"<span>{name}</span>" for name in dict.fromkeys([names[0], names[-1]]))
    box, label = f"0 0 {_WIDTH} {_HEIGHT}", f"{what}: {spoken}"
    picture = f'<svg viewBox="{box}" role="img" aria-label="{label}">{bars}</svg>'
    return f'<div class="years">{picture}<p aria-hidden="true">{ends}</p></div>'


def _names(years: Sequence[int]) -> list[str]:
    """Return what each bar counts: a year, "1990s" for a decade, "1800s" for a century."""
    is_year = len(years) <= 1 or years[1] - years[0] == 1
    return [str(year) if is_year else f"{year}s" for year in years]


def _bar(place: int, counted: str, height: float, bars: int) -> str:
    width = min(_WIDTH / bars * 0.8, _WIDEST)
    left = place * (_WIDTH - width) / max(1, bars - 1)
    return (
        f'<rect x="{left:.1f}" y="{_HEIGHT * (1 - height):.1f}" width="{width:.1f}"'
        f' height="{_HEIGHT * height:.1f}"><title>{counted}</title></rect>'
    )


def _item(moment: Moment) -> str:
    excerpt, document = moment.excerpt, moment.excerpt.document
    cited = f'<cite dir="auto">[{moment.number}] {escape(title_of(document))}</cite>'
    return (
        f'<li><span class="when">{escape(moment.label)}</span> <q dir="auto">{escape(_shown(excerpt))}</q>'
        f' <a class="occurrence" href="{escape(source_link(excerpt))}" data-doc="{escape(document.id)}"'
        f' data-start="{excerpt.start}" data-end="{excerpt.end}" data-text="{document.text_sha256[:12]}"'
        f' data-reference="{excerpt.reference}">{cited}</a></li>'
    )


def _shown(excerpt: Excerpt) -> str:
    words = " ".join(excerpt.text.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rsplit(' ', 1)[0]} …"


def timeline_lines(moments: Sequence[Moment]) -> list[str]:
    """Return moments as lines of text, then the count of each year that has one."""
    width = max((len(moment.label) for moment in moments), default=0)
    lines = [
        f"{moment.label:<{width}}  “{_shown(moment.excerpt)}” [{moment.number}] {title_of(moment.excerpt.document)}"
        for moment in moments
    ]
    counts = counts_by_year(moments)
    named = zip(_names(list(counts)), counts.values(), strict=True)
    return [*lines, "", *(f"{name}  {'█' * count} {count_of(count, 'time')}" for name, count in named if count)]
