import pytest

from embeddings.readers.item_marks import set_marks
from embeddings.readers.markup import blocks, parsed


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("<ul><li>a<li><b>b</b> c</ul>", ["- a", "- b c"]),
        ("<ol><li>a<li><p>b</p><p>c</p><li>d</ol>", ["1. a", "2. b", "c", "3. d"]),
        ("<ol start=4><li>a<li value=9>b<li>c</ol>", ["4. a", "9. b", "10. c"]),
        ("<ol reversed><li>a<li>b</ol>", ["2. a", "1. b"]),
        ("<ol type=a><li>a<li>b</ol><ol type=I><li>c<li>d</ol>", ["a. a", "b. b", "I. c", "II. d"]),
        ("<ul><li>a<ol><li>b</ol>c</ul>", ["- a", "1. b", "c"]),
        ("<ul><li><ul><li>a</ul></ul>", ["- a"]),
        ("<ul><li><br>a<li> <li><img>b</ul>", ["- a", "- b"]),
        ("<ul style='list-style-type: none'><li>a</ul><ul><li style='list-style:none'>b<li>c</ul>", ["a", "b", "- c"]),
        ("<ol style='list-style-type: lower-alpha'><li>a<li>b</ol>", ["a. a", "b. b"]),
        ("<ol style='margin:0;list-style: upper-roman outside'><li>a</ol>", ["I. a"]),
        ("<ol style='list-style-type:disc'><li>a</ol><ul style='list-style:decimal'><li>b</ul>", ["- a", "1. b"]),
        ("<ul style='list-style-type: square'><li>a</ul>", ["- a"]),
        ("<ul><li><h3>a</h3><p>b</p></ul>", ["a", "b"]),
        ("<p>a</p><dl><dt>b<dd>c</dl>", ["a", "b", "c"]),
    ],
)
def test_items_of_lists_get_the_marks_that_a_browser_shows(markup: str, read: list[str]) -> None:
    tree = parsed(markup)
    set_marks(tree)
    assert list(blocks(tree)) == read
