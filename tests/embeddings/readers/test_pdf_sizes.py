from embeddings.readers.pdf_lines import Line
from embeddings.readers.pdf_sizes import usual_size


def line(text: str, size: float) -> Line:
    return Line(
        text=text, words=[], left=0, bottom=0, right=100, top=size, size=size, is_bold=False, page=0, region=0,
        column=(0, 100), is_row=False, first_word=10, largest=size,
    )  # fmt: skip


def test_the_usual_size_is_that_of_most_letters_not_of_most_lines() -> None:
    lines = [line("On the ferry to Lund that sank in 1910", 10.04), line("A", 18), line("B", 18), line("9", 7)]
    assert usual_size(lines) == 10.0
    assert usual_size([line("Lund", 18)]) == 18.0
