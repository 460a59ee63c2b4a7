from embeddings.documents import Place
from embeddings.readers.content import FileContent
from embeddings.readers.press_exports import articles_of
from tests.embeddings.readers.press_samples import CODED, FACTIVA, GERMAN, HARBOUR, LOCK, stated


def test_articles_of_factiva_are_documents_of_their_own() -> None:
    first, second = articles_of(FileContent(FACTIVA))
    assert (first.text, stated(first)) == (LOCK, HARBOUR)
    assert (second.text, stated(second)) == ("Niemand darf ihn betreten.", (*GERMAN, None))


def test_fields_of_factiva_may_bear_codes() -> None:
    lead = CODED.index("The lock has")
    places = (Place("page", "1", 0, lead + 5), Place("page", "2", lead + 5, len(CODED)))
    second = CODED.replace("The lock leaks", "The pier leaks").replace("503e65300001", "504e65300002")
    first, other = articles_of(FileContent(f"{CODED}\n\n{second}", places=places))
    assert (first.text, stated(first)) == (LOCK, HARBOUR)
    words = [(place.name, first.text[place.start : place.end]) for place in first.places]
    assert words == [("1", LOCK[:5]), ("2", LOCK[5:])]
    assert (other.text, other.title, other.places) == (LOCK, "The pier leaks", ())
    # A text of one paragraph stands on the line of its code.
    (inline,) = articles_of(FileContent(CODED.replace("LP\n\n", "LP | ").replace("TD\n\n", "TD |\n\n")))
    assert inline.text == LOCK


def test_what_looks_like_a_field_of_nexis_ends_no_article_of_factiva() -> None:
    first, _ = articles_of(FileContent(FACTIVA.replace("On 4 May", "Update: 3 May 2010\n\nOn 4 May")))
    assert first.text == LOCK.replace("On 4 May", "Update: 3 May 2010\n\nOn 4 May")
