import pytest

from embeddings.readers.html import read
from embeddings.readers.html_math import set_math
from embeddings.readers.markup import parsed


def said(formula: str) -> str:
    tree = parsed(f"<p>It is <math>{formula}</math> then</p>")
    set_math(tree)
    return tree.text_content().removeprefix("It is ").removesuffix(" then")


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("<mi>a</mi><mo>≠</mo><mn>0</mn>", "a ≠ 0"),
        ("<msup><mn>10</mn><mn>5</mn></msup>", "10^5"),
        ("<msub><mi>x</mi><mn>1</mn></msub>", "x_1"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msqrt><mi>x</mi></msqrt>", "√(x)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "3√(x)"),
        ("<munderover><mo>∑</mo><mi>k</mi><mi>n</mi></munderover><mi>k</mi>", "∑_k^nk"),
        ("<mtable><mtr><mtd>a</mtd><mtd>b</mtd></mtr><mtr><mtd>c</mtd><mtd>d</mtd></mtr></mtable>", "a, b; c, d"),
        ("<semantics><mi>a</mi><annotation encoding='application/x-tex'>\\alpha</annotation></semantics>", "a"),
        # A power without its base is read as it stands.
        ("<msup><mn>10</mn></msup>", "10"),
    ],
)
def test_formulas_are_lines(formula: str, line: str) -> None:
    assert said(formula) == line


def test_a_formula_within_a_sentence_is_read() -> None:
    prose = "<p>The harbour office says that the talks will go on until the end of the year, whatever comes.</p>"
    body = (
        f"<article>{prose}<p>When <math><mi>a</mi><mo>≠</mo><mn>0</mn></math>, there are two such piers.</p></article>"
    )
    assert "When a ≠ 0, there are two such piers." in read(f"<html><body>{body}</body></html>").text


def test_a_formula_that_a_site_hides_behind_its_picture_is_read() -> None:
    formula = "<span style='display: none;'><math><msup><mi>a</mi><mn>2</mn></msup></math></span><img src='a2.svg'>"
    line = "The clerks of the harbour met on Monday and put off the dredging of the basin until spring."
    page = f"<html><body><article>{f'<p>{line}</p>' * 8}<p>The square {formula} is even.</p></article></body></html>"
    assert "The square a^2 is even." in read(page).text
