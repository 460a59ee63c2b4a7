from dataclasses import replace

from embeddings.readers.pdf_lines import lines_of
from embeddings.readers.pdf_segments import Segment, segments_of
from embeddings.readers.pdf_signs import signs_in_place, with_small_signs
from embeddings.readers.pdf_words import Word
from tests.embeddings.readers.test_pdf_lines import segment


def _word(text: str, left: float, bottom: float = 700, size: float = 10) -> Word:
    return Word(text, left, bottom, left + 0.5 * size * len(text), bottom + size, size, False, 0)


def _text(words: list[Word]) -> list[str]:
    return [line.text for line in lines_of(segments_of(words)[0], 0, 0)]


def test_the_number_of_a_note_that_is_drawn_behind_its_line_stands_where_it_is_raised() -> None:
    words = [_word("clerks", 50), _word("met", 85), _word("on", 104), _word("Monday.", 117)]
    assert _text([*words, _word("3", 99.5, 705, 6)]) == ["clerks met[3] on Monday."]


def test_what_is_as_large_as_its_line_stays_where_it_is() -> None:
    line = segments_of([_word("clerks", 50), _word("met", 85), _word("Monday.", 117)])[0]
    sign = segment("on", 104, 700)
    assert signs_in_place([*line, sign]) == [*line, sign]


def test_signs_between_two_lines_are_of_the_line_that_they_touch() -> None:
    above, below = segment("x is the sum", 50, 700, 10), segment("of all ships", 50, 680, 10)
    sign: Segment = replace(segment("i", 56, 696, 6), top=702)
    assert [[x.text for x in row] for row in with_small_signs([[above], [sign], [below]])] == [
        ["x is the sum", "i"],
        ["of all ships"],
    ]
