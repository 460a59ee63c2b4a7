from pathlib import Path

from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, column, pdf_of, width


def _text(page: list[Text], across: list[float], down: list[float], left: float = 50) -> str:
    """Return what is read of a page with rules at heights, and at places from its left."""
    rules = [f"{left} {y} m {down[-1]} {y} l S" for y in across]
    rules += [f"{x} {across[-1]} m {x} {across[0]} l S" for x in down]
    (content,) = contents_of(Path("report.pdf"), pdf_of([page], drawn=["\n".join(rules)])).documents
    return content.text


def _cell(text: str, x: float, y: float, room: float = 140) -> list[Text]:
    return column(text, x + 3, y - 11, room)


def test_the_lines_of_a_cell_are_of_its_row_whatever_letters_they_begin_with() -> None:
    page = [
        *_cell("Office", 50, 700),
        *_cell("Duties", 200, 700),
        *_cell("Harbour Master of the Northern Basin", 50, 670),
        *_cell("Piloting, Towing and Mooring of Ships above 500 tonnes, Lights and Buoys", 200, 670),
        *_cell("Port Council", 50, 610),
        *_cell("Dues", 200, 610),
    ]
    assert _text(page, [700, 670, 610, 580], [50, 200, 350]) == (
        "Office | Duties\n"
        "Harbour Master of the Northern Basin"
        " | Piloting, Towing and Mooring of Ships above 500 tonnes, Lights and Buoys\n"
        "Port Council | Dues"
    )


def test_a_table_of_prose_is_not_read_as_columns() -> None:
    texts = (
        "the quay was raised by half a metre after the flood of the winter before last",
        "the council paid for all of it and asked nobody in the town for a share of that",
        "when the dredger was sold its crew went to other ports along the eastern coast",
    )
    page = [
        x for r in range(3) for c in range(3) for x in _cell(f"{'abc'[c]}{r} {texts[c]}", 50 + 150 * c, 700 - 60 * r)
    ]
    assert _text(page, [700, 640, 580, 520], [50, 200, 350, 500]).split("\n") == [
        " | ".join(f"{'abc'[c]}{r} {texts[c]}" for c in range(3)) for r in range(3)
    ]


def test_text_goes_on_above_and_below_a_table() -> None:
    rows = (("Ship", "Port"), ("Tern", "Riga"), ("Gull", "Turku"))
    cells = [
        x for r, row in enumerate(rows) for c, cell in enumerate(row) for x in _cell(cell, 50 + 150 * c, 700 - 20 * r)
    ]
    page = [Text(50, 740, "Ships of the year."), *cells, Text(50, 600, "None was lost.")]
    assert _text(page, [700, 680, 660, 640], [50, 200, 350]) == (
        "Ships of the year.\n\nShip | Port\nTern | Riga\nGull | Turku\n\nNone was lost."
    )


