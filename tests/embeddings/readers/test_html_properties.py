from embeddings.documents import Fact
from embeddings.readers.html import read
from embeddings.readers.html_properties import styled_title, word_properties
from embeddings.readers.markup import parsed

STYLED = "paragraph of the style Title"


def test_the_title_of_a_page_is_the_paragraph_of_that_style() -> None:
    word = parsed("<p class=MsoNormal>Draft</p><p class=MsoTitle> Minutes of\n the council </p><h1>1. Opening</h1>")
    assert styled_title(word) == [Fact("title", "Minutes of the council", STYLED)]
    google = "<body class='c1 doc-content'><p class='c2 title'>Minutes</p></body>"
    assert styled_title(parsed(google)) == [Fact("title", "Minutes", STYLED)]
    assert styled_title(parsed("<p class=title>Latest news</p>")) == []


def test_the_properties_of_a_page_of_word_come_after_what_its_text_states() -> None:
    properties = "<o:Author>Ana &amp; Bo Ruiz</o:Author><o:Created>2019-05-02T10:00:00Z</o:Created>"
    head = f"<!--[if gte mso 9]><xml>{properties}</xml><![endif]--><meta name=Generator content='Microsoft Word 15'>"
    assert [(fact.name, fact.value) for fact in word_properties(head)] == [
        ("author", "Ana & Bo Ruiz"),
        ("published", "2019-05-02"),
    ]
    content = read(f"<html><head>{head}</head><body><p>The council met.</p></body></html>")
    assert (content.author, content.published) == ("Ana & Bo Ruiz", "2019-05-02")
