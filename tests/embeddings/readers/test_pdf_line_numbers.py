from embeddings.readers.pdf_line_numbers import without_line_numbers
from tests.embeddings.readers.test_pdf_lines import segment


def test_numbers_down_a_margin_count_lines() -> None:
    text = [segment("words of a transcript", 90, 700 - 24 * n) for n in range(8)]
    numbers = [segment(str(n + 1), 50 if n < 9 else 45, 700 - 24 * n) for n in range(8)]
    assert without_line_numbers([*text, *numbers]) == (text, 8)


def test_numbers_of_lines_may_be_even_on_the_right_or_on_the_left() -> None:
    text = [segment("We met on Monday.", 90, 700 - 14 * n) for n in range(12)]
    for lefts in ([50.0] * 12, [55.0] * 9 + [50.0] * 3):
        numbers = [segment(str(n + 1), left, 700 - 14 * n) for n, left in enumerate(lefts)]
        assert without_line_numbers([*text, *numbers]) == (text, 12)


def test_a_column_of_figures_counts_no_lines() -> None:
    text = [segment("Barges", 50, 700 - 14 * n) for n in range(8)]
    figures = [segment(str(n + 1), 150, 700 - 14 * n) for n in range(8)]
    assert without_line_numbers([*text, *figures]) == ([*text, *figures], 0)
