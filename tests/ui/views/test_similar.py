from embeddings.documents import Document
from qa.answers import Excerpt
from ui.views.similar import SHOWN, similar_html


def excerpt(text: str) -> Excerpt:
    document = Document(id="a <b>.txt", path="/a.txt", text=text, sha256="ab" * 32, title="A <title>")
    return Excerpt(document, 0, len(text), text, 0.5)


def test_passages_are_listed_as_text_with_links_that_open_them() -> None:
    html = similar_html([excerpt("He left <b>\nat dawn."), excerpt("word " * 100)])
    assert "He left &#60;b&#62; at dawn." in html
    assert 'data-doc="a &#60;b&#62;.txt"' in html
    assert f'href="?ref={excerpt("word " * 100).reference}"' in html
    assert "word …</blockquote>" in html
    assert html.count("word") < SHOWN / 5 + 2
    assert "<b>" not in html


def test_where_there_is_none_that_is_said() -> None:
    assert "<p>There is no other passage there.</p>" in similar_html([])
