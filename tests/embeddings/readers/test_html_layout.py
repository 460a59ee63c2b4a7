from embeddings.readers.html import read
from embeddings.readers.html_layout import set_layout
from embeddings.readers.markup import blocks, parsed

PROSE = (
    "The harbour office said on Tuesday that dredging of the northern channel begins in March and costs four million."
)
BARE = "Then the chair of the committee closed the meeting, and thanked the members for the many hours they had given."


def _layout(body: str) -> list[str]:
    tree = parsed(f"<html><body>{body}</body></html>")
    set_layout(tree)
    body_of = tree.find("body")
    return [f"{element.tag} {' '.join(element.xpath('string()').split())[:20]}" for element in body_of.iter("p", "td")]


def test_bare_prose_beside_blocks_becomes_a_paragraph() -> None:
    assert _layout(f"{PROSE} <b>Bold.</b><div>x</div>By Ana<div>y</div>{PROSE}<a>in full</a>") == [
        f"p {PROSE[:20]}",
        f"p {PROSE[:20]}",
    ]
    tree = parsed(f"<body>{PROSE} <b>Bold.</b><div>x</div>By Ana</body>")
    set_layout(tree)
    assert list(blocks(tree)) == [f"{PROSE} Bold.", "x", "By Ana"]


def test_prose_behind_preformatted_text_is_kept() -> None:
    page = f"<html><body><pre>AGENDA\n1. Dredging\n2. Fees</pre>{BARE}<p>{PROSE}</p></body></html>"
    assert read(page).text == f"AGENDA\n1. Dredging\n2. Fees\n\n{BARE}\n\n{PROSE}"


def test_cells_of_a_table_that_sets_a_page_become_parts_of_it() -> None:
    rows = f"<tr><td><p>{PROSE}</p></td><td><ul><li>Oak</li></ul></td></tr><tr><td>a</td><td>b</td></tr>"
    tree = parsed(f"<body><table role='presentation'>{rows}</table></body>")
    set_layout(tree)
    assert not tree.xpath("//table | //tr | //td")
    assert list(blocks(tree)) == [PROSE, "Oak", "a | b"]
    figures = "<table><tr><td>Port</td><td>Toll</td></tr><tr><td>Riga</td><td>88</td></tr></table>"
    assert _layout(figures) == ["td Port", "td Toll", "td Riga", "td 88"]


def test_short_words_in_cells_of_such_a_table_are_paragraphs_too() -> None:
    cells = "<tr><td>Fly</td><td></td></tr><tr><td>Quack<table><tr><td>Long</td></tr></table></td></tr>"
    tree = parsed(f"<body><table><caption>Of ducks</caption>{cells}</table></body>")
    set_layout(tree)
    assert list(blocks(tree)) == ["Of ducks", "Fly", "Quack", "Long"]
    assert [paragraph.text for paragraph in tree.iter("p")] == ["Of ducks", None, "Quack"]
