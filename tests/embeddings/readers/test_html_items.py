from embeddings.readers.html_items import marks_of_blocks, with_marks
from embeddings.readers.markup import held_blocks, parsed


def test_the_first_block_of_each_item_has_its_mark() -> None:
    tree = parsed("<p>a</p><ol><li>b<li><p>c</p><p>d</p><li>e<ul><li>f</ul>g</ol>h")
    held = list(held_blocks(tree))
    assert [block for block, _ in held] == list("abcdefgh")
    assert marks_of_blocks(held, tree) == ["", "1. ", "2. ", "", "3. ", "- ", "", ""]


def test_an_article_gets_the_marks_of_its_own_blocks() -> None:
    page, marks = ["a", "b", "c d", "b"], ["- ", "", "1. ", "2. "]
    assert with_marks(["b", "c\nd", "x", "b"], page, marks) == ["b", "1. c\nd", "x", "2. b"]
    assert with_marks([], page, marks) == []
