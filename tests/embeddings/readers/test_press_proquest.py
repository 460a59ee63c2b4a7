from embeddings.readers.content import FileContent
from embeddings.readers.press_exports import articles_of
from tests.embeddings.readers.press_samples import GERMAN, HARBOUR, LOCK, PROQUEST, stated


def test_articles_of_proquest_are_documents_of_their_own() -> None:
    first, second = articles_of(FileContent(PROQUEST))
    assert (first.text, stated(first)) == (LOCK, HARBOUR)
    assert (second.text, stated(second)) == ("Niemand darf ihn betreten.", (*GERMAN, None))
