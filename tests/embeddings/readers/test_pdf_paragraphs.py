from embeddings.readers.pdf_lines import Line, lines_of
from embeddings.readers.pdf_paragraphs import paragraphs_of
from embeddings.readers.pdf_segments import Segment
from tests.embeddings.readers.test_pdf_lines import segment

LONG = "a line of this text is as long as its column allows"


def _column(*lines: tuple[float, float, str], page: int = 0, region: int = 0, size: float = 10) -> list[Line]:
    """Return lines given by their left edge, their height and their words."""
    segments: list[Segment] = [segment(text, left, height, size) for left, height, text in lines]
    return lines_of(segments, page, region)


def _paragraphs(lines: list[Line]) -> list[str]:
    return [" / ".join(line.text for line in paragraph) for paragraph in paragraphs_of(lines)]


def test_lines_at_the_usual_distance_are_a_paragraph_and_a_wider_gap_ends_it() -> None:
    heights = (700, 688, 676, 656, 644)
    assert _paragraphs(_column(*((50, height, LONG) for height in heights))) == [
        f"{LONG} / {LONG} / {LONG}",
        f"{LONG} / {LONG}",
    ]


def test_lines_of_a_typescript_are_a_paragraph_too() -> None:
    assert len(_paragraphs(_column(*((50, 700 - 24 * n, LONG) for n in range(5))))) == 1


def test_a_parted_word_holds_its_paragraph_together_over_a_wider_gap() -> None:
    lines = _column((50, 700, LONG), (50, 688, f"{LONG[:-3]}-"), (50, 664, "ows it to be"))
    assert len(_paragraphs(lines)) == 1
    # What goes on in capitals is no half of a word.
    assert len(_paragraphs(_column((50, 700, LONG), (50, 688, f"{LONG[:-3]}-"), (50, 664, "Rows to be")))) == 2


def test_an_indented_line_begins_a_paragraph_and_ends_a_hanging_one() -> None:
    indented = _column((62, 700, LONG), (50, 688, LONG), (62, 676, LONG), (50, 664, LONG))
    assert _paragraphs(indented) == [f"{LONG} / {LONG}"] * 2
    hanging = _column((50, 700, LONG), (70, 688, LONG), (50, 676, LONG), (70, 664, LONG))
    assert _paragraphs(hanging) == [f"{LONG} / {LONG}"] * 2


def test_a_line_that_ends_early_ends_a_paragraph() -> None:
    assert _paragraphs(_column((50, 700, LONG), (50, 688, "It ends here."), (50, 676, f"The {LONG}"))) == [
        f"{LONG} / It ends here.",
        f"The {LONG}",
    ]


def test_a_heading_of_another_size_is_a_paragraph() -> None:
    lines = [*_column((50, 720, "The Harbour and the Storm"), size=14), *_column((50, 700, LONG), (50, 688, LONG))]
    assert _paragraphs(lines) == ["The Harbour and the Storm", f"{LONG} / {LONG}"]


def test_items_are_paragraphs_with_the_lines_that_hang_below_them() -> None:
    lines = _column((50, 700, f"1. {LONG}"), (62, 688, LONG), (50, 676, f"2. {LONG}"), (50, 664, "- short"))
    assert _paragraphs(lines) == [f"1. {LONG} / {LONG}", f"2. {LONG}", "- short"]


def test_a_number_after_a_full_line_begins_no_item() -> None:
    assert len(_paragraphs(_column((50, 700, f"{LONG} on June"), (50, 688, f"9. Turkey {LONG}"[:60])))) == 1


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    first = _column((50, 700, LONG), (50, 688, LONG))
    second = _column((300, 700, LONG), (300, 688, f"{LONG}."), region=1)
    third = _column((50, 700, f"The {LONG}"), page=1, region=2)
    assert _paragraphs([*first, *second, *third]) == [f"{LONG} / {LONG} / {LONG} / {LONG}.", f"The {LONG}"]


def test_a_footnote_goes_before_the_paragraph_that_it_would_part() -> None:
    first = [*_column((50, 700, LONG), (50, 688, LONG)), *_column((50, 650, "1 A note on tides."), size=7)]
    second = _column((50, 700, f"{LONG}."), page=1, region=1)
    assert _paragraphs([*first, *second]) == ["1 A note on tides.", f"{LONG} / {LONG} / {LONG}."]


def test_the_labels_and_the_caption_of_a_figure_go_before_it_too() -> None:
    first = _column((50, 700, LONG), (50, 688, LONG), (90, 620, "Untightened nut"), (50, 600, "Figure 3. Two nuts."))
    second = _column((300, 700, f"{LONG}."), region=1)
    assert _paragraphs([*first, *second]) == ["Untightened nut", "Figure 3. Two nuts.", f"{LONG} / {LONG} / {LONG}."]


def test_words_that_are_pulled_out_of_a_text_go_before_the_paragraph_that_they_would_part() -> None:
    first = _column((50, 700, LONG), (50, 688, LONG))
    pulled = _column((400, 700, "“I called three times and nobody"), (400, 684, "came.”"), region=1, size=14)
    rest = _column((50, 676, f"{LONG}."), region=2)
    assert _paragraphs([*first, *pulled, *rest]) == [
        "“I called three times and nobody / came.”",
        f"{LONG} / {LONG} / {LONG}.",
    ]
    heading = _column((400, 700, "Costs"), region=1, size=14)
    assert _paragraphs([*first, *heading, *_column((50, 676, f"The {LONG}."), region=2)])[1:] == [
        "Costs",
        f"The {LONG}.",
    ]


def test_lines_without_letters_below_the_line_are_no_further_apart() -> None:
    lines = _column(*((50, 700 - 12 * row, LONG) for row in range(5)))
    for line in lines[1::2]:
        # The ink of "the harbour council met" ends on the line.
        line.bottom += 2.4
    assert len(_paragraphs(lines)) == 1


def test_nothing_goes_on_after_a_full_stop() -> None:
    first = _column((50, 700, LONG), (50, 688, f"{LONG}."))
    assert len(_paragraphs([*first, *_column((300, 700, LONG), region=1)])) == 2


def test_a_line_of_small_capitals_is_of_its_paragraph() -> None:
    small, large = segment("FOR FURTHER INFORMATION ON THE PORT OF CULLEN", 50, 688, 7), segment("ask", 290, 688)
    lines = lines_of([segment(LONG, 50, 700), small, large, segment(LONG, 50, 676)], 0, 0)
    assert len(_paragraphs(lines)) == 1


def test_a_centred_heading_of_two_lines_is_one_paragraph_and_an_indented_line_is_not_centred() -> None:
    wide, narrow = "The Council of the Port of Cullen and", "its Northern Breakwater"
    middle = segment(wide, 50, 700, 14).left + segment(wide, 50, 700, 14).right
    short = segment(narrow, 0, 684, 14)
    centred = segment(narrow, (middle - short.right) / 2, 684, 14)
    assert len(_paragraphs(lines_of([segment(wide, 50, 700, 14), centred], 0, 0))) == 1
    lines = _column(
        (50, 700, f"{LONG} and on. Then"), (50, 688, f"{LONG} it ended."), (62, 676, f"{LONG} now"), (50, 664, LONG)
    )
    assert len(_paragraphs(lines)) == 2
