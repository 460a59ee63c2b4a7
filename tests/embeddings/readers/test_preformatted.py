import pytest
from lxml import etree, html

from embeddings.readers.preformatted import set_lines


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("one\n  two", "<div><p>one<br>  two</p></div>"),
        ("one\n \n\ntwo", "<div><p>one</p><p>two</p></div>"),
        ("<b>a\nb <i>c\nd</i> e</b> f\n\ng", "<div><p><b>a<br>b <i>c<br>d</i> e</b> f</p><p>g</p></div>"),
        ("a <b>b</b>\n\n<b>c</b>", "<div><p>a <b>b</b></p><p><b>c</b></p></div>"),
        ("a\n<ul><li>b\nc</li></ul>d", "<div>a<br><ul><li>b<br>c</li></ul>d</div>"),
        ("", "<div><p></p></div>"),
    ],
)
def test_lines_are_breaks_and_blank_lines_part_paragraphs(inside: str, expected: str) -> None:
    element = etree.fromstring(f"<pre>{inside}</pre>", html.XHTMLParser())
    set_lines(element)
    assert html.tostring(element, encoding="unicode") == expected
