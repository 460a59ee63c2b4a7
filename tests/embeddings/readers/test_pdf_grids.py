from collections.abc import Sequence

from embeddings.readers.pdf_grids import Grid, grids_of
from embeddings.readers.pdf_rules import Rule
from embeddings.readers.pdf_segments import Segment
from embeddings.readers.pdf_words import Word
from tests.embeddings.readers.test_pdf_lines import segment

# Rules around and between the cells of a table of three columns and three rows.
ACROSS = [Rule(50, y, 350, y) for y in (700, 670, 640, 610)]
DOWN = [Rule(x, 610, x, 700) for x in (50, 150, 250, 350)]
CELLS = [
    segment(text, 53 + 100 * column, 680 - 30 * row)
    for row, cells in enumerate((("Ship", "Cargo", "Port"), ("Tern", "stone", "Riga"), ("Gull", "grain", "Turku")))
    for column, text in enumerate(cells)
]


def _texts(grids: Sequence[Grid]) -> list[list[list[str]]]:
    return [[[" ".join(x.text for x in cell.segments) for cell in row] for row in grid.rows] for grid in grids]


def test_what_stands_between_rules_is_a_cell() -> None:
    outside = segment("The harbour in 2009", 50, 740)
    grids, rest = grids_of([outside, *CELLS], [*ACROSS, *DOWN])
    assert _texts(grids) == [[["Ship", "Cargo", "Port"], ["Tern", "stone", "Riga"], ["Gull", "grain", "Turku"]]]
    assert rest == [outside]


def test_a_table_needs_no_rules_at_its_edges_and_its_rules_may_be_pieces() -> None:
    pieces = [Rule(x, y, x + 100, y) for y in (670, 640) for x in (50, 150, 250)]
    grids, _ = grids_of(CELLS, [*pieces, *DOWN[1:3]])
    assert len(_texts(grids)[0]) == 3


def test_words_that_only_a_rule_parts_are_of_two_cells() -> None:
    near = segment("Tern stone", 128, 650)
    grids, _ = grids_of([*(x for x in CELLS if x.text not in {"Tern", "stone"}), near], [*ACROSS, *DOWN])
    assert _texts(grids)[0][1] == ["Tern", "stone", "Riga"]


def test_cells_that_no_rule_parts_are_one() -> None:
    wide = [Rule(50, 670, 350, 670), Rule(150, 640, 350, 640)]
    grids, _ = grids_of([x for x in CELLS if x.text != "Gull"], [ACROSS[0], *wide, ACROSS[3], *DOWN])
    # The first column of the lower rows.
    assert [[(cell.left, cell.right, cell.row) for cell in row] for row in grids[0].rows][1:] == [
        [(50, 150, 1), (150, 250, 1), (250, 350, 1)],
        [(150, 250, 2), (250, 350, 2)],
    ]


def test_rules_that_words_cross_or_that_part_hardly_any_text_are_no_table() -> None:
    prose = [segment("one two three four five six seven eight nine ten words", 53, 680 - 12 * n) for n in range(5)]
    shifted = [Rule(x + 7, 610, x + 7, 700) for x in range(50, 350, 25)]
    assert grids_of(prose, [*ACROSS, *shifted]) == ([], prose)
    chart = [Rule(50, y, 350, y) for y in range(610, 701, 10)]
    assert grids_of(CELLS[:4], [*chart, *DOWN]) == ([], CELLS[:4])
    # Boxes that only a line joins.
    assert grids_of(CELLS, [*ACROSS[:2], DOWN[0]]) == ([], CELLS)
    assert grids_of([], ACROSS) == ([], [])


def test_a_table_that_is_turned_is_read_as_its_words_are() -> None:
    def turned(x: Segment) -> Segment:
        words = [Word(w.text, -w.top, w.left, -w.bottom, w.right, w.size, w.is_bold, w.line, 90) for w in x.words]
        return Segment(words, x.left, x.bottom, x.right, x.top, x.size, x.text)

    rules = [Rule(-rule.top, rule.left, -rule.bottom, rule.right) for rule in (*ACROSS, *DOWN)]
    grids, rest = grids_of([*map(turned, CELLS)], rules)
    assert _texts(grids)[0][1] == ["Tern", "stone", "Riga"]
    assert rest == []
