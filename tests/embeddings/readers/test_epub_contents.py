from lxml import etree

from embeddings.readers.epub_contents import Entry, entries_of, resolved
from embeddings.readers.office_package import opened
from tests.embeddings.readers.office_files import file_of, packed


def _entries(path: str, text: str, attributes: str) -> list[Entry]:
    package = opened(file_of("a.epub", packed({path: text})), "EPUB book")
    item = etree.fromstring(f'<item href="{path.rpartition("/")[2]}" {attributes}/>')
    return entries_of(package, "OPS/book.opf", [item])


def test_a_map_of_points_lists_chapters_and_sections() -> None:
    def point(title: str, source: str, inside: str = "") -> str:
        return f'<navPoint><navLabel><text> {title} </text></navLabel><content src="{source}"/>{inside}</navPoint>'

    points = point("One", "a%20b.html#x", point("Two", "../c.html"))
    ncx = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    assert _entries("OPS/toc.ncx", ncx, 'media-type="application/x-dtbncx+xml"') == [
        Entry("OPS/a b.html", "x", "One", "chapter"),
        Entry("c.html", "", "Two", "section"),
    ]


def test_a_table_of_contents_that_is_broken_or_empty_lists_nothing() -> None:
    assert _entries("OPS/nav.xhtml", "<html><nav>", 'properties="nav"') == []
    assert _entries("OPS/nav.xhtml", "<html/>", 'properties="nav"') == []


def test_references_stay_within_the_book() -> None:
    assert resolved("OPS/text", "../../../../etc/x%2Fy.html#a#b") == "etc/x/y.html#a#b"
