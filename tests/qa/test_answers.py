import dataclasses
import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Document, Passage, Place, Sentence
from embeddings.errors import CitationError, LoccitError
from qa import answers
from qa.answers import Answer, Excerpt, Hit, Reprint, Signals
from qa.references import parse_reference

TEXT = "Kerry met Barnier in Paris. “It would be difficult,” he said. They parted as friends."
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def document(text: str = TEXT) -> Document:
    return Document(
        id="talks/paris.txt",
        path="/archive/talks/paris.txt",
        text=text,
        sha256=SHA256,
        title="Kerry in Paris",
        author="A. Reporter",
        publisher="The Example",
        published="2005-02",
        url="https://example.org/paris",
        language="en",
    )


def quoted(words: str, score: float = 0.5) -> Excerpt:
    start = TEXT.index(words)
    return Excerpt(document=document(), start=start, end=start + len(words), text=words, score=score)


DOCUMENT_DICT = {
    "id": "talks/paris.txt",
    "title": "Kerry in Paris",
    "author": "A. Reporter",
    "publisher": "The Example",
    "published": "2005-02",
    "url": "https://example.org/paris",
    "path": "/archive/talks/paris.txt",
    "sha256": SHA256,
}


def test_a_hit_knows_how_likely_its_best_sentence_holds_the_answer() -> None:
    unread = Hit(
        0, document(), Passage("a", (Sentence(0, 27), Sentence(28, 61))), 1, Signals(0, 0, 0, 0, 0, 0), (), (), ()
    )
    assert unread.reading is None
    assert replace(unread, readings=(-20.0, -1.0986)).reading == pytest.approx(0.25, abs=1e-4)


def test_an_excerpt_of_the_right_words_is_made() -> None:
    excerpt = quoted("“It would be difficult,” he said.")
    assert (excerpt.start, excerpt.end) == (28, 61)
    assert excerpt.document.text[28:61] == excerpt.text == "“It would be difficult,” he said."


@pytest.mark.parametrize(
    "words",
    [
        '"It would be difficult," he said.',  # straight quotation marks
        "“It would be difficult,” He said.",
        "“It would be difficult,” he said",
        "“It would be difficult,” he said. ",
        "“It would be easy,” he said.",
        "",
    ],
)
def test_other_words_than_the_documents_are_refused(words: str) -> None:
    with pytest.raises(CitationError, match=r"talks/paris\.txt\[28:61\]"):
        Excerpt(document=document(), start=28, end=61, text=words, score=0.5)


def test_the_right_words_at_the_wrong_place_are_refused() -> None:
    with pytest.raises(CitationError):
        Excerpt(document=document(), start=29, end=62, text="“It would be difficult,” he said.", score=0.5)


@pytest.mark.parametrize(("start", "end"), [(-26, -1), (5, 5), (9, 3), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 3)])
def test_a_place_outside_of_the_document_is_refused_even_if_python_could_slice_there(start: int, end: int) -> None:
    with pytest.raises(CitationError, match=f"{len(TEXT)} characters"):
        Excerpt(document=document(), start=start, end=end, text=TEXT[start:end], score=0.5)


def test_an_empty_document_has_no_excerpt() -> None:
    with pytest.raises(CitationError):
        Excerpt(document=document(""), start=0, end=0, text="", score=0.5)


@given(text=st.text(max_size=30), start=st.integers(-5, 35), end=st.integers(-5, 35), words=st.text(max_size=5))
def test_an_excerpt_exists_exactly_where_its_words_stand(text: str, start: int, end: int, words: str) -> None:
    for said in (text[start:end], words):
        stands_there = 0 <= start < end <= len(text) and text[start:end] == said
        try:
            excerpt = Excerpt(document=document(text), start=start, end=end, text=said, score=0)
        except CitationError:
            assert not stands_there
        else:
            assert stands_there
            assert excerpt.document.text[excerpt.start : excerpt.end] == excerpt.text


def test_a_wrong_citation_can_be_caught_as_a_loccit_error() -> None:
    with pytest.raises(LoccitError):
        dataclasses.replace(quoted("They parted as friends."), text="They parted as enemies.")


