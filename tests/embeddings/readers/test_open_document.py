import pytest
from lxml import etree

from embeddings.readers.content import NotRead
from embeddings.readers.open_document import line_of, roots_of
from tests.embeddings.readers.office_files import OPEN_DOCUMENT, file_of, open_document, packed


def _paragraph(inside: str) -> etree._Element:
    return etree.fromstring(f"<text:p {OPEN_DOCUMENT}>{inside}</text:p>")


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d\ne', "a  b\tc\nd e"),
        ("The <text:span>toll <text:a>rose</text:a></text:span> twice", "The toll rose twice"),
        ("Seen<office:annotation><text:p>Check.</text:p></office:annotation> ships", "Seen ships"),
        ("<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby>", "漢"),
        ("Page <text:page-number>3</text:page-number><text:hidden-text>secret</text:hidden-text>", "Page 3"),
        ("<draw:frame><svg:title>A map</svg:title><draw:text-box/></draw:frame>below", "below"),
    ],
)
def test_a_paragraph_reads_as_its_reader_sees_it(inside: str, text: str) -> None:
    assert line_of(_paragraph(inside), {}).text == text


def test_notes_bear_their_marks_and_boxes_are_kept() -> None:
    note = '<text:note text:note-class="{}">{}<text:note-body><text:p>N.</text:p></text:note-body></text:note>'
    marked = note.format("footnote", "<text:note-citation>*</text:note-citation>")
    line = line_of(_paragraph(f"a{marked}b{note.format('endnote', '')}<draw:frame/>"), {"endnote": 4})
    assert line.text == "a[*]b[5]"
    assert [(kind, body.get("mark")) for kind, body in line.notes] == [("footnote", "*"), ("endnote", "5")]
    assert len(line.boxes) == 1


def test_a_package_and_a_single_file_hold_the_same() -> None:
    roots = roots_of(file_of("a.odt", open_document("text", "<text:p>A.</text:p>")), "OpenDocument text")
    assert roots.body("text")[0].text == "A."
    body = "<office:body><office:text><text:p>B.</text:p></office:text></office:body>"
    flat = f"<office:document {OPEN_DOCUMENT}>{body}</office:document>"
    assert roots_of(file_of("a.fodt", flat.encode()), "OpenDocument text").body("text")[0].text == "B."
    with pytest.raises(NotRead, match="holds no OpenDocument presentation"):
        roots.body("presentation")


def test_locked_and_other_files_are_refused() -> None:
    locked = open_document("text", "", **{"META-INF/manifest": "<manifest:encryption-data/>"})
    with pytest.raises(NotRead, match="password"):
        roots_of(file_of("a.odt", locked), "OpenDocument text")
    with pytest.raises(NotRead, match=r"holds no content\.xml"):
        roots_of(file_of("a.odt", packed({"a": "b"})), "OpenDocument text")
    with pytest.raises(NotRead, match="is no OpenDocument text"):
        roots_of(file_of("a.odt", b"words"), "OpenDocument text")
