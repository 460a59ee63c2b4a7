from embeddings.text.structure import paragraph_at
from embeddings.text.tables import cell_spans, column_names, items_of, label_of, rows_of

TEXT = """Fares of the ferry

Passenger | Single | Return

Adult | 6 | 11

Dog |  | 2

Dogs travel on deck.

Zone | Fare

Inner | 2
"""


def test_columns_of_a_row_are_named_above_it_in_its_own_table() -> None:
    for row, names in {"Adult": "Passenger | Single | Return", "Dog |": "Passenger | Single | Return"}.items():
        found = column_names(TEXT, paragraph_at(TEXT, TEXT.index(row)))
        assert found is not None
        assert TEXT[slice(*found)] == names
    for other in ("Fares", "Passenger", "Dogs travel"):
        assert column_names(TEXT, paragraph_at(TEXT, TEXT.index(other))) is None


def test_the_rows_of_a_table_are_those_of_no_other() -> None:
    rows = rows_of(TEXT, paragraph_at(TEXT, TEXT.index("Dog |")), 2)
    assert [TEXT[row.start : row.end] for row in rows] == ["Adult | 6 | 11", "Dog |  | 2"]
    [inner] = rows_of(TEXT, paragraph_at(TEXT, TEXT.index("Inner")), 9)
    assert TEXT[inner.start : inner.end] == "Inner | 2"
    assert rows_of(TEXT, paragraph_at(TEXT, TEXT.index("Dog |")), 1) == []


def test_cells_stand_where_they_are_written_also_empty_ones() -> None:
    start = TEXT.index("Dog |")
    spans = cell_spans(TEXT, (start, start + len("Dog |  | 2")))
    assert [TEXT[slice(*span)] for span in spans] == ["Dog", "", "2"]
    assert cell_spans(TEXT, (0, len("Fares of the ferry"))) == []


GRANTS = """# Grants

Lottery fund: 45,000 for the roof

- County council: 12,500

Friends: 3,900 for the club

Nobody else gave anything.

Fines: 10
"""


def test_items_of_a_list_are_the_paragraphs_with_a_name_that_stand_together() -> None:
    item = paragraph_at(GRANTS, GRANTS.index("County"))
    label = label_of(GRANTS, item)
    assert label is not None
    assert GRANTS[slice(*label)] == "County council"
    items = items_of(GRANTS, item)
    assert [GRANTS[one.start : one.end].split(":", maxsplit=1)[0] for one in items] == [
        "Lottery fund",
        "- County council",
        "Friends",
    ]
    assert label_of(GRANTS, paragraph_at(GRANTS, GRANTS.index("Nobody"))) is None
    assert label_of(TEXT, paragraph_at(TEXT, TEXT.index("Adult"))) is None
