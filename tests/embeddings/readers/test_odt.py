from embeddings.documents import Fact
from embeddings.readers.content import CONTENTS_LIST, FileContent, Omitted
from embeddings.readers.odt import read
from tests.embeddings.readers.office_files import OPEN_DOCUMENT, file_of, open_document

_STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("'
    ' style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def _read(body: str, meta: str = "", **parts: str) -> FileContent:
    (content,) = read(file_of("a.odt", open_document("text", body, _STYLES, meta, **parts))).documents
    return content


def _p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def _item(text: str) -> str:
    return f"<text:list-item>{_p(text)}</text:list-item>"


def _row(*cells: str) -> str:
    return (
        "<table:table-row>"
        + "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        + "</table:table-row>"
    )


def test_lists_of_contents_are_left_out_but_indexes_are_kept() -> None:
    lines = f"<text:index-title>{_p('Contents')}</text:index-title>{_p('Origins<text:tab/>3')}"
    body = f"<text:table-of-content><text:index-body>{lines}</text:index-body></text:table-of-content>" + _p(
        "It began."
    )
    body += f"<text:alphabetical-index><text:index-body>{_p('crane 3, 5')}</text:index-body></text:alphabetical-index>"
    content = _read(body)
    assert content.text == "It began.\n\ncrane 3, 5"
    assert content.omitted == (Omitted("Contents", CONTENTS_LIST), Omitted("Origins\t3", CONTENTS_LIST))


def test_headings_are_sections_and_titles_and_the_rest_is_in_order() -> None:
    body = (
        '<text:p text:style-name="P1">The Sound Toll</text:p><text:h text:outline-level="1">Origins</text:h>'
        + _p("It began in 1429.")
        + f"<table:table>{_row(_p('Port'), _p('Toll'))}{_row(_p('Riga'), _p('88'))}</table:table>"
        + '<text:section><text:h text:outline-level="2">The end</text:h>'
        + _p("It ended in 1857.")
        + "</text:section>"
    )
    meta = "<meta:initial-creator>Ana Ruiz</meta:initial-creator><meta:creation-date>2009-01-02</meta:creation-date>"
    page = "<style:master-page><style:header><text:p>Draft</text:p></style:header></style:master-page>"
    content = _read(body, meta, styles=page)
    assert content.text == (
        "The Sound Toll\n\nOrigins\n\nIt began in 1429.\n\nPort | Toll\n\nRiga | 88\n\nThe end\n\nIt ended in 1857."
    )
    assert (content.title, content.author, content.published) == ("The Sound Toll", "Ana Ruiz", "2009-01-02")
    assert content.facts[-1] == Fact("title", "Origins", "first heading")
    assert content.left_out == 1
    assert [(place.name, content.text[place.start : place.end].split("\n")[-1]) for place in content.places] == [
        ("Origins", "Riga | 88"),
        ("The end", "It ended in 1857."),
    ]


def test_lists_bear_their_numbers() -> None:
    inner = f"<text:list>{_item('for oak')}{_item('for pine')}</text:list>"
    body = (
        f'<text:list text:style-name="L1"><text:list-item>{_p("Rates")}{_p("They differ.")}{inner}</text:list-item>'
        f"<text:list-header>{_p('Then')}</text:list-header>{_item('Dues')}</text:list>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{_item("More")}</text:list>'
        f'<text:list text:style-name="L2">{_item("herring")}</text:list>'
    )
    assert _read(body).text.split("\n\n") == [
        *("1. Rates", "They differ.", "(a) for oak", "(b) for pine", "Then", "2. Dues", "3. More", "- herring")
    ]


def test_what_changes_removed_is_left_out_and_notes_and_boxes_are_in_their_places() -> None:
    removed = f"<text:tracked-changes><text:deletion>{_p('Gone.')}</text:deletion></text:tracked-changes>"

    def note(kind: str, text: str) -> str:
        return f'<text:note text:note-class="{kind}"><text:note-body>{_p(text)}</text:note-body></text:note>'

    box = f"<draw:frame><draw:text-box>{_p('In a box.')}</draw:text-box></draw:frame>"
    body = (
        removed
        + _p(
            f"Tolls{note('footnote', 'In silver.')} rose{note('endnote', 'See X.')}{note('footnote', 'Of 1600.')}.{box}"
        )
        + _p("Last.")
    )
    assert _read(body).text.split("\n\n") == [
        "Tolls[1] rose[1][2].",
        "In a box.",
        "[1] In silver.",
        "[2] Of 1600.",
        "Last.",
        "[1] See X.",
    ]


def test_merged_cells_stand_in_each_row_and_tables_within_tables_set_a_page() -> None:
    spanning = f'<table:table-row><table:table-cell table:number-rows-spanned="2">{_p("Oak")}</table:table-cell>'
    first = f"{spanning}<table:table-cell>{_p('Riga')}</table:table-cell></table:table-row>"
    second = _row(_p("Narva")).replace("<table:table-cell>", "<table:covered-table-cell/><table:table-cell>")
    assert _read(f"<table:table>{first}{second}</table:table>").text == "Oak | Riga\n\nOak | Narva"
    inner = f"<table:table>{_row(_p('a'), _p('b'))}{_row(_p('c'), _p('d'))}</table:table>"
    assert _read(f"<table:table>{_row(_p('Left.'), inner)}</table:table>").text == "Left.\n\na | b\n\nc | d"


def test_a_heading_in_a_table_that_sets_a_page_is_a_section() -> None:
    heading = '<text:h text:outline-level="1">Tolls</text:h>'
    content = _read(f"<table:table>{_row(_p(''), heading)}</table:table>{_p('Of ships.')}")
    assert content.text == "Tolls\n\nOf ships."
    assert [(place.kind, place.name, place.start) for place in content.places] == [("section", "Tolls", 0)]


def test_raised_figures_do_not_run_into_numbers() -> None:
    styles = "".join(
        f'<style:style style:name="{name}"><style:text-properties style:text-position="{position} 58%"/></style:style>'
        for name, position in (("T1", "super"), ("T2", "sub"))
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    body = _p(f"10{span.format('T1', '5')} lasts of H{span.format('T2', '2')}O{span.format('T3', ' there')}")
    (content,) = read(file_of("a.odt", open_document("text", body, styles))).documents
    assert content.text == "10^5 lasts of H2O there"


def test_a_single_file_of_xml_is_read() -> None:
    data = (
        f"<?xml version='1.0'?><office:document {OPEN_DOCUMENT}><office:meta><dc:title>Tolls</dc:title></office:meta>"
        "<office:body><office:text><text:p>Flat.</text:p></office:text></office:body></office:document>"
    )
    (content,) = read(file_of("a.fodt", data.encode())).documents
    assert (content.text, content.title) == ("Flat.", "Tolls")
