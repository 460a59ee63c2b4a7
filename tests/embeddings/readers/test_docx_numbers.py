from lxml import etree

from embeddings.readers.docx_numbers import Numbering, list_of, styles_of, value_of
from tests.embeddings.readers.office_files import W


def _numbering(inside: str) -> Numbering:
    return Numbering(etree.fromstring(f"<w:numbering {W}>{inside}</w:numbering>"))


def _level(level: int, kind: str, pattern: str, start: int = 1) -> str:
    inside = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/>'
    return f'<w:lvl w:ilvl="{level}">{inside}</w:lvl>'


def _list(levels: str, *lists: str) -> str:
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{inside}</w:num>'
        for number, inside in enumerate(lists, 1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'


def test_levels_count_within_those_above() -> None:
    numbering = _numbering(_list(_level(0, "upperRoman", "%1.", 3) + _level(1, "decimal", "%1.%2"), ""))
    assert [numbering.mark("1", level) for level in (0, 1, 1, 0, 1)] == ["III.", "III.1", "III.2", "IV.", "IV.1"]


def test_lists_of_a_template_count_on_unless_they_start_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = _numbering(_list(_level(0, "decimal", "%1."), "", "", anew))
    assert [numbering.mark(number, 0) for number in ("1", "2", "3", "3", "1")] == ["1.", "2.", "5.", "6.", "3."]


def test_letters_go_on_after_z_and_unknown_formats_are_figures() -> None:
    numbering = _numbering(_list(_level(0, "lowerLetter", "%1)", 26) + _level(1, "ideographDigital", "%2"), ""))
    assert [numbering.mark("1", 0) for _ in range(2)] == ["z)", "aa)"]
    assert numbering.mark("1", 1) == "1"


def test_a_blank_sign_is_none() -> None:
    numbering = _numbering(
        _list(_level(0, "bullet", " ") + _level(1, "bullet", "\uf020") + _level(2, "bullet", ""), "")
    )
    assert [numbering.mark("1", level) for level in range(3)] == ["", "", "-"]


def test_what_is_no_list_has_no_mark() -> None:
    numbering = _numbering(_list(_level(0, "none", "") + _level(1, "bullet", "o"), ""))
    assert [numbering.mark("1", 0), numbering.mark("1", 1), numbering.mark("9", 0)] == ["", "-", ""]
    assert Numbering(None).mark("1", 0) == ""


def test_styles_state_names_outline_levels_and_lists() -> None:
    style = (
        f'<w:styles {W}><w:style w:styleId="A"><w:name w:val="Heading 2"/><w:basedOn w:val="B"/><w:pPr>'
        '<w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="2"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        "</w:style></w:styles>"
    )
    styles = styles_of(etree.fromstring(style))
    assert (styles["A"].name, styles["A"].base, styles["A"].outline) == ("heading 2", "B", 1)
    assert (styles["A"].list_id, styles["A"].level) == ("7", 2)
    assert (styles_of(None), list_of(None), value_of(None, "x")) == ({}, ("", 0), "")


def test_a_template_of_a_style_of_lists_has_its_levels_in_that() -> None:
    levels = f'<w:styleLink w:val="Reports"/>{_level(0, "decimal", "%1.")}'
    of_style = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum>'
    numbering = _numbering(of_style + _list('<w:numStyleLink w:val="Reports"/>', ""))
    assert [numbering.mark("1", 0) for _ in range(2)] == ["1.", "2."]
