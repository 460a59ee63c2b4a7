from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from embeddings.documents import Span
from embeddings.models.encoder import EncodedQuery, Encoder
from qa.archive import Archive
from qa.question.filters import Filters
from tests.conftest import WordEncoder
from tests.qa.conftest import NEWS


def test_what_is_asked_is_answered_as_without_the_words_around_it(archive: Archive) -> None:
    plain = archive.ask("who invited both sides to Muscat?")
    asked = archive.ask("Hello, can you tell me who invited both sides to Muscat?")
    assert asked.question == "Hello, can you tell me who invited both sides to Muscat?"
    assert (asked.confidence, asked.excerpts, asked.read_as) == (plain.confidence, plain.excerpts, None)


def test_a_name_alone_may_be_a_follow_up(archive: Archive) -> None:
    answer = archive.ask("Muscat?", ["What did the king of Bahrain speak about?"])
    assert answer.read_as == "Muscat? (king Bahrain speak)"
    assert archive.ask("Muscat?").read_as is None


def test_two_things_are_compared_also_where_one_sentence_may_answer(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(NEWS), encoder=encoder)
    archive.threshold = 0.0
    answer = archive.ask("Which came first, the talks in Geneva or the worm at Natanz?")
    assert answer.read_as == "When was the talks in Geneva? When was the worm at Natanz?"
    assert [one.document.id for one in answer.excerpts] == ["geneva.txt", "stuxnet.txt"]


class CountingEncoder(WordEncoder):
    """Counts the questions that it encodes, too."""

    asked = 0

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        self.asked += 1
        return super().encode_query(text, words)


@pytest.mark.parametrize("question", ["Denmark", "Does the archive mention Denmark?", "Who invited both sides?"])
def test_a_question_is_analysed_once(index_of: Callable[[dict[str, str]], Path], question: str) -> None:
    encoder = CountingEncoder()
    Archive.open(index_of(NEWS), encoder=encoder).ask(question)
    assert encoder.asked == 1


def test_each_question_of_a_message_is_answered_after_those_before_it(archive: Archive) -> None:
    message = "Who invited both sides to Muscat? And when did they leave?"
    answer = archive.ask(message)
    assert answer.question == message
    assert answer.read_as == ("Who invited both sides to Muscat? And when did they leave? (invited sides Muscat)")
    assert (answer.excerpts or answer.nearest)[0].document.id == "oman.txt"


def test_a_question_that_is_not_answered_is_not_hidden_by_one_that_is(archive: Archive) -> None:
    answer = archive.ask("Does the archive mention Natanz? Does the archive mention Denmark?")
    assert (answer.status, answer.low_confidence) == ("answered", True)
    asked = "Does the archive mention Denmark?"
    assert answer.reason == f"on “{asked}” the archive does not say: no passage mentions “Denmark”"


@pytest.mark.parametrize(
    "question",
    [
        "Who invited both sides to Muscat?",
        "Who invited both sides to Muscat? And when did they leave?",
        "Which came first, the talks in Geneva or the dinner in Lisbon?",
        "Tell me about Natanz",
        "Hello!",
    ],
)
def test_an_answer_says_of_itself_that_its_filters_leave_no_document(archive: Archive, question: str) -> None:
    nothing = archive.ask(question, filters=Filters(published_from="2010", undated="leave_out"))
    assert (nothing.question, nothing.status, nothing.nearest) == (question, "not_found", ())
    assert (nothing.filters_leave_none, nothing.reason) == (True, "no document was searched")
    assert nothing.to_dict()["filters_leave_none"]
    narrowed = archive.ask(question, filters=Filters(documents=("oman.txt",)))
    assert not narrowed.filters_leave_none
    assert "filters_leave_none" not in narrowed.to_dict()


@pytest.mark.parametrize("question", ["What did the US do?", "What does the WHO say?"])
def test_a_name_that_reads_like_a_word_of_grammar_is_looked_for(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert "no words that could be looked for" not in (answer.reason or "")
    assert answer.nearest or answer.excerpts
