from embeddings.readers.merged_cells import SPANNING_CHARACTERS, Edge, Span, fill, with_spanned


def test_a_cell_goes_on_with_the_one_that_ends_where_it_does() -> None:
    # "Upkeep" stands over two columns, so that the last cell is the third above and the fourth below.
    above = fill([["Year"], ["Upkeep"], ["Put off"]], [Edge(10, False), Edge(30, False), Edge(40, False)], {})
    cells: list[list[str]] = [[], ["Planned"], ["Spent"], []]
    row = fill(cells, [Edge(10, True), Edge(20, False), Edge(30, False), Edge(40, True)], above)
    assert cells == [["Year"], ["Planned"], ["Spent"], ["Put off"]]
    assert row[40] == ["Put off"]


def test_what_is_long_or_unknown_is_not_repeated() -> None:
    long = ["x" * (SPANNING_CHARACTERS + 1)]
    cells: list[list[str]] = [[], [], ["own"]]
    fill(cells, [Edge(10, True), Edge(20, True), Edge(30, True)], {10: long})
    assert cells == [[], [], ["own"]]


def test_rows_have_what_spans_them_unless_they_hold_something_there() -> None:
    rows = [(2, ["Riga", "a"]), (3, ["", "b"]), (5, ["Narva"]), (6, [""] * 2 + ["c"]), (7, ["d"])]
    # The first cell of the second has nothing in it, so that it is none.
    spans = [Span(2, 6, 0), Span(5, 7, 1), Span(2, 7, 1), Span(2, 3, 4)]
    assert [*with_spanned(rows, spans)] == [
        *((2, ["Riga", "a"]), (3, ["Riga", "b"]), (5, ["Narva", "a"]), (6, ["Riga", "a", "c"]), (7, ["d", "a"])),
    ]


def test_what_is_long_does_not_span() -> None:
    rows = [(1, ["x" * (SPANNING_CHARACTERS + 1), "a"]), (2, ["", "b"])]
    assert [*with_spanned(rows, [Span(1, 2, 0)])] == rows


def test_what_stands_apart_from_the_cells_of_a_row_is_not_repeated() -> None:
    rows = [(1, ["Riga", "3", "", "62%"]), (2, ["", "4"]), (3, ["Narva", "5"])]
    assert [*with_spanned(rows, [Span(1, 2, 0), Span(1, 3, 3)])] == [rows[0], (2, ["Riga", "4"]), rows[2]]