def test_lines_of_columns_that_only_rules_down_part_are_rows() -> None:
    rows = [("2009", "14 ships"), ("2010", "17 ships"), ("2011", "12 ships")]
    cells = [Text(53 + 150 * c, 659 - 14 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    page = [
        *_cell("Year", 50, 700),
        *_cell("Arrivals", 200, 700),
        *cells,
        *_cell("All", 50, 610),
        *_cell("43", 200, 610),
    ]
    assert _text(page, [700, 680, 610, 590], [50, 200, 350]) == (
        "Year | Arrivals\n2009 | 14 ships\n2010 | 17 ships\n2011 | 12 ships\nAll | 43"
    )


def test_figures_below_each_other_in_a_narrow_column_are_of_rows() -> None:
    rows = [("1 to 2 years", "0.0287", "649"), ("3 to 5 years", "0.0419", "948"), ("6 to 9 years", "0.0920", "208")]
    cells = [
        Text(x, 659 - 14 * r, cell) for r, row in enumerate(rows) for x, cell in zip((53, 203, 243), row, strict=True)
    ]
    page = [*_cell("Age", 50, 700), *_cell("Share", 200, 700), *_cell("Men", 240, 700), *cells]
    page += [*_cell("All", 50, 610), *_cell("1.0", 200, 610), *_cell("99", 240, 610)]
    assert _text(page, [700, 680, 610, 590], [50, 200, 240, 270]) == (
        "Age | Share | Men\n1 to 2 years | 0.0287 | 649\n3 to 5 years | 0.0419 | 948\n6 to 9 years | 0.0920 | 208\n"
        "All | 1.0 | 99"
    )


def test_rows_have_names_that_no_next_one_goes_on_with_though_other_cells_have_more_lines() -> None:
    rows = [
        (659, "x1", "number", "an integer"),
        (645, "00", "object", "a pointer to one"),
        (631, "01", "string", "text"),
    ]
    rows += [(617, "10", "boolean,", "true or false"), (603, "", "null", "")]
    cells = [Text(x, y, cell) for y, *row in rows for x, cell in zip((53, 79, 129), row, strict=True) if cell]
    head = [x for left, name in ((50, "T"), (76, "Type"), (126, "Meaning")) for x in _cell(name, left, 700)]
    page = [*head, *cells, *_cell("0", 50, 595), *_cell("none", 76, 595), *_cell("nothing", 126, 595)]
    assert _text(page, [700, 680, 595, 575], [50, 76, 126, 206]) == (
        "T | Type | Meaning\nx1 | number | an integer\n00 | object | a pointer to one\n01 | string | text\n"
        "10 | boolean, null | true or false\n0 | none | nothing"
    )


def test_a_long_table_of_which_only_columns_have_rules_is_rows() -> None:
    ships = ("Albatross", "Cormorant", "Kittiwake", "Guillemot")
    # Each word fills its narrow column, so that it might go on with the next.
    cells = [
        Text(x, 667 - 12 * n, cell)
        for n in range(16)
        for x, cell in ((53, ships[n % 4]), (113, ships[(n // 4 + 1) % 4]))
    ]
    ends = [*_cell("Before", 50, 700), *_cell("After", 110, 700), *_cell("Gull", 50, 470), *_cell("Tern", 110, 470)]
    assert _text([*ends, *cells], [700, 680, 470, 450], [50, 110, 170]).split("\n") == [
        "Before | After",
        *(f"{ships[n % 4]} | {ships[(n // 4 + 1) % 4]}" for n in range(16)),
        "Gull | Tern",
    ]


def test_wide_spaces_of_justified_lines_are_no_columns() -> None:
    words = [("Hardware", "or", "software"), ("framework", "with", "which"), ("it", "works", "well")]
    page = [*_cell("Bin", 50, 700), *_cell("What it is", 200, 700), *_cell("Platform", 50, 680)]
    places = ((203, 265, 310), (203, 280, 315), (203, 216, 247))
    page += [
        Text(x, 669 - 12 * r, word)
        for r, (row, of_row) in enumerate(zip(words, places, strict=True))
        for x, word in zip(of_row, row, strict=True)
    ]
    assert _text(
        [*page, *_cell("Cost", 50, 630), *_cell("In euro", 200, 630)], [700, 680, 630, 610], [50, 200, 350]
    ) == ("Bin | What it is\nPlatform | Hardware or software framework with which it works well\nCost | In euro")


def test_columns_without_rules_are_cells_of_a_table_that_has_some() -> None:
    rows = [("Port", "2009", "2010"), ("Riga", "14", "17"), ("Turku", "12", "9")]
    page = [
        Text(x, 689 - 20 * r, cell) for r, row in enumerate(rows) for x, cell in zip((53, 203, 260), row, strict=True)
    ]
    assert _text(page, [700, 680, 660, 640], [50, 200, 350]) == "Port | 2009 | 2010\nRiga | 14 | 17\nTurku | 12 | 9"


def test_words_of_neighbouring_cells_that_are_as_near_as_in_a_sentence_are_read_as_one() -> None:
    page = [*_cell("Owner", 50, 700), *_cell("Town", 200, 700), *_cell("2009", 50, 680), *_cell("2010", 200, 680)]
    page += [Text(53, 649, "The Harbour Board at Cullen"), Text(202, 649, "Old Quay")]
    page[4] = page[4]._replace(x=54 + 150 - width("The Harbour Board at Cullen", 10) - 5)
    page[2] = page[2]._replace(x=175)
    page += [x for row, cell in enumerate(("Dues", "12", "40")) for x in _cell(cell, 350, 700 - 20 * row)]
    assert _text(page, [700, 680, 660, 640], [50, 200, 350, 450]) == (
        "Owner | Town | Dues\n2009 | 2010 | 12\nThe Harbour Board at Cullen Old Quay | 40"
    )


def test_a_cell_across_a_table_is_a_paragraph() -> None:
    page = [*_cell("Part A. What the owner states", 50, 700), *_cell("Name", 50, 680), *_cell("Ana Ruiz", 200, 680)]
    page += [*_cell("Ship", 50, 660), *_cell("Tern", 200, 660)]
    rules = [f"50 {y} m 350 {y} l S" for y in (700, 680, 660, 640)]
    rules += [f"{x} 640 m {x} {top} l S" for x, top in ((50, 700), (200, 680), (350, 700))]
    (content,) = contents_of(Path("report.pdf"), pdf_of([page], drawn=["\n".join(rules)])).documents
    assert content.text == "Part A. What the owner states\n\nName | Ana Ruiz\nShip | Tern"


def test_columns_of_text_that_rules_part_are_read_one_after_another() -> None:
    left = "the pilots met at noon and " * 20
    right = "a clerk wrote down the dues " * 20
    page = [*_cell("North", 50, 700), *_cell("South", 200, 700), *_cell(left, 50, 680), *_cell(right, 200, 680)]
    text = _text([*page, *_cell("1", 50, 430), *_cell("2", 200, 430)], [700, 680, 430, 410], [50, 200, 350])
    assert left.strip() in text
    assert right.strip() in text
