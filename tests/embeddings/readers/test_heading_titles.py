import pytest

from embeddings.readers.heading_titles import CONTENTS, can_name_a_document


@pytest.mark.parametrize(
    "heading",
    [
        "",
        " ",
        "Contents",
        "TABLE OF CONTENTS",
        "Inhaltsverzeichnis:",
        "UNCLASSIFIED",
        "Top Secret",
        "[Restricted]",
        "FILED",
        "Chapter 1",
        "PART IV.",
        "Annex B",
        "Table 6",
        "Page 3",
        "This page intentionally left blank.",
        "his page is deliberately blank",
        "港口于周一关闭，疏浚工程推迟。",
    ],
)
def test_headings_that_name_no_document(heading: str) -> None:
    assert not can_name_a_document(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "The Harbour",
        "Chapter 1: The Harbour",
        "Part of the Harbour",
        "Table 6. Ships by Year",
        "Secret Harbours",
        "Unclassified Summary of the Review",
        "Contents of the Chest",
        "Annex Building Fire",
        "港口年度报告",
    ],
)
def test_headings_that_may_name_a_document(heading: str) -> None:
    assert can_name_a_document(heading)


def test_what_stands_above_a_list_of_contents() -> None:
    assert CONTENTS.fullmatch("List of Figures")
    assert not CONTENTS.fullmatch("List of Ships")
