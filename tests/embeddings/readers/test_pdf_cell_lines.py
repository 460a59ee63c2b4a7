from embeddings.readers.pdf_cell_lines import hangs_over, in_lines, with_interleaved
from embeddings.readers.pdf_lines import lines_of
from embeddings.readers.pdf_segments import Segment
from tests.embeddings.readers.test_pdf_lines import segment


def _row(bottom: float, *cells: tuple[float, str]) -> list[Segment]:
    return [segment(text, left, bottom) for left, text in cells]


def _read(*rows: list[Segment]) -> list[str]:
    return [line.text for line in lines_of([cell for row in rows for cell in row], 0, 0)]


ROWS = [
    _row(656, (50, "2015"), (150, "120,000"), (260, "118,400"), (370, "no")),
    _row(640, (50, "2016"), (150, "130,000"), (260, "61,250"), (370, "yes")),
]


def test_the_upper_line_of_a_head_is_of_the_row_below() -> None:
    upper = _row(684, (150, "Planned"))
    heads = _row(672, (50, "Year"), (150, "(EUR)"), (260, "Spent (EUR)"), (370, "Put off"))
    assert hangs_over(upper, heads)
    assert _read(upper, heads, *ROWS)[0] == "Year | Planned (EUR) | Spent (EUR) | Put off"


def test_a_caption_and_a_head_over_two_columns_are_lines_of_their_own() -> None:
    heads = _row(672, (50, "Year"), (150, "Planned"), (260, "Spent"), (370, "Put off"))
    for upper in (
        _row(684, (50, "Table 1")),
        _row(684, (180, "Upkeep in euros and cents")),
        _row(700, (150, "In EUR")),
    ):
        assert not hangs_over(upper, heads)
    assert _read(_row(684, (50, "Table 1")), heads, *ROWS)[:2] == ["Table 1", "Year | Planned | Spent | Put off"]


def test_cells_of_one_line_that_stand_between_the_lines_of_others_are_of_one_row() -> None:
    upper, lower = _row(684, (150, "Planned"), (260, "Spent")), _row(672, (150, "(EUR)"), (260, "(EUR)"))
    middle = _row(678, (50, "Year"), (370, "Put off"))
    (joined,) = with_interleaved([upper, middle, lower])
    assert [cell.text for cell in joined] == ["Year", "Planned", "(EUR)", "Spent", "(EUR)", "Put off"]
    assert _read(upper, middle, lower, *ROWS)[0] == "Year | Planned (EUR) | Spent (EUR) | Put off"


def test_rows_that_do_not_reach_into_each_other_stay() -> None:
    rows = [_row(684, (150, "Planned")), _row(672, (50, "Year")), _row(660, (150, "(EUR)"))]
    assert with_interleaved(rows) == rows
    assert with_interleaved([_row(684, (150, "Left")), _row(678, (50, "Sign")), _row(672, (150, "below"))])[0][
        0
    ].text == ("Left")


def test_the_lines_of_a_cell_are_in_order_though_the_lower_begins_farther_to_the_left() -> None:
    cell = [segment("crane (EUR)", 140, 672), segment("Planned upkeep", 150, 684)]
    assert [part.text for part in in_lines(cell)] == ["Planned upkeep", "crane (EUR)"]
