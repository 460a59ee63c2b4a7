import time
from pathlib import Path

import pytest

from embeddings.documents import Place
from embeddings.readers.content import FileContent
from embeddings.readers.press_exports import articles_of
from embeddings.readers.registry import contents_of
from tests.embeddings.readers.press_samples import FACTIVA, LOCK, NEXIS, OLD, PAGE, PROQUEST, stated


@pytest.mark.parametrize(
    ("name", "text", "text_of_first"),
    [
        ("a.txt", OLD, f"LUND -- {LOCK}"),
        ("a.txt", FACTIVA, LOCK),
        ("a.txt", NEXIS, f"LUND -- {LOCK}"),
        ("a.txt", PROQUEST, LOCK),
        ("a.html", PAGE, LOCK),
    ],
)
def test_files_of_press_databases_are_read_as_their_articles(name: str, text: str, text_of_first: str) -> None:
    first = contents_of(Path(name), text.encode()).documents[0]
    assert (first.text, first.title, first.published) == (text_of_first, "The lock leaks", "2010-05-03")
    assert (first.author or "").lower() == "bo ek"


def test_what_has_no_head_is_kept() -> None:
    between = "Of the editors.\n\nDocument AB2345678901234567\n\nDer Pier"
    first, second, third = articles_of(FileContent(FACTIVA.replace("Der Pier", between)))
    assert (first.text, second.text, third.text) == (LOCK, "Of the editors.", "Niemand darf ihn betreten.")
    assert stated(second) == (None, None, None, None)


def test_places_of_the_file_stay_with_the_articles_that_stand_in_them() -> None:
    middle = NEXIS.index("On 4 May")
    # In Word, headlines are headings.
    headed = Place("section", "The lock leaks", NEXIS.index("The lock leaks\n\nThe H"), len(NEXIS))
    places = (Place("page", "1", 0, middle), headed, Place("page", "2", middle, len(NEXIS)))
    first, second = articles_of(FileContent(NEXIS, places=places, member="a.pdf", poor="broken"))
    assert [(place.name, first.text[place.start : place.end].strip()) for place in first.places] == [
        ("1", "LUND -- The lock has leaked since April."),
        ("2", "On 4 May 2010 it will be closed."),
    ]
    assert second.places[-1] == Place("page", "2", 0, len(second.text))
    assert (second.member, second.poor) == ("a.pdf/2", "broken")


def test_the_only_article_of_a_file_is_the_file() -> None:
    (article,) = articles_of(FileContent(NEXIS[: NEXIS.index("The pier")]))
    assert (article.member, article.title) == ("", "The lock leaks")


@pytest.mark.parametrize(
    "text",
    [
        "The lock leaks.\n\nEnd of Document",
        "1 of 2 DOCUMENTS\n\nThe lock leaks.",
        "Document HARB000020100503e65300001",
        "He has 12 words.\n\n3 May 2010\n\nDocument HARB000020100503e65300001",
        "Body\n\nThe lock leaks.",
        f"The lock leaks.\n\n{'_' * 60}\n\nTitle: The pier\n\nFull text: It is shut.",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    content = FileContent(text, title="Locks")
    assert articles_of(content) == (content,)


def test_long_texts_take_time_in_proportion() -> None:
    started = time.thread_time()
    for line in ("End of Document", "1 of 2 DOCUMENTS", "Document HARB000020100503e65300001", "Body", "5 words", "\n"):
        articles_of(FileContent(f"{line}\n\n" * 20_000))
    articles_of(FileContent("Language: " * 50_000))
    articles_of(FileContent(" " * 500_000 + "x"))
    assert time.thread_time() - started < 20
