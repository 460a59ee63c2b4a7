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
_WIDTH, _HEIGHT, _BASE = 600, 60, 14
# Characters of an excerpt that a line shows.
SHOWN = 160


def timeline_html(answer: Answer) -> str:
    """Return what opens to an answer's excerpts in the order of time; nothing where they name fewer than two times."""
    moments = timeline(answer.excerpts or answer.nearest)
    if sum(bool(moment.words) for moment in moments) < FEWEST:
        return ""
    items = "".join(_item(moment) for moment in moments)
    return (
        f'\n<details class="timeline"><summary>In the order of time</summary>\n{plot(counts_by_year(moments))}\n'
        f"<ol>{items}</ol></details>"
    )


def plot(counts: Mapping[int, int]) -> str:
    """Return a bar for each year as SVG that loads nothing; a screen reader hears the counts."""
    if not counts:
        return ""
    names = _names(list(counts))
    bars = "".join(
        _bar(place, name, count / max(counts.values()), len(counts))
        for place, (name, count) in enumerate(zip(names, counts.values(), strict=True))
        if count
    )
    spoken = ", ".join(f"{name}: {count}" for name, count in zip(names, counts.values(), strict=True) if count)
    ends = f'<text x="0" y="{_HEIGHT + _BASE - 2}">{names[0]}</text>'
    if len(names) > 1:
        ends += f'<text x="{_WIDTH}" y="{_HEIGHT + _BASE - 2}" text-anchor="end">{names[-1]}</text>'
    box, label = f"0 0 {_WIDTH} {_HEIGHT + _BASE}", f"Times spoken of: {spoken}"
    return f'<svg class="years" viewBox="{box}" role="img" aria-label="{label}">{bars}{ends}</svg>'


def _names(years: Sequence[int]) -> list[str]:
    """Return what each bar counts: a year, "1990s" for a decade, "1800s" for a century."""
    is_year = len(years) <= 1 or years[1] - years[0] == 1
    return [str(year) if is_year else f"{year}s" for year in years]


def _bar(place: int, name: str, height: float, bars: int) -> str:
    width = _WIDTH / bars
    return (
        f'<rect x="{(place + 0.1) * width:.1f}" y="{_HEIGHT * (1 - height):.1f}" width="{min(width * 0.8, 24):.1f}"'
        f' height="{_HEIGHT * height:.1f}"><title>{name}</title></rect>'
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
