from dataclasses import replace

from lxml import html

from embeddings.documents import Document
from qa.answers import Answer, Difference, Excerpt, Value
from ui.views.differing import differing


def quoted(name: str, text: str, published: str) -> Excerpt:
    document = Document(id=name, path=name, text=text, sha256="0" * 64, published=published)
    return Excerpt(document=document, start=0, end=len(text), text=text, score=1)


ANSWER = Answer(
    question="How many?",
    status="answered",
    confidence=0.9,
    excerpts=(quoted("a.txt", "He saw 12 <boats>.", "2005"), quoted("b.txt", "He saw 14 boats.", "2010")),
    nearest=(),
    sources=2,
    generation="g",
    differences=(Difference("number", (Value("12 <boats>", (1,), 2), Value("14", (2,), 1)), newest=2),),
)


def test_each_side_stands_with_its_citation_and_the_newer_says_so() -> None:
    page = html.fragment_fromstring(differing(ANSWER), create_parent="div")
    assert page.xpath("//h3/text()") == ["The sources differ"]
    assert page.xpath("//li//q/text()") == ["12 <boats>", "14"]
    assert [" ".join(link.text_content().split()) for link in page.xpath("//li//a")] == ["1 a.txt", "2 b.txt"]
    assert page.xpath("//li//span[@class='from']/text()") == ["2 sources", "2005", "newer", "2010"]


def test_where_nothing_differs_nothing_is_shown() -> None:
    assert differing(replace(ANSWER, differences=())) == ""
