from embeddings.readers.pdf_contents import is_led, without_contents
from embeddings.readers.pdf_lines import Line, lines_of
from embeddings.readers.pdf_paragraphs import paragraphs_of
from tests.embeddings.readers.test_pdf_lines import segment

DOTS = "." * 40
CONTENTS = [f"1. Opening {DOTS} 1", f"2. The crane {DOTS} 2", f"2.1 Costs {DOTS} 2", f"Annex: papers {DOTS} 14"]


def _lines(*texts: str) -> list[Line]:
    return lines_of([segment(text, 50, 700 - 12 * number) for number, text in enumerate(texts)], 0, 0)


def _parted(*texts: str) -> tuple[list[str], list[str]]:
    kept, left_out = without_contents(paragraphs_of(_lines(*texts)))
    return [line.text for paragraph in kept for line in paragraph], left_out


def test_dots_lead_a_line_to_its_page() -> None:
    assert all(map(is_led, [*CONTENTS, "Preface . . . . . . . iv", "Foreword ……… 3", f"Costs {DOTS} | 7"]))
    assert not any(map(is_led, ["He paused... 3 men came", "It cost 14.50", "1. Opening", "and so on ..."]))


def test_lines_that_dots_lead_to_pages_are_paragraphs_of_their_own() -> None:
    assert [len(paragraph) for paragraph in paragraphs_of(_lines(*CONTENTS))] == [1] * 4


def test_a_list_of_contents_is_left_out() -> None:
    assert _parted("Contents", *CONTENTS, "The council met.") == (["Contents", "The council met."], CONTENTS)
    assert _parted("Inhalt:", "Seite", *CONTENTS) == (["Inhalt:", "Seite"], CONTENTS)
    unnamed = [f"{number}. Part {DOTS} {number}" for number in range(1, 7)]
    assert _parted("A report", *unnamed) == (["A report"], unnamed)


def test_prices_and_few_lines_stay() -> None:
    assert _parted("Prices", *CONTENTS)[1] == []
    assert _parted("Contents", *CONTENTS[:2])[1] == []
    menu = [f"Soup {DOTS} {price}" for price in (9, 4, 7, 3, 8, 5)]
    assert _parted("Contents", *menu)[1] == []
