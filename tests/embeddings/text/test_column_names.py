import pytest

from embeddings.text.column_names import names_columns


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([["Port", "Ships", "Crew"], ["Varde", "4", "61"]], True),
        ([["Port", "Master", "Mate"], ["Varde", "Ek", "Holm"]], True),
        ([["Varde", "4", "61"], ["Lund", "3", "40"]], False),
        ([["Port", "2009", "2010"], ["Varde", "4", "6"]], True),
        ([["Lease", "2009", "Ek"], ["Sale", "2010", "Holm"]], False),
        ([["Port", "Ships"], ["Varde", "4"], ["Lund", "many"]], True),
        ([["Master", "Bo Ek"], ["Mate", "Eva Holm"]], False),
        ([["Ships", "12"], ["Crew", "150"]], False),
        ([["Founded", "1987"], ["Crew", "150"]], False),
    ],
)
def test_the_first_row_names_columns_by_what_its_cells_and_those_below_are(rows: list[list[str]], named: bool) -> None:
    assert names_columns(rows) is named
