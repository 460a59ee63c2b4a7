from embeddings.documents import Fact
from embeddings.readers import formats
from embeddings.readers.odp import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import OPEN_DOCUMENT, file_of, open_document


def _box(text: str, x: str, y: str, kind: str = "") -> str:
    inside = f"<draw:text-box><text:p>{text}</text:p></draw:text-box>"
    return f'<draw:frame presentation:class="{kind}" svg:x="{x}" svg:y="{y}">{inside}</draw:frame>'


def test_slides_are_places_and_boxes_are_in_reading_order() -> None:
    first = (
        _box("Right", "12cm", "5cm")
        + _box("Left", "1in", "51mm")
        + _box("Tolls of the Sound", "2cm", "9cm", "title")
        + _box("Page 1", "0cm", "0cm", "page-number")
        + f"<draw:g>{_box('In a group', '0cm', '0cm')}</draw:g>"
        + f"<presentation:notes><draw:page-thumbnail/>{_box('Say this.', '1cm', '1cm')}</presentation:notes>"
    )
    table = (
        "<draw:frame><table:table><table:table-row><table:table-cell><text:p>Port</text:p></table:table-cell>"
        "<table:table-cell><text:p>Toll</text:p></table:table-cell></table:table-row></table:table></draw:frame>"
    )
    body = f"<draw:page>{first}</draw:page><draw:page/><draw:page>{table}</draw:page>"
    (content,) = read(file_of("a.odp", open_document("presentation", body))).documents
    assert content.text.split("\n\n") == [
        *("Tolls of the Sound", "In a group", "Left", "Right", "Say this.", "Port | Toll")
    ]
    assert content.title == "Tolls of the Sound"
    assert content.facts == (Fact("title", "Tolls of the Sound", "title of the first slide"),)
    assert [(place.kind, place.name, content.text[place.start : place.end][-10:]) for place in content.places] == [
        ("slide", "1", "\nSay this."),
        ("slide", "3", "ort | Toll"),
    ]


def test_raised_letters_are_set_flat_and_struck_words_are_left_out() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="T2"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    words = '5 m<text:span text:style-name="T1">2</text:span> of <text:span text:style-name="T2">oak</text:span>pine'
    body = f"<draw:page>{_box(words, '1cm', '1cm', 'title')}</draw:page>"
    (content,) = read(file_of("a.odp", open_document("presentation", body, styles))).documents
    assert (content.text, content.title) == ("5 m² of pine", "5 m² of pine")
    assert [tuple(each) for each in content.omitted] == [("oak", "struck through")]


def test_a_single_file_of_xml_is_read() -> None:
    data = (
        f"<?xml version='1.0'?><office:document {OPEN_DOCUMENT} "
        'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>'
        f"<draw:page>{_box('The lock leaks.', '1cm', '1cm')}</draw:page>"
        "</office:presentation></office:body></office:document>"
    ).encode()
    (content,) = read(file_of("a.fodp", data)).documents
    assert content.text == "The lock leaks."
    assert {format_of(name, data) for name in ("a.fodp", "a.xml")} == {formats.ODP}
