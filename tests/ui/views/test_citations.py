from urllib.parse import parse_qs

from embeddings.documents import Document
from qa.answers import Excerpt, Reprint
from ui.views.citations import document_link, reprint_link, source_link


def quoted(text: str, name: str) -> Excerpt:
    document = Document(id=name, path=f"/a/{name}", text=text, sha256="0" * 64)
    return Excerpt(document=document, start=0, end=len(text), text=text, score=1)


def test_links_hold_the_reference_or_the_document_or_the_words() -> None:
    excerpt = quoted("He left.", "talks & more/\udcff.txt")
    assert parse_qs(source_link(excerpt).removeprefix("?")) == {"ref": [excerpt.reference]}
    assert parse_qs(document_link(excerpt.document).removeprefix("?")) == {"doc": ["talks & more/?.txt"]}
    reprint = Reprint("b/ü.md", None, None, None)
    assert parse_qs(reprint_link(reprint, excerpt).removeprefix("?")) == {"doc": ["b/ü.md"], "words": ["He left."]}
