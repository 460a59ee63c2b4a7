from embeddings.documents import Fact
from embeddings.readers.content import FileContent
from embeddings.readers.press_exports import articles_of
from tests.embeddings.readers.press_samples import GERMAN, HARBOUR, LOCK, NEXIS, OLD, stated


def test_articles_of_nexis_uni_are_documents_of_their_own() -> None:
    first, second = articles_of(FileContent(NEXIS, title="Export"))
    assert first.text == f"LUND -- {LOCK}"
    assert stated(first) == ("The lock leaks", "The Harbour Post (Lund) - Final Edition", "2010-05-03", "BO EK")
    assert Fact("section", "NEWS; Pg. 3", "press database") in first.facts
    assert Fact("highlight", "Nobody will mend it.", "press database") in first.facts
    # In place of its day, a correction is named; words that only look like a field are the article's.
    assert second.text == "Nobody may walk on it.\n\nLanguage: it has none, they say.\n\nGraphic\n\nThe pier in May."
    assert stated(second) == ("The pier is closed - Correction Appended", "The Harbour Post (Lund)", "2009", None)
    assert [first.member, second.member] == ["1", "2"]


def test_articles_of_the_older_nexis_are_documents_of_their_own() -> None:
    first, second = articles_of(FileContent(OLD))
    assert (first.text, stated(first)) == (f"LUND -- {LOCK}", HARBOUR)
    assert (second.text, stated(second)) == ("Niemand darf ihn betreten.", (*GERMAN, "Karl Ost"))


def test_words_of_an_article_that_look_like_a_field_are_its_own() -> None:
    first, _ = articles_of(FileContent(OLD.replace("On 4 May 2010 it", "Section: the lock. It")))
    assert first.text == "LUND -- The lock has leaked since April.\n\nSection: the lock. It will be closed."


def test_an_article_goes_on_after_a_line_that_looks_like_what_stands_below_one() -> None:
    update = "Update: 3 May 2010\n\nThe lock was closed.\n\nNobody was hurt.\n\nIt will be mended in June."
    first, _ = articles_of(FileContent(OLD.replace("On 4 May 2010 it will be closed.", update)))
    assert first.text == f"LUND -- The lock has leaked since April.\n\n{update}"


def test_a_correction_below_an_article_is_none_of_its_words() -> None:
    below = "LOAD-DATE: 3 May 2010\n\nCORRECTION:\n\nIt was the other lock.\n\nCopyright 2010 The Harbour Post"
    first, _ = articles_of(FileContent(OLD.replace("LANGUAGE: ENGLISH", below, 1)))
    assert first.text == f"LUND -- {LOCK}"
