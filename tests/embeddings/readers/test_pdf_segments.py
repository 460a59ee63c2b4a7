from embeddings.readers.pdf_segments import Segment, is_right_to_left, joined_near, rows_of, segments_of, typical_size
from embeddings.readers.pdf_words import Word


def _word(text: str, left: float, bottom: float = 700, line: int = 0, *, size: float = 10) -> Word:
    return Word(text, left, bottom, left + 5 * len(text), bottom + 10, size, False, line)


def _texts(words: list[Word]) -> list[list[str]]:
    return [[segment.text for segment in group] for group in segments_of(words)]


def test_words_of_a_line_are_one_segment_up_to_a_wide_gap() -> None:
    assert _texts([_word("the", 50), _word("harbour", 68), _word("1,320", 200)]) == [["the harbour", "1,320"]]


def test_words_that_are_drawn_apart_are_joined_where_they_stand_near() -> None:
    words = [_word("the", 50, line=0), _word("harbour", 100, line=1), _word("northern", 68, line=2)]
    words[1] = words[1]._replace(left=111, right=146)
    assert _texts(words) == [["the northern harbour"]]


def test_an_initial_that_touches_its_word_is_of_it() -> None:
    initial = Word("T", 50, 698, 62, 712, 14, False, 0)
    assert _texts([initial, _word("he", 62, line=1)]) == [["The"]]


def test_letters_that_are_drawn_one_by_one_are_one_word_with_the_rest_of_it() -> None:
    pieces = [("Z", 50, 6), ("o", 56, 6), ("ne", 62, 12), ("s", 74, 5), ("in", 90, 9), ("t", 99, 3), ("own", 102, 18)]
    words = [
        Word(text, left, 700, left + wide, 712, 10, is_bold=False, line=line)
        for line, (text, left, wide) in enumerate(pieces)
    ]
    assert _texts(words) == [["Zones", "intown"]]
    pieces = [("pier", 50, 20), ("3", 73, 5), ("The", 78, 17), ("Zoe", 98, 17)]
    words = [
        Word(text, left, 700, left + wide, 712, 10, is_bold=False, line=line // 2)
        for line, (text, left, wide) in enumerate(pieces)
    ]
    assert _texts(words) == [["pier 3 The Zoe"]]


def test_a_narrow_gutter_parts_lines_that_were_drawn_across_it() -> None:
    words = []
    for line in range(8):
        gap = 7 if line != 5 else 30
        words += [_word("left", 50 + 7 - 7, 700 - 12 * line, line), _word("right", 70 + gap, 700 - 12 * line, line)]
    assert _texts(words) == [["left", "right"] * 8]


def test_turned_words_are_apart_and_read_as_if_upright() -> None:
    upright = [_word(text, 50, 700 - 12 * n, n) for n, text in enumerate(("one", "two", "three"))]
    first = Word("side", 20, 100, 30, 120, 10, False, 3, 90)
    second = Word("ways", 20, 123, 30, 143, 10, False, 3, 90)
    assert _texts([*upright, first, second]) == [["one", "two", "three"], ["side ways"]]


def test_words_from_the_right_are_joined_from_the_right() -> None:
    words = [_word("ميناء", 100, line=0), _word("كان", 82, line=1)]
    assert _texts(words) == [["ميناء كان"]]


def _segment(text: str, left: float, bottom: float, size: float = 10) -> Segment:
    word = _word(text, left, bottom, size=size)
    return Segment([word], word.left, bottom, word.right, bottom + size, size, text)


def test_rows_go_from_the_top_and_from_the_left() -> None:
    rows = rows_of([_segment("c", 90, 688), _segment("b", 90, 700), _segment("a", 50, 701)], 0.65)
    assert [[x.text for x in row] for row in rows] == [["a", "b"], ["c"]]


def test_chinese_is_joined_without_a_space() -> None:
    parts = [_segment("港口", 50, 700), _segment("关闭", 61, 700)]
    assert [x.text for x in joined_near(parts, 0.45)] == ["港口关闭"]


def test_direction_and_size_are_those_of_most_letters() -> None:
    assert is_right_to_left([_segment("كان الميناء", 0, 0)])
    assert not is_right_to_left([_segment("the port", 0, 0)])
    assert typical_size([_segment("a long line", 0, 0, 10), _segment("Title", 0, 0, 20)]) == 10
