from pathlib import Path

import pytest

from embeddings.readers.pdf_fonts import MISSING
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.pdf_writing import Text, pdf_of


def with_font(font: bytes, codes: str) -> bytes:
    """Return a PDF of a line in a font, given as the codes of its letters in hex."""
    drawn = f"BT /F1 20 Tf 50 700 Td <{codes}> Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        font,
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)"
        b"/Supplement 2>>/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return data + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


JAPANESE = (
    b"<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3-UniJIS-UCS2-H/Encoding/UniJIS-UCS2-H/DescendantFonts[6 0 R]>>"
)


@pytest.mark.parametrize(
    ("data", "text", "poor"),
    [
        (with_font(JAPANESE, "6E2F306E8B70 4F1A".replace(" ", "")), "港の議会", f"page 1 {MISSING}"),
        (pdf_of([[Text(50, 700, "The harbour council met.")]]), "The harbour council met.", ""),
    ],
)
def test_east_asian_letters_in_a_font_that_is_not_there_are_read_poorly(data: bytes, text: str, poor: str) -> None:
    (document,) = contents_of(Path("a.pdf"), data).documents
    assert (document.text, document.poor) == (text, poor)
