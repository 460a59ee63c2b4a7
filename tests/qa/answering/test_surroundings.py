import hashlib

from embeddings.documents import Document
from qa.answering.surroundings import BLOCK, surroundings


def document(text: str, **facts: str) -> Document:
    return Document(id="a.txt", path="/a.txt", text=text, sha256=hashlib.sha256(text.encode()).hexdigest(), **facts)


def test_what_a_document_holds_with_its_title_author_and_publisher() -> None:
    about = document(
        "On 3 May 2009 the envoy saw 20 boats.", title="Lisbon 1999", author="Ana Ruiz", publisher="Coast Wire"
    )
    around = surroundings(about, 0)
    assert (around.years, around.numbers) == ({1999, 2009}, {20.0})
    assert list(around.days.values()) == ["3 May 2009"]
    assert all(map(around.vocabulary.has, ("ruiz", "coast", "boats")))
    assert not around.vocabulary.has("ships")


def test_a_long_document_is_read_around_a_place_only() -> None:
    pages = "They went on and on. " * (2 * BLOCK // 21)
    book = document(f"The ship left in 1905. {pages}{pages}It came home in 1950.")
    assert surroundings(book, 0).years == {1905}
    assert surroundings(book, len(book.text) - 1).years == {1950}
    assert surroundings(document("It left in 1905."), 0) is not surroundings(book, 0)
