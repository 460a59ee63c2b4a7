import pytest
from lxml import etree

from embeddings.readers.office_math import M, math_text


def _run(text: str) -> str:
    return f"<m:r><m:rPr><m:sty/></m:rPr><m:t>{text}</m:t></m:r>"


def _of(name: str, **parts: str) -> str:
    return f"<m:{name}>" + "".join(f"<m:{part}>{inside}</m:{part}>" for part, inside in parts.items()) + f"</m:{name}>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (_of("sSup", e=_run("10"), sup=_run("5")), "10^5"),
        (_of("sSup", e=_run("e"), sup=_run("-x")), "e^(-x)"),
        (_of("sSub", e=_run("x"), sub=_run("1")), "x1"),
        (_of("sSub", e=_run("2"), sub=_run("1")), "2_1"),
        (_of("sSubSup", e=_run("x"), sub=_run("i"), sup=_run("2")), "xi^2"),
        (_of("f", num=_run("a + b"), den=_run("2")), "(a + b)/2"),
        (_of("rad", deg="", e=_run("x")), "√(x)"),
        (_of("nary", naryPr='<m:chr m:val="∑"/>', sub=_run("i=1"), sup=_run("n"), e=_run("i")), "∑_(i=1)^n i"),
        (_of("nary", e=_run("f")), "∫ f"),
        (_of("d", dPr='<m:begChr m:val="["/><m:endChr m:val="]"/>', e=_run("x")), "[x]"),
        (_of("d", e=_run("x")), "(x)"),
        (
            f"<m:m><m:mr>{_of('e', x=_run('1'))}{_of('e', x=_run('2'))}</m:mr>{_of('mr', e=_run('3'))}</m:m>",
            "1, 2; 3",
        ),
        (_run("E=m") + _of("sSup", e=_run("c"), sup=_run("2")), "E=mc^2"),
    ],
)
def test_a_formula_reads_as_a_line(inside: str, text: str) -> None:
    assert math_text(etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{inside}</m:oMath>')) == text
