from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.documents import Span
from embeddings.models.encoder import EncodedQuery, Encoder
from qa.archive import Archive
from qa.errors import QuestionError
from qa.question.question import MOST_CHARACTERS, Question, analyse, check_question
from tests.qa.conftest import EqualTerms


def test_a_question_has_its_terms_and_words_weighed_by_how_rare_they_are(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    files = {"a.txt": "The envoy went to Muscat.", "b.txt": "The envoy went home.", "c.txt": "Nobody came."}
    generation = Archive.open(index_of(files), encoder=encoder)._generation
    question = analyse("Did the envoy see Muscat? The envoy?", (), encoder, generation.lexical)
    assert question.terms == ("did", "envoy", "see", "muscat", "envoy")
    assert question.idf["muscat"] > question.idf["envoy"] > 0
    # A word counts as often as it is said, as a share of all.
    assert question.word_vectors.shape == (5, encoder.dimension)
    shares = np.array([question.idf[term] for term in question.terms])
    assert question.word_weights.tolist() == pytest.approx((shares / shares.sum()).tolist())
    assert question.vector.tolist() == encoder.encode_query(question.searched_text, []).vector.tolist()


def test_a_question_without_words_has_no_terms(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> None:
    generation = Archive.open(index_of({"a.txt": "The envoy went home."}), encoder=encoder)._generation
    question = analyse("…?", (), encoder, generation.lexical)
    assert (question.terms, question.idf, question.word_weights.tolist()) == ((), {}, [])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (" \n", "The question is empty"),
        ("Who \ud800?", "half of a character"),
        ("w" * (MOST_CHARACTERS + 1), "has 20,001 characters; the limit is 20,000"),
    ],
)
def test_what_cannot_be_asked_is_refused(question: str, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        check_question(question)


def test_a_question_as_long_as_allowed_can_be_asked() -> None:
    check_question("w" * MOST_CHARACTERS)


Analyse = Callable[..., Question]


def test_a_question_that_stands_alone_is_searched_for_and_understood_as_typed(question_of: Analyse) -> None:
    question = question_of("Who went to Muscat?", ["Who came home?"])
    assert (question.read_as, question.understood_text, question.searched_text) == (None, *["Who went to Muscat?"] * 2)


def test_a_follow_up_is_searched_for_with_what_it_refers_to(question_of: Analyse) -> None:
    question = question_of("And when did he refuse it?", ["What did Kerry offer the 12 ministers in 2013?"])
    assert question.read_as == question.understood_text
    assert question.searched_text == f"And when did he refuse it? {question.read_as}"
    assert "Kerry" in question.understood_text
    assert question.answer_kind.kind == "time"


def test_names_and_years_that_a_follow_up_does_not_give_are_those_of_what_it_refers_to(question_of: Analyse) -> None:
    def claims(text: str, history: list[str]) -> tuple[list[str], list[str], int]:
        question = question_of(text, history)
        return [x.text for x in question.names], [x.text for x in question.years], len(question.numbers)

    offered = "What did Kerry offer the 12 ministers in 2013?"
    assert claims("And when did he refuse it?", [offered]) == (["Kerry"], ["2013"], 0)
    assert claims("And in 2015?", [offered]) == (["Kerry"], ["2015"], 0)
    assert claims("And what did Barnier offer them?", [offered]) == (["Barnier"], ["2013"], 0)
    assert claims("And why?", [offered, "Where did they eat?"]) == (["Kerry"], ["2013"], 0)
    assert claims("Where did Barnier eat?", [offered]) == (["Barnier"], [], 0)


def test_what_a_question_takes_for_granted_is_found_in_it_once(
    question_of: Analyse, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = question_of("Why did Kerry not meet 12 ministers on 9 February 2005?")
    first = (question.names, question.numbers, question.years, question.days, question.denials)
    assert [name.text for name in question.names] == ["Kerry"]
    assert [claim.text for claim in question.numbers] == ["12 ministers"]
    assert [claim.text for claim in question.years] == ["2005"]
    assert question.days == {("feb", 9): "9 February 2005"}
    assert [(claim.words, claim.is_denied) for claim in question.denials][:2] == [
        ("not meet", True),
        ("ministers", False),
    ]
    for finder in ("names", "claimed_numbers", "claimed_years", "claimed_days", "taken_for_granted"):
        monkeypatch.setattr(f"qa.question.question.{finder}", lambda _text: pytest.fail("parsed again"))
    assert (question.names, question.numbers, question.years, question.days, question.denials) == first


class NoVectors:
    """An encoder that takes no time: only the analysis is measured."""

    def encode_query(self, _text: str, words: Sequence[Span]) -> EncodedQuery:
        return EncodedQuery(np.zeros(1, np.float32), np.zeros((len(words), 1), np.float32))


def test_the_words_of_statements_around_a_question_are_read_with_it(question_of: Callable[..., Question]) -> None:
    question = question_of("I write about ferries from Rome. When was the pier of Lund opened?")
    assert question.text == "When was the pier of Lund opened?"
    assert question.read_as == "When was the pier of Lund opened? (write ferries Rome)"
    assert [name.text for name in question.names] == ["Lund"]
    assert question_of("When was it opened? Thanks!").read_as is None


def test_statements_around_a_question_say_what_it_refers_to(question_of: Callable[..., Question]) -> None:
    question = question_of("I read of the ferry to Lund. Who steered it?", ["Who built the pier?"])
    assert question.text == "Who steered it?"
    assert question.read_as == "Who steered it? (read ferry Lund)"


@pytest.mark.parametrize(
    "unit",
    [
        "January 1, ",
        "Kerry of ",
        "12 hundred ",
        "one hundred and ",
        "not ",
        "2003 to ",
        "it ",
        "U.N. ",
        "“",
        "1,000,",
        "who ",
        "when ",
        "by whom ",
    ],
)
def test_a_question_of_any_length_is_analysed_in_linear_time(
    takes_linear_time: Callable[[Callable[[str], object], str], None], monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    monkeypatch.setattr("qa.question.question.MOST_CHARACTERS", 10**6)
    encoder: Any = NoVectors()

    def analysed(text: str) -> object:
        question = analyse(text, ["What did Kerry offer the ministers?"], encoder, EqualTerms())
        claims = question.names, question.numbers, question.years, question.days, question.denials
        return claims, question.asked_fact

    takes_linear_time(analysed, unit)


@pytest.mark.parametrize(
    ("question", "expected"), [("=1+1", False), ("???", False), ("Who left?", True), ("What happened on 9/11?", True)]
)
def test_a_question_of_figures_alone_says_nothing(question_of: Analyse, question: str, expected: bool) -> None:
    assert question_of(question).says_something is expected
