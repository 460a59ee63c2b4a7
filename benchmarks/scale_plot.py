"""The picture of benchmarks/scale.py: search and memory by the number of passages, each with a fitted line."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "scale.svg"
WIDTH, HEIGHT, LEFT, TOP = 260, 220, 60, 40
ON_PAPER = (1_000_000, 10_000_000)
# What is drawn: a figure's name, its title, and its colour.
PANELS = (
    ("search_processor_p50_ms", "A search without encoding, p50, processor ms", "#1f77b4"),
    ("rss_mb_asked", "Resident memory after 60 questions, MB", "#d62728"),
)


def draw(figures: Sequence[Mapping[str, float]]) -> None:
    """Write the picture and print what the lines say."""
    rows = sorted(
        ({**one, "rss_mb_asked": one["own_mb_asked"] + one["mapped_mb_asked"]} for one in figures),
        key=lambda one: one["passages"],
    )
    panels = []
    for number, (name, title, colour) in enumerate(PANELS):
        points = [(one["passages"], one[name]) for one in rows]
        slope, start = line(points)
        on_paper = ", ".join(f"{size:,}: {start + slope * size:,.0f}" for size in ON_PAPER)
        print(f"{title}: {start:,.1f} + {1e6 * slope:,.1f} a million passages; on paper {on_paper}")
        panels.append(_panel(LEFT + number * (WIDTH + 90), title, points, colour))
    size = LEFT + len(PANELS) * (WIDTH + 90), TOP + HEIGHT + 50
    PICTURE.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" font-family="sans-serif" '
        f'font-size="12"><rect width="{size[0]}" height="{size[1]}" fill="#fff"/>{"".join(panels)}</svg>\n',
        "utf-8",
    )


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return slope and start of the straight line with the least squared relative distance from the points."""
    sizes, values = np.asarray(points, np.float64).T
    slope, start = np.polyfit(sizes, values, 1, w=1 / values)
    return float(slope), float(start)


def _panel(left: int, title: str, points: Sequence[tuple[float, float]], colour: str) -> str:
    """Return a plot with the number of passages on a logarithmic axis."""
    slope, start = line(points)
    low, high = math.log10(points[0][0] / 1.3), math.log10(points[-1][0] * 1.3)
    top = 1.1 * max(start + slope * points[-1][0] * 1.3, *(value for _, value in points))

    def place(size: float, value: float) -> str:
        across = left + WIDTH * (math.log10(size) - low) / (high - low)
        return f"{across:.1f},{TOP + HEIGHT * (1 - value / top):.1f}"

    fitted = " ".join(place(size, start + slope * size) for size in np.logspace(low, high, 40))
    marks = [f'<text x="{left + WIDTH / 2}" y="22" text-anchor="middle" font-size="14">{title}</text>']
    marks.append(f'<rect x="{left}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#bbb"/>')
    marks.append(f'<polyline points="{fitted}" fill="none" stroke="{colour}" stroke-dasharray="4 3"/>')
    for size, value in points:
        across, down = place(size, value).split(",")
        marks.append(f'<circle cx="{across}" cy="{down}" r="4" fill="{colour}"/>')
        marks.append(f'<text x="{across}" y="{float(down) - 9:.1f}" text-anchor="middle">{value:,.0f}</text>')
        marks.append(f'<text x="{across}" y="{TOP + HEIGHT + 17}" text-anchor="middle">{size / 1000:,.0f} k</text>')
    marks.append(f'<text x="{left + WIDTH / 2}" y="{TOP + HEIGHT + 36}" text-anchor="middle">passages</text>')
    return "".join(marks)
