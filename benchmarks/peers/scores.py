"""What the comparison says in figures: nDCG@10, percentiles and the table. It reads and starts nothing."""

from collections.abc import Mapping, Sequence
from math import log2
from statistics import quantiles

DEPTH = 10


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the nDCG@10 of a ranking of documents, best first, by their grades; a document counts at its first place.

    K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 2002.
    """
    found = [grades.get(document, 0) for document in dict.fromkeys(ranked)]
    best = _gain(sorted(grades.values(), reverse=True))
    return _gain(found) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(max(grade, 0) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def percentile(values: Sequence[float], hundredths: int) -> float:
    """Return a percentile, 1 to 99, of two values or more."""
    return quantiles(values, n=100, method="inclusive")[hundredths - 1]


def table(columns: Mapping[str, Mapping[str, str]]) -> str:
    """Return a Markdown table: a column for each name, a row for each figure; what a column lacks is "—"."""
    figures = dict.fromkeys(figure for column in columns.values() for figure in column)
    rows = [["", *columns], ["---"] * (1 + len(columns))]
    rows += [[figure, *(column.get(figure, "—") for column in columns.values())] for figure in figures]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
