from embeddings.readers import plain_text
from embeddings.readers.line_numbers import without_line_numbers

WORDS = [
    *("     Q.   When did you first see the crack in", "the pin?", "     A.   In August.  I think it was the twelfth,"),
    *("because my sister came that day and I told", "her about it at supper.", "     Q.   Whom did you tell?"),
    *("     A.   Mr. Meier's clerk.  I called three", "times and nobody came.", "     Q.   Was there a book?"),
    *("     A.   Yes, in the cabin, and I wrote it", "down.", ""),
]


def _numbered(lines: list[str]) -> list[str]:
    return [f"{number:>4}    {line}".rstrip() for number, line in enumerate(lines, 1)]


def test_numbers_of_lines_are_no_part_of_sentences() -> None:
    text = "\n".join([f"{'':50}12", *_numbered(WORDS), f"\f{'':50}13", *_numbered(WORDS[2:5])])
    content = plain_text.read(text)
    assert "When did you first see the crack in\nthe pin?\n" in content.text
    assert not any(character.isdigit() for character in content.text)


def test_every_line_is_counted_on_each_page() -> None:
    pages = [*_numbered(WORDS), "", *_numbered(WORDS[:2])]
    assert without_line_numbers(pages) == [*WORDS, "", *WORDS[:2]]


def test_lists_and_rows_that_begin_with_numbers_stay() -> None:
    ranking = [f"{number} Port of Riga {number * 7}" for number in range(1, 30)]
    assert without_line_numbers(ranking) == ranking
    prose = ["1 is a number", "2 is another", "and this is prose about them"] * 4
    assert without_line_numbers(prose) == prose
    for most in (6, 20):
        steps = [f"{number}  take a grain of rye" for number in range(1, most + 1)]
        assert without_line_numbers(steps) == steps
