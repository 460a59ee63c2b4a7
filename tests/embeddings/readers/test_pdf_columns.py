"""Columns are read one after the other, and no sentence mixes two of them."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path

import pytest

from embeddings.readers.pdf_columns import in_columns
from embeddings.readers.pdf_segments import Segment
from embeddings.readers.pdf_words import Word
from embeddings.readers.registry import contents_of
from embeddings.text.splitting import sentences as sentences_of
from tests.embeddings.readers.pdf_writing import Text, column, pdf_of, sentences, width, wrapped

TOP = 760


def _sentences(data: bytes) -> list[str]:
    (document,) = contents_of(Path("x.pdf"), data).documents
    return [document.text[x.start : x.end] for x in sentences_of(document.text)]


def _columns(
    xs: Sequence[float], room: float, count: int, *, size: float = 10, leading: float = 12
) -> list[list[Text]]:
    return [
        column(" ".join(sentences(seed, count)), x, TOP, room, size=size, leading=leading) for seed, x in enumerate(xs)
    ]


def _expected(columns: int, count: int) -> list[str]:
    return [x for seed in range(columns) for x in sentences(seed, count)]


def _one_after_the_other(columns: list[list[Text]]) -> list[Text]:
    return [line for lines in columns for line in lines]


def _row_by_row(columns: list[list[Text]]) -> list[Text]:
    return [line for row in zip_longest(*columns) for line in row if line is not None]


def _last_column_first(columns: list[list[Text]]) -> list[Text]:
    return [line for lines in reversed(columns) for line in lines]


def _word_by_word(columns: list[list[Text]]) -> list[Text]:
    """Return the words of lines as pieces of their own, as OCR and many programs write them."""
    words = []
    for line in _row_by_row(columns):
        x = line.x
        for word in line.text.split():
            words.append(line._replace(x=x, text=word))
            x += width(f"{word} ", line.size)
    return words


def _justified(columns: list[list[Text]], room: float) -> list[Text]:
    """Return lines whose spaces are stretched to the right edge."""
    lines = []
    for column_lines in columns:
        for number, line in enumerate(column_lines):
            spaces = line.text.count(" ")
            is_last = number == len(column_lines) - 1
            stretch = 0 if is_last or not spaces else (room - width(line.text, line.size)) / spaces
            lines.append(line._replace(operators=f"{stretch:.3f} Tw 1 0 0 1 {line.x} {line.y} Tm"))
    return lines


def _scaled(columns: list[list[Text]]) -> list[Text]:
    """Return lines in a font of size 1 that a matrix makes larger."""
    return [
        line._replace(size=1, operators=f"{line.size} 0 0 {line.size} {line.x} {line.y} Tm")
        for line in _one_after_the_other(columns)
    ]


def _ragged(columns: list[list[Text]]) -> list[Text]:
    """Return columns whose lines do not stand at one height."""
    return [line._replace(y=line.y - 5 * number) for number, lines in enumerate(columns) for line in lines]


def _turned(columns: list[list[Text]]) -> list[Text]:
    """Return lines for a page that is shown turned by 90 degrees."""
    return [
        line._replace(operators=f"0 1 -1 0 {595 - line.y:g} {line.x:g} Tm") for line in _one_after_the_other(columns)
    ]


TWO = (50, 310), 235.0
THREE = (40, 218, 396), 160.0
NARROW = (50, 291), 232.0
PAGES: dict[str, tuple[tuple[tuple[float, ...], float], Callable[[list[list[Text]]], list[Text]], int]] = {
    "two, one after the other": (TWO, _one_after_the_other, 14),
    "two, row by row": (TWO, _row_by_row, 14),
    "two, the right one first": (TWO, _last_column_first, 14),
    "two, word by word": (TWO, _word_by_word, 14),
    "two, justified": (TWO, lambda columns: _justified(columns, 235), 14),
    "two, of a scaled font": (TWO, _scaled, 14),
    "two, at other heights": (TWO, _ragged, 14),
    "two, near each other": (NARROW, _row_by_row, 14),
    "three, one after the other": (THREE, _one_after_the_other, 9),
    "three, row by row": (THREE, _row_by_row, 9),
    "three, word by word": (THREE, _word_by_word, 9),
    "three, justified": (THREE, lambda columns: _justified(columns, 160), 9),
    "three, at other heights": (THREE, _ragged, 9),
    "three, the last first": (THREE, _last_column_first, 9),
}


@pytest.mark.parametrize("name", PAGES)
def test_no_sentence_mixes_columns(name: str) -> None:
    (xs, room), drawn, count = PAGES[name]
    assert _sentences(pdf_of([drawn(_columns(xs, room, count))])) == _expected(len(xs), count)


def test_columns_of_a_page_that_is_shown_turned() -> None:
    lines = _columns((50, 440), 350, 12)
    data = pdf_of([_turned([[line._replace(y=line.y - 250) for line in x] for x in lines])], rotate=90)
    assert _sentences(data) == _expected(2, 12)


def test_columns_below_a_title_and_above_another_band_of_columns() -> None:
    title = Text(100, 800, "Council of the Port hears of its Breakwater", 18)
    upper = _columns((50, 310), 235, 5)
    middle = column(" ".join(sentences(7, 4)), 50, 560, 495)
    lower = [column(" ".join(sentences(seed, 5)), x, 470, 235) for seed, x in ((8, 50), (9, 310))]
    page = [title, *_row_by_row(upper), *middle, *_row_by_row(lower)]
    expected = [*_expected(2, 5), *sentences(7, 4), *sentences(8, 5), *sentences(9, 5)]
    assert _sentences(pdf_of([page])) == [title.text, *expected]


def test_a_short_last_column_and_a_heading_within_a_column() -> None:
    left = column(" ".join(sentences(0, 6)), 50, TOP, 235)
    heading = Text(50, left[-1].y - 24, "What the divers saw", 12, bold=True)
    more = column(" ".join(sentences(1, 6)), 50, heading.y - 18, 235)
    right = column(" ".join(sentences(2, 4)), 310, TOP, 235)
    page = _row_by_row([[*left, heading, *more], right])
    expected = [*sentences(0, 6), heading.text, *sentences(1, 6), *sentences(2, 4)]
    assert _sentences(pdf_of([page])) == expected


def test_a_paragraph_goes_on_in_the_next_column_over_a_footnote_and_over_a_figure() -> None:
    whole = sentences(0, 14)
    lines = wrapped(" ".join(whole), 235)
    half = len(lines) // 2
    left = [Text(50, TOP - 12 * number, line) for number, line in enumerate(lines[:half])]
    right = [Text(310, TOP - 12 * number, line) for number, line in enumerate(lines[half:])]
    note = column(
        "1 The minutes of the council are kept in the town hall.", 50, left[-1].y - 24, 235, size=7, leading=9
    )
    assert not left[-1].text.endswith(".")
    read_sentences = _sentences(pdf_of([[*left, *note, *right]]))
    assert [x for x in read_sentences if "minutes" not in x] == whole


def test_rows_of_a_table_are_not_read_as_columns() -> None:
    rows = [("Vessel", "Port of call", "Tonnes")]
    rows += [(f"Barge {number}", f"Harbour of {name}", f"{number * 130}") for number, name in enumerate("ABCDEFGH", 1)]
    page = [
        Text(x, TOP - 14 * number, cell)
        for x in (50, 200, 400)
        for number, cell in enumerate(c[(50, 200, 400).index(x)] for c in rows)
    ]
    assert _sentences(pdf_of([page])) == [" | ".join(row) for row in rows]


def _segment(left: float, bottom: float, right: float, text: str) -> Segment:
    word = Word(text, left, bottom, right, bottom + 10, 10, False, 0)
    return Segment([word], left, bottom, right, bottom + 10, 10, text)


def test_the_right_column_comes_first_where_letters_are_read_from_the_right() -> None:
    words = "كان الميناء مغلقا طوال الشتاء"
    left = [_segment(50, 700 - 12 * row, 200, words) for row in range(6)]
    right = [_segment(230, 700 - 12 * row, 380, words) for row in range(6)]
    assert in_columns([*left, *right]) == [right, left]


def test_few_segments_are_one_region_and_none_are_none() -> None:
    line = _segment(50, 700, 200, "a line")
    assert in_columns([line]) == [[line]]
    assert in_columns([]) == []


def test_a_column_goes_on_below_a_figure_though_the_other_has_ended() -> None:
    upper = column(" ".join(sentences(0, 5)), 50, TOP, 235)
    lower = column(" ".join(sentences(1, 5)), 50, upper[-1].y - 150, 235)
    right = column(" ".join(sentences(2, 5)), 310, TOP, 235)
    expected = [x for seed in range(3) for x in sentences(seed, 5)]
    assert _sentences(pdf_of([[*upper, *lower, *right]])) == expected


def test_columns_of_which_few_lines_stand_beside_each_other_are_columns() -> None:
    first = column(" ".join(sentences(0, 1)), 50, TOP, 235)
    left = [*first, *column(" ".join(sentences(1, 4)), 50, TOP - 160, 235)]
    right = [
        *column(" ".join(sentences(2, 3)), 310, TOP - 12, 235),
        *column(" ".join(sentences(3, 4)), 310, TOP - 320, 235),
    ]
    expected = [*sentences(0, 1), *sentences(1, 4), *sentences(2, 3), *sentences(3, 4)]
    assert _sentences(pdf_of([_row_by_row([left, right])])) == expected


def test_a_page_is_not_parted_without_end() -> None:
    left = [_segment(50, 700 - 12 * row, 200, "the clerks met on Monday and") for row in range(6)]
    right = [_segment(230, 700 - 12 * row, 380, "put off the dredging of it") for row in range(6)]
    assert in_columns([*left, *right]) == [left, right]
    assert in_columns([*left, *right], depth=1_000) == [[*left, *right]]


def test_a_column_may_go_on_with_a_line_of_the_next() -> None:
    lines = column(" ".join(sentences(3, 12)), 60, TOP, 220)
    moved = lines[-1]._replace(x=330, y=lines[0].y)
    assert moved.text[0].islower()
    assert _sentences(pdf_of([[*lines[:-1], moved]])) == sentences(3, 12)


def test_a_line_beside_a_column_that_has_ended_is_none_of_it() -> None:
    lines = column(" ".join(sentences(3, 12)), 60, TOP, 220)
    beside = Text(330, lines[0].y, "of the port")
    assert "of the port" not in " ".join(_sentences(pdf_of([[*lines, beside]]))[-1:])


@pytest.mark.parametrize("is_left", [False, True])
def test_a_letterhead_beside_a_letter_is_read_after_it(is_left: bool) -> None:
    letter = [
        "3 June 2019",
        "Dear Mr Aalders,",
        "Thank you for your letter of 12 May, in which you say that",
        "nobody came",
    ]
    letter += ["to look at the pin when you called the office about it,", "and that you called three times in August."]
    body = [_segment(200, 700 - 16 * row, 200 + 5 * len(words), words) for row, words in enumerate(letter)]
    heads = ["Velm Harbour Authority", "12 Quay Street", "Telephone 555 0134", "Director: Rolf Meier"]
    left = 50 if is_left else 520
    beside = []
    for row, words in enumerate(heads):
        line = _segment(left, 694.5 - 11 * row, left + 4 * len(words), words)
        line.size = 8
        line.top = line.bottom + 8
        beside.append(line)
    assert in_columns([*beside, *body] if is_left else [*body, *beside]) == [body, beside]
    for line in beside:
        line.size = 10
    assert in_columns([*body, *beside]) == [[*body, *beside]]
