from pathlib import Path

import pytest

from embeddings.readers.pdf_initials import with_initials
from embeddings.readers.pdf_words import Word
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, column, pdf_of, sentences, width


def _page(initial: str, first: str, others: list[str]) -> list[Word]:
    """Return an initial of two lines, with the first line beside it and the others below."""
    words = [Word(initial, 50, 680, 66, 712, 28, False, 0)]
    lines = [(70, 700, first), *((70 if n == 0 else 50, 688 - 12 * n, line) for n, line in enumerate(others))]
    for number, (x, y, line) in enumerate(lines, 1):
        for text in line.split():
            left = x + sum(5 * len(word.text) + 3 for word in words if word.line == number)
            words.append(Word(text, left, y - 2, left + 5 * len(text), y + 8, 10, False, number))
    return words


@pytest.mark.parametrize(
    ("initial", "first", "read"),
    [
        ("T", "he clerks met", "The"),
        ("T", "HE CLERKS met", "THE"),
        ("I", "n May we met", "In"),
        ("“W", "e met by noon", "“We"),
        # Two words: the page knows the second, or it begins as a word does.
        ("A", "clerk met us", "A clerk"),
        ("I", "clerk for him", "I clerk"),
        ("A", "fter noon we met", "After"),
        ("Q", "When did you meet", "Q When"),
    ],
)
def test_an_initial_begins_the_first_word_beside_it(initial: str, first: str, read: str) -> None:
    words = with_initials(_page(initial, first, ["at noon and", "the clerk wrote"]))
    assert words[0].text == read
    assert [word.left for word in words if word.text in {read, "at"}] == [50, 50]
    assert len(words) == len(first.split()) + 6


def test_a_large_letter_beside_one_line_or_none_stays_as_it_is() -> None:
    alone = _page("T", "he clerks met", [])
    assert with_initials(alone) == alone
    far = [
        word._replace(left=word.left + 60, right=word.right + 60) for word in _page("T", "he clerks", ["met at"])[1:]
    ]
    assert with_initials([alone[0], *far]) == [alone[0], *far]
    small = _page("T", "he clerks met", ["at noon"])
    small[0] = small[0]._replace(size=12)
    assert with_initials(small) == small
    assert with_initials([]) == []


def test_a_paragraph_with_an_initial_is_one() -> None:
    text = " ".join(sentences(3, 6))
    room = width(text[0], 33) + 2
    first = column(text[1:], 50 + room, 700, 200 - room)[:3]
    rest = text[1:].removeprefix(" ".join(line.text for line in first)).strip()
    page = [Text(50, 676, text[0], 33), *first, *column(rest, 50, 664, 200)]
    (content,) = contents_of(Path("magazine.pdf"), pdf_of([page])).documents
    assert content.text == text
