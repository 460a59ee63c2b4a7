from datetime import date

import pytest

from embeddings.text.structure import paragraph_at
from embeddings.text.tables import column_names, items_of, rows_of
from qa.answering.columns import Column, columns, listed_values


def of_table(*lines: str) -> list[Column]:
    text = "\n\n".join(lines)
    row = paragraph_at(text, text.index(lines[1]))
    names = column_names(text, row)
    assert names is not None
    return columns(text, names, rows_of(text, row, 9))


def test_columns_are_of_numbers_or_of_times() -> None:
    found = of_table(
        "Farm | Acres | Rent | Leased | Gate | Tenant",
        "Brook End | 1,087 | £2.5 million | 3 March 1985 | 06:30 | Sayle",
        "Marl Pit | 340 | £80 | 1986-02-01 | 17:05 | Osgood",
    )
    assert [(one.name, one.kind, one.is_money, one.values) for one in found] == [
        ("Acres", "number", False, (1087.0, 340.0)),
        ("Rent", "number", True, (2_500_000.0, 80.0)),
        ("Leased", "time", False, (724703.0, 725038.0)),
        ("Gate", "time", False, (390.0, 1025.0)),
    ]


def test_years_are_times_and_other_figures_numbers() -> None:
    [founded, members] = of_table(
        "Choir | Founded | Members", "Ember | 1911 | 1911", "Tarn | 1902 | 67", "Rud | 1950 | 9"
    )
    assert (founded.kind, members.kind) == ("time", "number")
    assert founded.values == tuple(date(year, 1, 1).toordinal() for year in (1911, 1902, 1950))


def test_a_row_that_sums_up_and_a_cell_that_says_none_have_no_value() -> None:
    rows = ["A | 4 | 1", "B | 5 | 2", "C | 6 | none", "D | 7 | 3", "Total | 22 | 6"]
    found = of_table("Branch | Visits | Loans", *rows)
    assert [one.values for one in found] == [(4.0, 5.0, 6.0, 7.0, None), (1.0, 2.0, None, 3.0, None)]


def test_a_column_of_many_kinds_is_neither() -> None:
    assert (
        of_table("Day | Pool | Sauna", "Monday | 06:30 | closed", "Tuesday | closed | 12:00", "Sunday | 3 | closed")
        == []
    )


@pytest.mark.parametrize(
    "rows",
    [["East    4    1", "West    9"], ["East | 4 | 1 | 8", "West | 9 | 2"]],
)
def test_rows_of_which_nobody_can_tell_the_columns_have_none(rows: list[str]) -> None:
    names = "Pier    Boats    Crew" if "|" not in rows[0] else "Pier | Boats | Crew"
    assert of_table(names, *rows) == []


@pytest.mark.parametrize(
    ("items", "values"),
    [
        (["Fund: 45,000 for the roof", "Council: £1.5 million", "Total: 9"], (45_000.0, 1_500_000.0, None)),
        (["Fund: 3 March 2019", "Council: 12:30", "Friends: 2019-03-01"], None),
        (["Chair: Wendy Orr", "Plot: 48 pounds", "List: 23 names"], None),
    ],
)
def test_a_list_of_names_and_numbers_is_a_column(items: list[str], values: tuple[float | None, ...] | None) -> None:
    text = "\n\n".join(items)
    column = listed_values(text, "Grants", items_of(text, paragraph_at(text, 0)))
    assert (column.values if column else None) == values
