from embeddings.readers.merged_cells import SPANNING_CHARACTERS, Edge, fill


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
