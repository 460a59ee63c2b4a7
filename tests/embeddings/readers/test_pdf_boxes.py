import io
from pathlib import Path

import pytest
from PIL import Image

from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.pdf_boxes import Box, PageBoxes, boxes_on, render, seen_page
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, column, pdf_of, sentences, width
from tests.embeddings.readers.scans import LINES, file_of, needs_ocr, picture


def _content(data: bytes, name: str = "x.pdf") -> FileContent:
    (document,) = contents_of(Path(name), data).documents
    return document


def _boxes(data: bytes, words: str, name: str = "x.pdf") -> dict[int, list[Box]]:
    document = _content(data, name)
    start = document.text.index(words)
    return {x.page: x.boxes for x in _boxed(data, document, start, start + len(words))}


def _boxed(data: bytes, document: FileContent, start: int, end: int) -> list[PageBoxes]:
    boxed = []
    for number, place in enumerate(document.places):
        if max(start, place.start) < min(end, place.end):
            span = (start - place.start, end - place.start)
            boxed.append(boxes_on(seen_page(data, number), number, document.text[place.start : place.end], span))
    return boxed


def _report() -> bytes:
    lines = column(" ".join(sentences(1, 12)), 50, 780, 300)
    first = [line._replace(y=700 - 12 * number) for number, line in enumerate(lines[:11])]
    second = [line._replace(y=700 - 12 * number) for number, line in enumerate(lines[11:])]
    head, tail = Text(50, 800, "Port of Cullen"), Text(200, 30, "7")
    return pdf_of([[head, *first, tail], [head, *second, tail._replace(text="8")]])


def test_words_of_a_line_have_one_box() -> None:
    data = pdf_of([[Text(50, 700, "The clerks met on Monday."), Text(50, 688, "Nobody came.")]])
    (box,) = _boxes(data, "clerks met")[0]
    assert box.left == pytest.approx(50 + width("The ", 10), abs=0.2)
    assert box.right == pytest.approx(50 + width("The clerks met", 10), abs=0.2)
    assert box.top < 842 - 700 < box.bottom


def test_words_of_a_cell_have_a_box_also_over_its_lines() -> None:
    rules = [f"50 {y} m 350 {y} l S" for y in (700, 670, 640)] + [f"{x} 640 m {x} 700 l S" for x in (50, 150, 350)]
    cells = [(55, 688, "Harbour"), (155, 688, "Lights of the"), (155, 676, "Northern Basin")]
    cells += [(55, 658, "Council"), (155, 658, "Dues")]
    data = pdf_of([[Text(*cell) for cell in cells]], drawn=["\n".join(rules)])
    (box,) = _boxes(data, "of the Northern Basin")[0]
    assert round(box.left) == 155
    assert box.top < 842 - 688 < 842 - 676 < box.bottom


def test_a_sentence_over_two_lines_and_two_pages_has_a_box_for_each_line() -> None:
    data = _report()
    document = _content(data)
    second = document.places[1].start
    sentence = next(x for x in sentences(1, 12) if document.text.index(x) < second < document.text.index(x) + len(x))
    boxes = _boxes(data, sentence)
    assert [*boxes] == [0, 1]
    lines = [box for page in (0, 1) for box in boxes[page]]
    assert sum(box.right - box.left for box in lines) == pytest.approx(width(sentence, 10), abs=12)
    assert boxes[1][0].top < 842 - 700 < boxes[1][0].bottom


def test_every_word_of_every_page_is_found_where_it_stands() -> None:
    data = _report()
    document = _content(data)
    pages = _boxed(data, document, 0, len(document.text))
    assert [len(page.boxes) for page in pages] == [11, len(column(" ".join(sentences(1, 12)), 50, 780, 300)) - 11]
    assert all(
        0 < box.left < box.right < page.width and 0 < box.top < box.bottom for page in pages for box in page.boxes
    )


def test_words_that_moved_before_a_paragraph_are_found_too() -> None:
    left = [
        Text(50, 700 - 12 * n, line)
        for n, line in enumerate(
            ("The pilots described the broken mole to the", "council, which had met to hear of it and of")
        )
    ]
    note = Text(50, 640, "1 The minutes are kept in the town hall.", 7)
    right = [
        Text(310, 700 - 12 * n, line)
        for n, line in enumerate(
            ("the cost of stone, which nobody wished to", "carry before the winter came over the port.")
        )
    ]
    data = pdf_of([[*left, note], right])
    assert _content(data).text.startswith("1 The minutes")
    assert _boxes(data, "minutes are kept")[0][0].top > 190
    assert len(_boxes(data, "The pilots described the broken mole to the council, which")[0]) == 2


def test_a_page_that_is_shown_turned_has_its_boxes_as_shown() -> None:
    line = Text(0, 0, "The clerks met.", operators="0 1 -1 0 100 50 Tm")
    data = pdf_of([[line]], rotate=90)
    document = _content(data)
    (page,) = _boxed(data, document, 0, len("The clerks"))
    (box,) = page.boxes
    assert (page.width, page.height) == (842, 595)
    assert box.left == pytest.approx(50, abs=0.5)
    assert box.right == pytest.approx(50 + width("The clerks", 10), abs=0.5)
    assert box.top < 100 < box.bottom


@needs_ocr
def test_words_of_a_picture_have_boxes_in_its_pixels() -> None:
    data = file_of(picture())
    document = _content(data, "x.png")
    start = document.text.index("council")
    (page,) = _boxed(data, document, start, start + len("council met"))
    assert (round(page.width), round(page.height)) == (1240, 900)
    (box,) = page.boxes
    assert box.top == pytest.approx(105, abs=12)
    assert 300 < box.left < box.right < 800
    assert LINES[0] in document.text


def test_a_page_is_drawn_as_a_png_so_wide() -> None:
    image = Image.open(io.BytesIO(render(_report(), 1, 600)))
    assert (image.format, image.width) == ("PNG", 600)
    assert min(image.convert("L").tobytes()) < 60
    scan = Image.open(io.BytesIO(render(file_of(picture()), 0, 310)))
    assert scan.size == (310, 225)


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(NotRead, match="has no page 3"):
        render(_report(), 2, 100)
    with pytest.raises(NotRead, match="has no page 2"):
        render(file_of(picture()), 1, 100)


def test_what_is_filled_into_a_form_is_on_the_picture_where_it_is_marked() -> None:
    # As forms of Acrobat that are also XFA: PDFium knows the field, and does not draw it.
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ana Ruiz)/F 4/Rect[120 690 300 712]/AP<</N 9 0 R>>>>"
    drawn = b"BT /F0 10 Tf 2 10 Td (Ana Ruiz) Tj ET"
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 180 22]/Resources<</Font<</F0 4 0 R>>>>/Length %d>>stream\n" % len(
        drawn
    )
    labels = "/PageLabels<</Nums[0<</S/r/St 4>>]>>/AcroForm<</Fields[8 0 R]/XFA[]>>"
    data = pdf_of([[Text(50, 700, "Owner:")]], objects=[field, look + drawn + b"\nendstream"], catalog=labels)
    data = data.replace(b"/Contents", b"/Annots[8 0 R]/Contents")
    document = _content(data)
    assert [place.name for place in document.places] == ["iv"]
    start = document.text.index("Ana Ruiz")
    (page,) = _boxed(data, document, start, start + len("Ana Ruiz"))
    (box,) = page.boxes
    image = Image.open(io.BytesIO(render(data, 0, round(page.width)))).convert("L")
    assert min(image.crop((int(box.left), int(box.top), int(box.right), int(box.bottom))).tobytes()) < 100
