import time

from embeddings.readers.epub_chapters import Opening, chapter_pieces, heading_of, is_contents, page_tree


def _pieces(body: str, *openings: Opening) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    tree = page_tree(f"<html><body>{body}</body></html>".encode(), "a.xhtml")
    return [(piece.text, piece.opens) for piece in chapter_pieces(tree, list(openings)) if piece.text or piece.opens]


def test_places_open_at_their_elements_and_else_with_the_page() -> None:
    body = '<p>First.</p><div><p>Second <b id="here">bold</b>.</p></div>'
    assert _pieces(
        body, Opening("", "chapter", "A"), Opening("here", "section", "B"), Opening("gone", "section", "C")
    ) == [
        ("", (("chapter", "A"), ("section", "C"))),
        ("First.", ()),
        ("Second bold.", (("section", "B"),)),
    ]


def test_pages_in_print_are_places_and_their_numbers_no_text() -> None:
    body = '<p>Before<span epub:type="pagebreak" title="12">12</span> after.</p>'
    body += '<div role="doc-pagebreak">13</div><p>Next.</p>'
    assert _pieces(body) == [("Before after.", (("page", "12"),)), ("", (("page", "13"),)), ("Next.", ())]


def test_tags_that_close_themselves_and_readings_beside_letters() -> None:
    assert _pieces('<a id="x"/><p>Seen.<br/>Below.</p><div/><p><ruby>漢<rt>kan</rt></ruby>字</p>') == [
        ("Seen.\nBelow.", ()),
        ("漢字", ()),
    ]


def test_items_of_lists_have_their_marks_and_places_begin_with_them() -> None:
    body = '<ol><li id="here">Rye.</li><li><p>Wheat.</p></li></ol><ul><li>Salt.</li></ul>'
    assert _pieces(body, Opening("here", "chapter", "B")) == [
        ("1. Rye.", (("chapter", "B"),)),
        ("2. Wheat.", ()),
        ("- Salt.", ()),
    ]


def test_formulas_are_read_once() -> None:
    words = "<mi>σ</mi><mo>=</mo><mi>F</mi>"
    formula = f"<math><semantics><mrow>{words}</mrow><annotation>\\sigma = F</annotation></semantics></math>"
    assert _pieces(f"<p>The stress is {formula}.</p>") == [("The stress is σ = F.", ())]


def test_a_page_of_links_is_a_table_of_contents() -> None:
    links = '<li><a href="b.xhtml">The first chapter</a></li><li><a href="c.xhtml">The second chapter</a></li>'

    def page(body: str) -> bool:
        return is_contents(page_tree(f"<html><body>{body}</body></html>".encode(), "a.xhtml"))

    assert page(f"<h1>Contents of this book</h1><ol>{links}</ol>")
    assert not page(f"<p>A long preface that names two chapters, which are worth reading.</p><ol>{links}</ol>")
    assert not page('<p><a href="https://example.org/">Our shop</a></p>')


def test_the_first_heading_of_a_page() -> None:
    tree = page_tree(b"<html><body><p>x</p><h2>The <i>end</i></h2></body></html>", "a.xhtml")
    assert heading_of(tree) == "The end"
    assert heading_of(page_tree(b"<p>x</p>", "a.xhtml")) == ""
    assert page_tree(b"", "a.xhtml") is None


def test_a_place_begins_at_an_element_without_text() -> None:
    for element in ('<br id="here"/>', '<svg id="here"><text>x</text></svg>', '<img id="here"/>'):
        assert _pieces(f"<p>First.</p>{element}<p>Second.</p>", Opening("here", "chapter", "B")) == [
            ("First.", ()),
            ("", (("chapter", "B"),)),
            ("Second.", ()),
        ]


def test_a_page_of_a_name_without_an_end_takes_no_time() -> None:
    start = time.thread_time()
    page_tree(b"<p>x</p><" + b"a" * 200_000, "a.xhtml")
    assert time.thread_time() - start < 5
