import hashlib
from itertools import permutations

import pytest

from embeddings.documents import Document
from qa.answering.neighbours import apart, joined, overlaps_any
from qa.answers import Excerpt, Reprint

TEXT = "He came in May. He spoke of fish. He left in June. Nobody saw it.\n\nThe sea was calm."
DOCUMENT = Document(id="a.txt", path="/a.txt", text=TEXT, sha256=hashlib.sha256(TEXT.encode()).hexdigest())


def excerpt(text: str, answer: str = "", **fields: object) -> Excerpt:
    start = TEXT.index(text)
    at = TEXT.index(answer) if answer else 0
    span = (at, at + len(answer)) if answer else None
    return Excerpt(DOCUMENT, start, start + len(text), text, 1.0, answer=span, **fields)  # type: ignore[arg-type]  # any field


FIRST, SECOND, THIRD = excerpt("He came in May."), excerpt("He spoke of fish."), excerpt("He left in June.")
ELSEWHERE = excerpt("The sea was calm.")


@pytest.mark.parametrize("order", list(permutations((FIRST, SECOND, THIRD))))
def test_neighbours_of_one_paragraph_are_one_excerpt(order: tuple[Excerpt, ...]) -> None:
    assert [found.text for found in joined(order)] == ["He came in May. He spoke of fish. He left in June."]


def test_it_stands_where_the_better_one_stood() -> None:
    found = joined([SECOND, ELSEWHERE, FIRST])
    assert [one.text for one in found] == ["He came in May. He spoke of fish.", "The sea was calm."]


def test_what_answers_stays_marked() -> None:
    marked = excerpt("He came in May.", "May")
    assert [found.answer_text for found in joined([marked, SECOND])] == ["May"]
    assert [found.answer_text for found in joined([SECOND, marked])] == ["May"]
    other = excerpt("He spoke of fish.", "fish")
    assert [found.answer_text for found in joined([other, marked])] == ["fish"]


def test_what_introduces_the_first_of_them_introduces_both() -> None:
    second = excerpt("He spoke of fish.", context=((0, 15),))
    assert [found.context for found in joined([second, FIRST])] == [()]


@pytest.mark.parametrize(
    "apart",
    [
        (FIRST, THIRD),
        (excerpt("Nobody saw it."), ELSEWHERE),
        (FIRST, excerpt("He spoke of fish.", also_in=(Reprint("b.txt", None, None, None),))),
    ],
)
def test_other_excerpts_stay_apart(apart: tuple[Excerpt, Excerpt]) -> None:
    assert joined(apart) == apart


def test_excerpts_that_have_words_of_an_earlier_one_are_left_out() -> None:
    wider = excerpt("He came in May. He spoke of fish.")
    assert apart([FIRST, wider, THIRD, FIRST]) == [FIRST, THIRD]
    assert apart([wider, FIRST, SECOND, ELSEWHERE]) == [wider, ELSEWHERE]


def test_excerpts_of_two_documents_have_no_words_of_each_other() -> None:
    other = Document(id="b.txt", path="/b.txt", text=TEXT, sha256=DOCUMENT.sha256)
    assert not overlaps_any(Excerpt(other, 0, 15, TEXT[:15], 1.0), [FIRST])
    assert overlaps_any(excerpt("came in May. He"), [SECOND, ELSEWHERE])
