from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from embeddings.documents import Document, Passage, Sentence
from qa.answers import Answer, Excerpt, Hit, Kind, Reprint, Signals
from qa.question.coverage import Naming
from ui.views.why import why

DOCUMENT = Document(id="a.txt", path="/a.txt", text="He left. She stayed.", sha256="0" * 64, title="<Paris>")
NEAR = Signals(8.0, 3.0, 0.71, 0.55, 0.9, 0.65)
FAR = Document(id="b.txt", path="/b.txt", text="It rained.", sha256="0" * 64)


def hit(document: Document, signals: Signals, *readings: float) -> Hit:
    passage = Passage(document.id, (Sentence(0, len(document.text)),))
    return Hit(
        number=0,
        document=document,
        passage=passage,
        score=1,
        signals=signals,
        sentence_cosines=(0.5,),
        sentence_matches=(0.5,),
        sentence_terms=(frozenset(),),
        readings=readings,
    )


def explained(*, answered: bool, **more: Any) -> str:
    excerpts = tuple(
        Excerpt(document=document, start=0, end=len(document.text), text=document.text, score=1)
        for document in (DOCUMENT, FAR)
    )
    answer = Answer(
        question="Who?",
        status="answered" if answered else "not_found",
        confidence=0.75 if answered else 0.25,
        excerpts=excerpts if answered else (),
        nearest=() if answered else excerpts,
        sources=2,
        generation="g1",
        **more,
    )
    near, far = Signals(8.0, 3.0, 0.71, 0.55, 0.9, 0.65), Signals(2.0, 0.0, 0.31, 0.1, 0.2, 0.0)
    page = html.fragment_fromstring(
        why(replace(answer, hits=(hit(DOCUMENT, near), hit(FAR, far))), 0.4), create_parent="div"
    )
    return " ".join(page.text_content().split())


def test_the_signals_of_each_excerpt_are_said_in_words_and_numbers() -> None:
    words = explained(answered=True)
    assert "answers the question is 0.75 of 1; from 0.65 on, words are shown as a sure answer." in words
    assert (
        "<Paris>: the passage has, of all looked at, most of the question’s words (BM25 8.0); its meaning is very "
        "close to the question’s (cosine 0.71 of 1); that of its best sentence is close to it (0.55); its words are "
        "near to those of the question, one by one (0.65); the document as a whole has, of all looked at, most of the "
        "question’s words (BM25 3.0)." in words
    )
    assert (
        "b.txt: the passage has some of the question’s words (BM25 2.0); its meaning is somewhat close to the "
        "question’s (cosine 0.31 of 1); that of its best sentence is not close to it (0.10); its words were not "
        "compared with those of the question, one by one (0.00); the document as a whole has few or none of the "
        "question’s words (BM25 0.0)." in words
    )
    assert "generation g1" in words


def test_what_spoke_for_a_passage_is_said_once() -> None:
    quoted = (
        Excerpt(document=DOCUMENT, start=0, end=8, text="He left.", score=1),
        Excerpt(document=DOCUMENT, start=9, end=20, text="She stayed.", score=1),
    )
    answer = Answer(
        question="Who?", status="answered", confidence=0.75, excerpts=quoted, nearest=(), sources=1, generation="g1"
    )
    page = html.fragment_fromstring(
        why(replace(answer, hits=(hit(DOCUMENT, Signals(8.0, 3.0, 0.71, 0.55, 0.9, 0.65), 1.1),)), 0.4),
        create_parent="div",
    )
    first, second = [" ".join(item.text_content().split()) for item in page.iter("li")]
    assert first.endswith("it seems to hold the answer (0.75 of 1).")
    assert second == "<Paris>: another place of a passage above."


def test_what_is_cited_from_its_origin_is_explained_by_the_reprint_that_was_found() -> None:
    reprint = replace(DOCUMENT, id="c.txt", title="A reprint", text="They sat down. He LEFT. She stayed.")
    quoted = Excerpt(
        document=DOCUMENT,
        start=0,
        end=8,
        text="He left.",
        score=1,
        also_in=(Reprint("c.txt", "A reprint", None, None),),
    )
    answer = Answer(
        question="Who?", status="answered", confidence=0.75, excerpts=(quoted,), nearest=(), sources=1, generation="g1"
    )
    page = html.fragment_fromstring(
        why(replace(answer, hits=(hit(FAR, NEAR), hit(reprint, NEAR, 1.1))), 0.4), create_parent="div"
    )
    [item] = page.iter("li")
    assert item.text_content().startswith("<Paris>: the passage has")
    assert item.text_content().endswith("it seems to hold the answer (0.75 of 1).")


@pytest.mark.parametrize(
    ("confidence", "shown"), [(0.3999, "0.3999 of 1; below 0.4"), (0.396, "0.396 of 1"), (0.39999, "0.39999 of 1")]
)
def test_a_confidence_just_below_the_threshold_is_not_shown_as_the_threshold(confidence: float, shown: str) -> None:
    answer = Answer("Who?", "not_found", confidence, (), (), sources=0, generation="g1")
    assert f"answers the question is {shown}" in why(answer, 0.4)


def test_why_the_archive_is_taken_not_to_say_is_said() -> None:
    assert "is 0.25 of 1; below 0.4, the archive is taken not to say." in explained(answered=False)


