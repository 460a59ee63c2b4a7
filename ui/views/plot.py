"""Counts of years as a plot of bars, as SVG that loads nothing."""

from collections.abc import Mapping, Sequence

# Of the picture, in its own units; a page stretches it to the place that it has.
WIDTH, HEIGHT, WIDEST = 600, 80, 20
# How much of its place a bar fills.
_FILLED = 0.8
# Fewer bars show nothing that their count does not say.
FEWEST = 2
_UNITS = {1: "year", 10: "decade", 100: "century"}


def plot(counts: Mapping[int, int], what: str) -> str:
    """Return a bar for each year, decade or century, over the first, the last and what is counted.

    A screen reader hears all. Of one year alone there is no plot. `counts` are as qa.citations.timeline.counted_years
    returns them. `what` says what is counted, with {} for the unit: "Documents by {} of publication".
    """
    if len(counts) < FEWEST:
        return ""
    names, highest = names_of(list(counts)), max(counts.values())
    named = [(place, f"{names[place]}: {count:,}", count) for place, count in enumerate(counts.values()) if count]
    bars = "".join(_bar(place, counted, count / highest, len(counts)) for place, counted, count in named)
    spoken = ", ".join(counted for _, counted, _ in named)
    legend = what.format(_UNITS[_step(list(counts))])
    # Letters within the picture would be stretched with it.
    under = f"<span>{names[0]}</span><span>{legend}, {highest:,} at most</span><span>{names[-1]}</span>"
    return f"""<figure class="plot"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" preserveAspectRatio="none"
 aria-label="{legend}: {spoken}">{bars}</svg><figcaption aria-hidden="true">{under}</figcaption></figure>"""


def names_of(years: Sequence[int]) -> list[str]:
    """Return what each bar counts: a year, "1990s" for a decade, "1800s" for a century."""
    return [str(year) if _step(years) == 1 else f"{year}s" for year in years]


def _step(years: Sequence[int]) -> int:
    return years[1] - years[0] if len(years) > 1 else 1


def _bar(place: int, counted: str, height: float, bars: int) -> str:
    width = min(WIDTH / bars * _FILLED, WIDEST)
    left = place * (WIDTH - width) / (bars - 1)
    return (
        f'<rect x="{left:.1f}" y="{HEIGHT * (1 - height):.1f}" width="{width:.1f}"'
        f' height="{HEIGHT * height:.1f}"><title>{counted}</title></rect>'
    )
