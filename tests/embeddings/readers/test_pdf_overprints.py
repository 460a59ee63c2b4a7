from embeddings.readers.pdf_overprints import without_overprints
from embeddings.readers.pdf_words import Word


def _word(text: str, left: float, bottom: float, line: int = 0) -> Word:
    return Word(text, left, bottom, left + 5 * len(text), bottom + 10, 10, False, line)


def test_a_word_over_itself_is_read_once_also_a_little_shifted() -> None:
    line = [_word("The", 50, 700), _word("harbour", 70, 700)]
    again = [_word("The", 50, 700, 9), _word("harbour", 70.8, 699.2, 9)]
    assert without_overprints([*line, _word("storm", 50, 688, 1), *again]) == [*line, _word("storm", 50, 688, 1)]


def test_the_same_word_beside_or_below_stays() -> None:
    words = [_word("no", 50, 700), _word("no", 65, 700), _word("no", 50, 695), _word("yes", 50, 700)]
    assert without_overprints([*words, words[0]]) == words
