import io

import pptx as python_pptx
import pytest
from pptx.util import Inches

from embeddings.documents import Fact
from embeddings.readers.content import LimitReached, Limits, NotRead
from embeddings.readers.pptx import read
from tests.embeddings.readers.office_files import P, file_of, packed, relationships, shape, slides_file


def test_a_file_of_python_pptx_is_read_slide_by_slide_with_its_notes() -> None:
    presentation = python_pptx.Presentation()
    presentation.core_properties.title, presentation.core_properties.author = "PowerPoint Presentation", "Ana Ruiz"
    first = presentation.slides.add_slide(presentation.slide_layouts[0])
    first.shapes.title.text, first.placeholders[1].text = "Tolls of the Sound", "A history"
    first.notes_slide.notes_text_frame.text = "Greet the minister."
    second = presentation.slides.add_slide(presentation.slide_layouts[1])
    second.shapes.title.text, second.placeholders[1].text = "Rates", "Oak\nPine"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(5), Inches(4), Inches(1)).table
    for cell, text in zip(table.iter_cells(), ["Port", "Toll", "Riga", "88"], strict=True):
        cell.text = text
    stream = io.BytesIO()
    presentation.save(stream)
    (content,) = read(file_of("a.pptx", stream.getvalue())).documents
    assert content.text.split("\n\n") == [
        *("Tolls of the Sound", "A history", "Greet the minister."),
        *("Rates", "- Oak", "- Pine", "Port | Toll", "Riga | 88"),
    ]
    assert (content.title, content.author) == ("Tolls of the Sound", "Ana Ruiz")
    assert content.facts[-1] == Fact("title", "Tolls of the Sound", "title of the first slide")
    assert [
        (place.kind, place.name, content.text[place.start : place.end].split("\n")[-1]) for place in content.places
    ] == [
        ("slide", "1", "Greet the minister."),
        ("slide", "2", "Riga | 88"),
    ]


def test_slides_come_in_the_order_of_the_presentation_and_empty_ones_count() -> None:
    (content,) = read(file_of("a.ppsx", slides_file(shape("One."), "", shape("Three.")))).documents
    assert content.text == "One.\n\nThree."
    assert [(place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("1", "One."),
        ("3", "Three."),
    ]


def test_what_comes_from_the_master_is_left_out() -> None:
    foot = (
        shape("Ministry of Trade", place='type="ftr"')
        + shape("3", place='type="sldNum"')
        + shape("", place='type="dt"')
    )
    (content,) = read(file_of("a.pptx", slides_file(shape("Tolls fell.") + foot))).documents
    assert (content.text, content.left_out) == ("Tolls fell.", 2)


def test_shapes_without_a_place_stand_where_the_layout_puts_them() -> None:
    seventh, body = 'idx="7"', 'type="body"'
    layout = f"<p:sldLayout {P}>{shape('x', place=seventh, at=(0, 0))}</p:sldLayout>"
    master = f"<p:sldMaster {P}>{shape('x', place=body, at=(0, 9_000_000))}</p:sldMaster>"
    slide = (
        shape("Last.", place='type="body" idx="9"')
        + shape("Middle.", at=(0, 4_000_000))
        + shape("First.", place='idx="7"')
    )
    data = slides_file(
        slide,
        references=relationships(("l", "slideLayout", "../l.xml")),
        parts={
            "ppt/l.xml": layout,
            "ppt/m.xml": master,
            "ppt/_rels/l.xml.rels": relationships(("m", "slideMaster", "m.xml")),
        },
    )
    assert read(file_of("a.pptx", data)).documents[0].text == "First.\n\nMiddle.\n\nLast."


def test_what_is_no_presentation_or_too_long_is_refused() -> None:
    with pytest.raises(NotRead, match="has no presentation in it"):
        read(file_of("a.pptx", packed({"ppt/slides/slide1.xml": "<a/>"})))
    with pytest.raises(LimitReached, match="more than 1 slides"):
        read(file_of("a.pptx", slides_file(shape("a"), shape("b")), Limits(pages=1)))
