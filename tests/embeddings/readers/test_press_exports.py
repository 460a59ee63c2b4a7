import time
from pathlib import Path

import pytest

from embeddings.documents import Fact, Place
from embeddings.readers.content import FileContent
from embeddings.readers.press_exports import articles_of
from embeddings.readers.registry import contents_of

COVER = "User Name: Ana\n\nDocuments (2)\n\n1. The lock leaks\n\nClient/Matter: -None-\n\nSearch Terms: lock"
NEXIS = f"""{COVER}

The lock leaks

The Harbour Post (Lund) - Final Edition

May 3, 2010 Monday 9:33 AM GMT

Copyright 2010 Harbour Papers Limited All Rights Reserved

Section: NEWS; Pg. 3

Length: 12 words

Byline: By BO EK

Highlight: Nobody will mend it.

Body

LUND -- The lock has leaked since April.

On 4 May 2010 it will be closed.

Classification

Language: ENGLISH

Subject: LOCKS (90%)

Load-Date: May 4, 2010

End of Document

The pier is closed - Correction Appended

The Harbour Post (Lund)

Correction Appended

Copyright 2009 Harbour Papers Limited

Length: 5 words

Body

Nobody may walk on it.

Language: it has none, they say.

Graphic

The pier in May.

Load-Date: May 18, 2009

End of Document"""
OLD = """Terms: lock


                               1 of 2 DOCUMENTS


                              The Harbour Post

                            May 3, 2010 Monday
                                Final Edition

The lock
leaks

BYLINE: Bo Ek

SECTION: NEWS; Pg. 3

LENGTH: 12 words

LUND -- The lock has leaked since April.

On 4 May 2010 it will be closed.

LOAD-DATE: May 4, 2010

LANGUAGE: ENGLISH

GRAPHIC: The lock in May

                     Copyright 2010 Harbour Papers Limited
                              All Rights Reserved

                               2 of 2 DOKUMENTEN

                                Hafenblatt

                            4. Mai 2010 Dienstag

Der Pier

AUTOR: Karl Ost

RUBRIK: LUND; S. 4

LÄNGE: 5 Wörter

Niemand darf ihn betreten.

UPDATE: 4. Mai 2010

SPRACHE: GERMAN; DEUTSCH"""
FACTIVA = """News

The lock leaks

By Bo Ek

Special to The Harbour Post

1,012 words

3 May 2010

09:33 AM

The Harbour Post

HARB

English

(c) 2010 Harbour Papers Limited

The lock has leaked since April.

On 4 May 2010 it will be closed.

Document HARB000020100503e65300001

Der Pier

5 Wörter

4 Mai 2010

Hafenblatt

HAFB

Deutsch

Copyright 2010 Hafenblatt GmbH

Niemand darf ihn betreten.

Dokument HAFB000020100504e65400002"""
CODED = """SE | News

HD | The lock leaks

BY | By Bo Ek

WC | 12 words

PD | 3 May 2010

SN | The Harbour Post

LP

The lock has leaked since April.

TD

On 4 May 2010 it will be closed.

NS | LOCKS

AN | Document HARB000020100503e65300001"""
PAGE = """<html><body><div class="toolbar">Print</div><div class="article enArticle"><div>News</div><div id="hd"><span
class="enHeadline">The lock leaks</span></div><div class="author">Bo Ek</div><div>12 words</div><div>3 May 2010</div>
<div>The Harbour Post</div><div>HARB</div><div>English</div><div>(c) 2010 Harbour Papers</div><p>The lock has leaked
since April.</p><p>On 4 May 2010 it will be closed.</p><p>Document HARB000020100503e65300001</p></div></body></html>"""

LOCK = "The lock has leaked since April.\n\nOn 4 May 2010 it will be closed."
HARBOUR = ("The lock leaks", "The Harbour Post", "2010-05-03", "Bo Ek")
GERMAN = ("Der Pier", "Hafenblatt", "2010-05-04")


def stated(content: FileContent) -> tuple[str | None, ...]:
    return content.title, content.publisher, content.published, content.author


def test_articles_of_nexis_uni_are_documents_of_their_own() -> None:
    first, second = articles_of(FileContent(NEXIS, title="Export"))
    assert first.text == f"LUND -- {LOCK}"
    assert stated(first) == ("The lock leaks", "The Harbour Post (Lund) - Final Edition", "2010-05-03", "BO EK")
    assert Fact("section", "NEWS; Pg. 3", "press database") in first.facts
    # In place of its day, a correction is named; words that only look like a field are the article's.
    assert second.text == "Nobody may walk on it.\n\nLanguage: it has none, they say.\n\nGraphic\n\nThe pier in May."
    assert stated(second) == ("The pier is closed - Correction Appended", "The Harbour Post (Lund)", "2009", None)
    assert [first.member, second.member] == ["1", "2"]


def test_articles_of_the_older_nexis_are_documents_of_their_own() -> None:
    first, second = articles_of(FileContent(OLD))
    assert (first.text, stated(first)) == (f"LUND -- {LOCK}", HARBOUR)
    assert (second.text, stated(second)) == ("Niemand darf ihn betreten.", (*GERMAN, "Karl Ost"))


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


@pytest.mark.parametrize(
    ("name", "text", "text_of_first"),
    [
        ("a.txt", OLD, f"LUND -- {LOCK}"),
        ("a.txt", FACTIVA, LOCK),
        ("a.txt", NEXIS, f"LUND -- {LOCK}"),
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


def test_words_of_an_article_that_look_like_a_field_are_its_own() -> None:
    first, _ = articles_of(FileContent(OLD.replace("On 4 May 2010 it", "Section: the lock. It")))
    assert first.text == "LUND -- The lock has leaked since April.\n\nSection: the lock. It will be closed."


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
