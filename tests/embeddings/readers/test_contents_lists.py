import pytest

from embeddings.readers.contents_lists import is_of_contents


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("toc 1", "1. Opening\t1"),
        ("TOC 2", "2.1 Costs ........ 14"),
        ("contents 1", "Preface\tiv"),
        ("table of figures", "Figure 1: The crane\t7"),
        ("toc heading", "Contents"),
    ],
)
def test_lines_of_a_list_of_contents_are_known_by_their_style(style: str, text: str) -> None:
    assert is_of_contents(style, text)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("normal", "1. Opening\t1"),
        ("toc 1", "The crane stood on the northern quay."),
        ("table contents", "1429"),
        ("stock 1", "Riga\t88"),
    ],
)
def test_other_paragraphs_are_text(style: str, text: str) -> None:
    assert not is_of_contents(style, text)
