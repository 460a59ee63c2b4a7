import pytest

from embeddings.readers.pdf_captions import is_caption, notes_of
from embeddings.readers.pdf_lines import Line, lines_of
from tests.embeddings.readers.test_pdf_lines import segment


def _line(text: str, height: float = 100, size: float = 10) -> Line:
    (line,) = lines_of([segment(text, 50, height, size)], 0, 0)
    return line


@pytest.mark.parametrize(
    "text", ["Table 2. Ships by year", "FIGURE A-3: The mole", "Tabelle 4 – Schiffe", "Fig. 1.2. Map"]
)
def test_what_names_a_table_or_figure(text: str) -> None:
    assert is_caption(_line(text))


@pytest.mark.parametrize(
    "text", ["Table 2 shows the ships.", "Tables of ships", "Chart of the sound", "Boxes 3. and 4."]
)
def test_what_names_none(text: str) -> None:
    assert not is_caption(_line(text))


def test_a_note_is_its_first_line_and_what_goes_on_right_below_it() -> None:
    rows = [
        [_line("Ships that called", 140)],
        [_line("Source: Port of Cullen, Count of", 120)],
        [_line("Ships, 1901.", 108)],
        [_line("Port of Cullen", 60)],
        [_line("NOTE: Barges are left out.", 40), _line("7", 40)],
        [_line("Harbour Studies", 30, 8)],
    ]
    assert notes_of(rows) == {*map(id, [rows[1][0], rows[2][0], *rows[4]])}
    assert notes_of([]) == set()
