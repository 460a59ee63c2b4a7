from embeddings.readers.pdf_lines import Line, lines_of
from embeddings.readers.pdf_segments import Segment
from embeddings.readers.pdf_words import Word


def segment(text: str, left: float, bottom: float, size: float = 10) -> Segment:
    words, x = [], left
    for part in text.split():
        words.append(Word(part, x, bottom, x + 5 * len(part), bottom + size, size, False, 0))
        x += 5 * len(part) + 3
    return Segment(words, left, bottom, words[-1].right, bottom + size, size, text)


def _lines(*segments: Segment) -> list[Line]:
    return lines_of(segments, 0, 0)


def test_lines_go_down_and_know_their_column() -> None:
    lines = _lines(segment("the second line", 50, 688), segment("the first line is longer", 50, 700))
    assert [line.text for line in lines] == ["the first line is longer", "the second line"]
    assert {line.column for line in lines} == {(50, 50 + 100 + 4 * 3)}


def test_cells_below_each_other_are_rows_of_a_table() -> None:
    rows = [("Year", "Ships"), ("2009", "14"), ("2010", "17")]
    lines = _lines(
        *(segment(cell, 50 + 100 * n, 700 - 14 * r) for r, row in enumerate(rows) for n, cell in enumerate(row))
    )
    assert [(line.text, line.is_row) for line in lines] == [
        ("Year | Ships", True),
        ("2009 | 14", True),
        ("2010 | 17", True),
    ]


def test_the_lines_of_a_cell_are_one_row_where_rows_are_set_apart() -> None:
    rows = [
        (700, "Barge", "carries stone for"),
        (688, "", "the breakwater"),
        (664, "Tug", "pulls barges along"),
        (652, "", "the river"),
    ]
    cells = [segment(c, x, y) for y, *row in rows for x, c in zip((50, 150), row, strict=True) if c]
    assert [line.text for line in _lines(*cells)] == [
        "Barge | carries stone for the breakwater",
        "Tug | pulls barges along the river",
    ]


def test_a_cell_that_reaches_into_the_next_column_does_not_join_the_columns_of_other_rows() -> None:
    rows = [(f"{n}", "Barge", f"{n * 7} tonnes") for n in range(1, 8)]
    cells = [segment(c, x, 700 - 14 * r) for r, row in enumerate(rows) for x, c in zip((50, 80, 160), row, strict=True)]
    wide = [segment("8", 50, 602), segment("A barge of great length and width", 80, 602)]
    assert [line.text for line in _lines(*cells, *wide)][:2] == ["1 | Barge | 7 tonnes", "2 | Barge | 14 tonnes"]


def test_wordperfects_mark_of_an_item_is_known_by_the_space_behind_it() -> None:
    lines = lines_of([segment("!", 50, 700), segment("Ships that called", 80, 700), segment("! Wait", 50, 680)], 0, 0)
    assert [line.text for line in lines] == ["- Ships that called", "! Wait"]


def test_lines_that_wide_spaces_fill_are_no_rows_of_a_table() -> None:
    words = ["the", "clerks", "of", "the", "harbour", "met"]
    lefts = [50.0]
    for word in words[:-1]:
        lefts.append(lefts[-1] + 5 * len(word) + 14)
    wide = [segment(word, left, height) for height in (700, 680) for word, left in zip(words, lefts, strict=True)]
    plain = segment("on Monday and put off all work at the mole", 50, 660)
    plain.right = max(x.right for x in wide)
    plain.words[-1] = plain.words[-1]._replace(right=plain.right)
    assert [line.text for line in lines_of([*wide, plain], 0, 0)] == [" ".join(words)] * 2 + [plain.text]


def test_the_mark_of_an_item_belongs_to_its_text() -> None:
    lines = _lines(
        *(x for n in range(3) for x in (segment("•", 50, 700 - 12 * n), segment("an item", 70, 700 - 12 * n)))
    )
    assert [line.text for line in lines] == ["- an item"] * 3
    assert all(line.is_item for line in lines)
    numbered = _lines(segment("2.", 50, 700), segment("Adoption of the minutes", 80, 700))
    assert [line.text for line in numbered] == ["2. Adoption of the minutes"]


def test_a_hole_in_a_line_of_prose_is_a_space_and_between_two_short_ones_it_is_a_bar() -> None:
    hole = _lines(
        segment("made and entered into this long day of", 50, 700), segment("by the council of the port", 300, 700)
    )
    assert [line.text for line in hole] == ["made and entered into this long day of by the council of the port"]
    far = _lines(segment("Port Council", 50, 700), segment("6 April 2016", 300, 700))
    assert [line.text for line in far] == ["Port Council | 6 April 2016"]


def test_small_signs_of_a_formula_stay_in_their_line() -> None:
    lines = _lines(segment("the height h", 50, 700), segment("i", 112, 696, 6), segment("of the tide", 50, 686))
    assert [line.text for line in lines] == ["the height h i", "of the tide"]


def test_cells_are_read_from_the_right_where_letters_are() -> None:
    (line,) = _lines(segment("1320", 50, 700), segment("الميناء", 200, 700))
    assert line.text == "الميناء | 1320"
    assert line.left == -235


def test_cells_that_stand_near_each_other_are_parted_where_the_columns_are() -> None:
    rows = [(f"State {n}", f"{n + 10}", f"{n + 20}") for n in range(7)]
    cells = [
        segment(c, x, 700 - 14 * r) for r, row in enumerate(rows) for x, c in zip((50, 120, 160), row, strict=True)
    ]
    near = [segment("Ohio", 50, 602), segment("12", 146, 602), segment("44", 160, 602)]
    joined = Segment([*near[1].words, *near[2].words], 146, 602, 170, 612, 10, "12 44")
    assert _lines(*cells, near[0], joined)[-1].text == "Ohio | 12 | 44"


def test_rows_of_which_each_has_its_cells_are_not_joined_though_their_first_column_is_empty() -> None:
    rows = [("DOCUMENT", "PAYEE", "AMOUNT"), ("", "BAIN, J", "37,499"), ("", "SMITH, A", "21,000")]
    cells = [
        segment(c, x, 700 - 14 * r) for r, row in enumerate(rows) for x, c in zip((50, 140, 240), row, strict=True) if c
    ]
    assert [line.text for line in _lines(*cells)][-1] == "SMITH, A | 21,000"