def test_an_excerpt_cannot_be_changed_after_it_was_checked() -> None:
    excerpt = quoted("They parted as friends.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        excerpt.text = "They parted as enemies."


def test_an_excerpt_as_json_values() -> None:
    also = Reprint(id="wire.md", title=None, publisher="The Wire", published="2005")
    assert replace(quoted("They parted as friends.", score=0.123456), also_in=(also,)).to_dict() == {
        "text": "They parted as friends.",
        "start": 62,
        "end": 85,
        "reference": quoted("They parted as friends.").reference,
        "answer": None,
        "place": "",
        "places": [],
        "times": [],
        "attributions": [],
        "score": 0.1235,
        "document": DOCUMENT_DICT,
        "also_in": [{"id": "wire.md", "title": None, "publisher": "The Wire", "published": "2005"}],
        "context": [],
    }


def test_the_times_and_the_reference_of_an_excerpt_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[str] = []

    def noted(name: str) -> None:
        work = getattr(answers, name)
        monkeypatch.setattr(answers, name, lambda *of: (worked_out.append(name), work(*of))[1])

    noted("document_times_within")
    noted("reference_to")
    excerpt = quoted("in Paris.")
    assert excerpt.times is excerpt.times
    assert excerpt.reference == excerpt.reference == excerpt.to_dict()["reference"]
    assert worked_out == ["document_times_within", "reference_to"]
    assert replace(excerpt, end=excerpt.end - 1, text="in Paris").reference != excerpt.reference


def test_an_excerpt_says_the_times_that_it_speaks_of() -> None:
    text = "In February 2005 they met. Five years later they parted."
    told = Document(id="a.txt", path="/a.txt", text=text, sha256=SHA256, published="2013-06-14")
    excerpt = Excerpt(document=told, start=27, end=len(text), text=text[27:], score=1)
    assert [str(spoken.time) for spoken in excerpt.times] == ["2010"]
    assert excerpt.to_dict()["times"] == [
        {
            "time": "2010",
            "first": "2010-01-01",
            "last": "2010-12-31",
            "precision": "year",
            "words": "Five years later",
            "start": 27,
            "end": 43,
            "relative": True,
        }
    ]


def test_what_introduces_an_excerpt_is_words_of_the_document_before_it() -> None:
    introduced = replace(quoted("They parted as friends."), context=((0, 5),))
    assert introduced.context_texts == ("Kerry",)
    assert introduced.to_dict()["context"] == [{"text": "Kerry", "start": 0, "end": 5}]


@pytest.mark.parametrize("place", [(-3, 2), (5, 5), (60, 63), (63, 80), (90, 95)])
def test_a_place_that_does_not_stand_before_an_excerpt_does_not_introduce_it(place: tuple[int, int]) -> None:
    with pytest.raises(CitationError, match="does not stand before"):
        replace(quoted("They parted as friends."), context=(place,))


def test_what_a_document_does_not_state_is_null() -> None:
    bare = Document(id="a.txt", path="/a.txt", text=TEXT, sha256=SHA256)
    given = Excerpt(document=bare, start=0, end=5, text="Kerry", score=1).to_dict()
    assert given["document"] == {
        "id": "a.txt",
        "title": None,
        "author": None,
        "publisher": None,
        "published": None,
        "url": None,
        "path": "/a.txt",
        "sha256": SHA256,
    }


def test_the_words_that_answer_stand_within_the_excerpt() -> None:
    excerpt = quoted("They parted as friends.")
    marked = replace(excerpt, answer=(excerpt.end - 8, excerpt.end - 1))
    assert marked.answer_text == "friends"
    assert marked.to_dict()["answer"] == {"text": "friends", "start": excerpt.end - 8, "end": excerpt.end - 1}
    for outside in ((excerpt.start - 1, excerpt.end), (excerpt.end, excerpt.end + 1), (excerpt.start, excerpt.start)):
        with pytest.raises(CitationError, match="is not within"):
            replace(excerpt, answer=outside)


def test_an_excerpt_has_a_permanent_reference() -> None:
    excerpt = quoted("They parted as friends.")
    held = parse_reference(excerpt.reference)
    assert (held.start, held.end) == (excerpt.start, excerpt.end)
    assert held.stands_at(excerpt.document.text, excerpt.start)
    assert replace(excerpt, score=0.1).reference == excerpt.reference != quoted("Kerry").reference


def test_an_excerpt_names_its_place() -> None:
    excerpt = quoted("They parted as friends.")
    paged = replace(excerpt.document, places=(Place("page", "iv", 0, 60), Place("page", "v", 60, len(TEXT))))
    excerpt = replace(excerpt, document=paged)
    assert excerpt.place == "p. v"
    assert excerpt.to_dict()["places"] == [{"kind": "page", "name": "v"}]


def test_an_answer_as_json_values() -> None:
    answer = Answer(
        question="Did they part as friends?",
        status="answered",
        confidence=0.98765,
        excerpts=(quoted("They parted as friends.", 1.0), quoted("Kerry met Barnier in Paris.", 0.75)),
        nearest=(),
        sources=1,
        generation="20261122T010203000000Z-abcdef",
    )
    given = answer.to_dict()
    assert given == {
        "question": "Did they part as friends?",
        "status": "answered",
        "confidence": 0.9877,
        "low_confidence": False,
        "excerpts": [
            {
                "text": "They parted as friends.",
                "start": 62,
                "end": 85,
                "reference": answer.excerpts[0].reference,
                "answer": None,
                "place": "",
                "places": [],
                "times": [],
                "attributions": [],
                "score": 1.0,
                "document": DOCUMENT_DICT,
                "also_in": [],
                "context": [],
            },
            {
                "text": "Kerry met Barnier in Paris.",
                "start": 0,
                "end": 27,
                "reference": answer.excerpts[1].reference,
                "answer": None,
                "place": "",
                "places": [],
                "times": [],
                "attributions": [],
                "score": 0.75,
                "document": DOCUMENT_DICT,
                "also_in": [],
                "context": [],
            },
        ],
        "nearest": [],
        "sources": 1,
        "generation": "20261122T010203000000Z-abcdef",
    }
    assert json.loads(json.dumps(given)) == given


def test_an_answer_that_was_not_found_as_json_values() -> None:
    near = quoted("Kerry met Barnier in Paris.", 0.2)
    given = Answer("Who won the cup?", "not_found", 0.01, (), (near,), 1, "g").to_dict()
    assert given["status"] == "not_found"
    assert given["excerpts"] == []
    assert [one["text"] for one in given["nearest"]] == ["Kerry met Barnier in Paris."]
