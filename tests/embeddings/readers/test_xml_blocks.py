from embeddings.documents import Place
from embeddings.readers.xml_blocks import PAGE_MARK, Blocks


def test_a_section_is_named_by_its_first_heading_else_by_its_number() -> None:
    blocks = Blocks("section")
    for number, heading in (("Article 1", "Article 1 Water"), ("Article 2", ""), ("", "")):
        blocks.begin_section()
        if number:
            blocks.label_section(number)
        if heading:
            blocks.add(heading, is_heading=True)
        blocks.add("It rose.")
        blocks.end_section()
    assert "\n\n".join(blocks.texts) == "Article 1 Water\n\nIt rose.\n\nIt rose.\n\nIt rose."
    assert blocks.places() == [Place("section", "Article 1 Water", 0, 25), Place("section", "Article 2", 27, 35)]


def test_a_number_is_that_of_the_section_that_is_open() -> None:
    blocks = Blocks("section")
    blocks.label_section("1")
    blocks.begin_section()
    blocks.begin_section()
    blocks.label_section("1.1")
    blocks.add("It rose.")
    blocks.end_section()
    blocks.add("It fell.")
    blocks.end_section()
    assert blocks.places() == [Place("section", "1.1", 0, 8)]


def test_pages_begin_between_and_within_paragraphs() -> None:
    blocks = Blocks("section")
    blocks.begin_page("4")
    mark = blocks.begin_page_within("5")
    assert mark == PAGE_MARK
    blocks.add(f"It rose{mark} and fell.")
    assert blocks.texts == ["It rose and fell."]
    assert blocks.places() == [Place("page", "4", 0, 7), Place("page", "5", 8, 17)]