def test_why_an_answer_is_not_sure_is_said() -> None:
    words = explained(answered=True, low_confidence=True, reason="no passage mentions “<b>”")
    assert (
        "from 0.4 on, words are shown as an answer, and from 0.65 on as a sure one. No passage mentions “<b>”." in words
    )


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (1.0, "The first holds all words of the subject: the confidence is 1.00 of 1."),
        (
            0.625,
            "The confidence is the share of the subject’s words that the first holds, where rare words count for more: "
            "0.62 of 1; below 0.7, passages are marked as not sure. No passage mentions “<b>”.",
        ),
    ],
)
def test_passages_on_a_subject_are_explained_by_its_words_and_not_by_the_reader(share: float, words: str) -> None:
    excerpts = tuple(
        Excerpt(document=document, start=0, end=len(document.text), text=document.text, score=1)
        for document in (DOCUMENT, FAR)
    )
    answer = Answer(
        question="<i>the port of Lund</i>",
        status="answered",
        confidence=share,
        excerpts=excerpts,
        nearest=(),
        sources=2,
        generation="g1",
        low_confidence=share < 1,
        reason="no passage mentions “<b>”" if share < 1 else None,
        kind="subject",
        namings=(Naming(("port", "Lund"), (), share), Naming(("<Lund>",), ("port",), 0.5)),
    )
    signals = Signals(8.0, 3.0, 0.71, 0.55, 0.9, 0.65)
    page = html.fragment_fromstring(why(replace(answer, hits=(hit(DOCUMENT, signals, 1.1),)), 0.4), create_parent="div")
    assert [" ".join(item.text_content().split()) for item in page.iter("li")] == [
        "<Paris>: holds all words of the subject: “port”, “Lund”.",
        "b.txt: holds “<Lund>”, but not “port” (0.50 of 1).",
    ]
    said = " ".join(page.text_content().split())
    assert words in said
    assert "read together" not in said
    assert "generation g1" in said


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("archive", "No sentence of a document was asked for"),
        ("documents", "Documents were asked for."),
        ("quotations", "Somebody’s words were asked for."),
    ],
)
def test_where_no_one_answer_was_asked_for_it_is_said_what_was(kind: Kind, words: str) -> None:
    dated = replace(DOCUMENT, published="2010-11")
    excerpts = tuple(Excerpt(document=one, start=0, end=8, text="He left.", score=1) for one in (dated, DOCUMENT))
    answer = Answer("Which ones?", "answered", 1.0, excerpts, (), sources=2, generation="g1", kind=kind)
    page = html.fragment_fromstring(why(answer, 0.4), create_parent="div")
    assert [item.text_content() for item in page.iter("li")] == ["<Paris>: November 2010.", "<Paris>: date unknown."]
    assert words in page.text_content()
    assert "confidence" not in page.text_content()


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (1.1, "it seems to hold the answer (0.75 of 1)."),
        (-1.1, "it may hold the answer (0.25 of 1)."),
        (-20.0, "it does not seem to hold the answer (0.00 of 1)."),
    ],
)
def test_what_the_reader_says_is_said(reading: float, words: str) -> None:
    excerpt = Excerpt(document=DOCUMENT, start=0, end=8, text="He left.", score=1)
    answer = Answer(
        question="Who?", status="answered", confidence=0.75, excerpts=(excerpt,), nearest=(), sources=1, generation="g1"
    )
    signals = Signals(8.0, 3.0, 0.71, 0.55, 0.9, 0.65)
    read, unread = (replace(answer, hits=(hit(DOCUMENT, signals, *values),)) for values in ((-20.0, reading), ()))
    assert f"; read together with the question, {words}" in why(read, 0.4)
    assert "read together" not in why(unread, 0.4)


def test_an_answer_made_of_several_is_explained_by_each_and_by_what_is_shown_of_it() -> None:
    found, other = (
        Excerpt(document=document, start=0, end=len(document.text), text=document.text, score=1)
        for document in (DOCUMENT, FAR)
    )
    of_both = {"status": "answered", "nearest": (), "sources": 1, "generation": "g1"}
    first = Answer(
        question="Who <left>?",
        confidence=0.75,
        excerpts=(found, other),
        hits=(hit(DOCUMENT, NEAR), hit(FAR, NEAR)),
        **of_both,
    )
    second = Answer(
        question="Tell me of rain",
        confidence=1.0,
        excerpts=(other,),
        namings=(Naming(("rain",), (), 1.0),),
        kind="subject",
        **of_both,
    )
    whole = Answer(question="Both?", confidence=0.75, excerpts=(found,), parts=(first, second), **of_both)
    page = html.fragment_fromstring(why(whole, 0.4), create_parent="div")
    assert [words.text_content() for words in page.iter("b")] == ["Who <left>?", "Tell me of rain"]
    assert [item.text_content()[:30] for item in page.iter("li")] == ["<Paris>: the passage has, of a"]
    said = " ".join(page.text_content().split())
    assert said.startswith(
        "2 questions were answered, each by itself. The confidence of the whole, 0.75 of 1, is that of"
    )
    assert said.count("generation g1") == 1
    both = replace(whole, excerpts=(found, other))
    page = html.fragment_fromstring(why(both, 0.4), create_parent="div")
    assert [item.text_content()[:22] for item in page.iter("li")] == [
        "<Paris>: the passage h",
        "b.txt: the passage has",
        "b.txt: holds all words",
    ]
