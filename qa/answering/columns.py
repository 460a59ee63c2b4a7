"""What the columns of a table hold, numbers or times, one for each row; so do lists of names and numbers."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from embeddings.dates import MONTHS, iso_date, span
from embeddings.documents import Span
from embeddings.text.structure import Paragraph
from embeddings.text.tables import cell_spans, label_of
from qa.question.asked_extremes import Kind
from qa.question.numbers import SCALES

# A column is of numbers or of times where so great a share of its cells are; others say "closed" or "none".
OF_ONE_KIND = 0.75
_MONEY = re.compile(r"[$€£¥]|\b(?:EUR|USD|GBP|CHF|euros?|dollars?|pounds?)\b")
# In a cell "m" is a million: what is measured in metres says so in the name of its column.
_SCALES = SCALES | {"k": 1e3, "m": 1e6}
# A number with its unit before or after it: "£1,200", "60 EUR", "2.5 million".
_NUMBER = re.compile(
    r"[^\d\w.,-]{0,3}(?P<number>[-−]?(?:\d{1,3}(?:[,  ’']\d{3})+|\d+)(?:\.\d+)?)\s*(?P<unit>[^\d\n]{0,20})"
)
# The number at the beginning of a value, but no date and no time: "45,000 for the roof".
_LISTED_NUMBER = re.compile(
    r"([^\d\w.,-]{0,3}\d[\d,.]*(?<![.,])(?:\s*(?:thousand|million|billion|bn|mn|[km])\b)?)(?![\w:/.,-]*\d)"
    rf"(?!\s+(?:{'|'.join(MONTHS)}))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_CLOCK = re.compile(r"(?P<hours>[01]?\d|2[0-3])[:.](?P<minutes>[0-5]\d)(?:\s*(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
# A row that sums up the others is none of them.
_SUMS_UP = re.compile(r"(?:(?:grand|sub)\s*-?)?(?:total|sum|all|average|mean|median|overall)s?\b", re.IGNORECASE)


class Column(NamedTuple):
    """A column of a table: its name, of which kind it is, whether of money, and its value in each row, None without."""

    name: str
    kind: Kind
    is_money: bool
    values: tuple[float | None, ...]


def columns(text: str, names: Span, rows: Sequence[Paragraph]) -> list[Column]:
    """Return the columns of numbers and of times of a table, by the place of their names and the rows below.

    There are none where rows have other cells than the names say, so that nobody could tell which is of which column.
    """
    names_of = [text[slice(*place)] for place in cell_spans(text, names)]
    cells = [[text[slice(*place)] for place in cell_spans(text, row.span)] for row in rows]
    # Bars also part empty cells; gaps and tabs do not tell which cell is left out.
    has_bars = "|" in text[slice(*names)]
    if any(len(row) > len(names_of) or (len(row) < len(names_of) and not has_bars) for row in cells):
        return []
    found = []
    for number, name in enumerate(names_of):
        column = [row[number] if number < len(row) and not _SUMS_UP.match(row[0]) else "" for row in cells]
        for kind, value_of in _VALUES:
            values = tuple(map(value_of, column))
            if sum(value is not None for value in values) >= max(2, OF_ONE_KIND * sum(map(bool, column))):
                is_money = bool(_MONEY.search(name)) or all(map(_MONEY.search, filter(None, column)))
                found.append(Column(name, kind, is_money, values))
                break
    return found


def listed_values(text: str, name: str, items: Sequence[Paragraph]) -> Column | None:
    """Return the numbers with which the values of a list's items begin, "name: 45,000 for the roof", as a column."""
    labels = [label_of(text, item) or item.span for item in items]
    told = [
        "" if _SUMS_UP.match(text[slice(*label)]) else text[label[1] + 1 : item.end]
        for item, label in zip(items, labels, strict=True)
    ]
    values = tuple(map(_listed_number, told))
    if sum(value is not None for value in values) < max(2, OF_ONE_KIND * sum(map(bool, told))):
        return None
    return Column(name, "number", all(_MONEY.search(text[item.start : item.end]) for item in items), values)


def _listed_number(value: str) -> float | None:
    match = _LISTED_NUMBER.match(value.strip())
    return _number(match[1]) if match else None


def _time(cell: str) -> float | None:
    """Return a day as its number, or a time of the day as its minutes."""
    if match := _CLOCK.fullmatch(cell):
        hours = int(match["hours"]) % 12 + 12 * (match["half"].lower() == "p") if match["half"] else int(match["hours"])
        return 60 * hours + int(match["minutes"]) if ":" in cell or match["half"] else None
    stated = iso_date(cell) if not cell.isdigit() or _YEAR.fullmatch(cell) else None
    return float(span(stated)[0].toordinal()) if stated else None


def _number(cell: str) -> float | None:
    match = _NUMBER.fullmatch(cell)
    if match is None:
        return None
    number = re.sub(r"[,  ’']", "", match["number"]).replace("−", "-")
    return float(number) * _SCALES.get(match["unit"].strip().lower(), 1.0)


_VALUES: tuple[tuple[Kind, Callable[[str], float | None]], ...] = (("time", _time), ("number", _number))
