from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from embeddings.documents import Span
from embeddings.models.encoder import EncodedQuery, Encoder
from qa.answering.asking import Judges, answer_to
from qa.archive import Archive
from qa.question.filters import Filters
from qa.question.question import Question
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope
from tests.conftest import WordEncoder
from tests.qa.conftest import NEWS


@pytest.mark.parametrize(("threshold", "status", "shown"), [(0.0, "answered", 1), (1.1, "not_found", 0)])
def test_excerpts_are_the_answer_from_the_threshold_on(
    archive: Archive, question_of: Callable[[str], Question], threshold: float, status: str, shown: int
) -> None:
    question = question_of("Who invited both sides to Muscat?")
    answer = answer_to(question, Scope(archive._generation), Judges(None, None, threshold))
    assert (answer.question, answer.generation, answer.status) == (question.text, archive.generation, status)
    assert len(answer.excerpts[:1]) == shown
    assert (answer.excerpts or answer.nearest)[0].document.id == "oman.txt"
    assert [hit.document.id for hit in answer.hits] == [
        hit.document.id for hit in rank(question, Scope(archive._generation), 5)
    ]
    assert "hits" not in answer.to_dict()


@pytest.mark.parametrize("question", ["Tell me about Natanz", "Natanz", "Does the archive mention Natanz, please?"])
def test_a_subject_is_answered_with_all_that_names_it(archive: Archive, question: str) -> None:
    answer = archive.ask(question)
    assert (answer.question, answer.status, answer.confidence) == (question, "answered", 1.0)
    assert [one.text for one in answer.excerpts] == ["A computer worm wrecked a thousand centrifuges at Natanz."]


def test_what_is_said_of_a_subject_is_no_answer_below_the_threshold(archive: Archive) -> None:
    archive.threshold = 1.1
    assert archive.ask("Tell me about Natanz").status == "not_found"
    assert archive.ask("What happened in Geneva?").status == "not_found"


def test_a_subject_that_the_archive_does_not_name_is_not_found_with_what_is_nearest(archive: Archive) -> None:
    answer = archive.ask("Does the archive mention Denmark?")
    assert (answer.status, answer.reason) == ("not_found", "no passage mentions “Denmark”")
    assert answer.nearest


def test_what_is_asked_is_answered_as_without_the_words_around_it(archive: Archive) -> None:
    plain = archive.ask("who invited both sides to Muscat?")
    asked = archive.ask("Hello, can you tell me who invited both sides to Muscat?")
    assert asked.question == "Hello, can you tell me who invited both sides to Muscat?"
    assert (asked.confidence, asked.excerpts, asked.read_as) == (plain.confidence, plain.excerpts, None)


def test_a_name_alone_may_be_a_follow_up(archive: Archive) -> None:
    answer = archive.ask("Muscat?", ["What did the king of Bahrain speak about?"])
    assert answer.read_as == "Muscat? (king Bahrain speak)"
    assert archive.ask("Muscat?").read_as is None


def test_what_happened_in_a_place_is_what_is_said_of_it_where_no_sentence_is_a_sure_answer(archive: Archive) -> None:
    answer = archive.ask("What happened in Geneva?")
    assert (answer.status, answer.confidence) == ("answered", 1.0)
    assert [one.document.id for one in answer.excerpts] == ["geneva.txt"]
    assert answer.read_as == "what is said of Geneva"


def test_whoever_is_asked_about_by_name_is_a_subject_where_no_sentence_says_who_he_is(archive: Archive) -> None:
    archive.threshold = 0.99
    answer = archive.ask("What is Natanz?")
    assert (answer.status, answer.kind, answer.read_as) == ("answered", "subject", "what is said of Natanz")
    assert [one.document.id for one in answer.excerpts] == ["stuxnet.txt"]
    assert archive.ask("What is Denmark?").status == "not_found"
    archive.threshold = 0.0
    assert archive.ask("What is Natanz?").kind == "answer"


def test_a_subject_that_holds_a_comparison_is_a_subject(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    winter = {"winter.txt": "Reports of a winter colder than usual came from Lund."}
    archive = Archive.open(index_of(NEWS | winter), encoder=encoder)
    answer = archive.ask("Are reports of a winter colder than usual mentioned?")
    assert (answer.status, answer.confidence, answer.read_as) == ("answered", pytest.approx(1), None)
    assert [one.text for one in answer.excerpts] == list(winter.values())


def test_two_things_are_compared_also_where_one_sentence_may_answer(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(NEWS), encoder=encoder)
    archive.threshold = 0.0
    answer = archive.ask("Which came first, the talks in Geneva or the worm at Natanz?")
    assert answer.read_as == "When was the talks in Geneva? When was the worm at Natanz?"
    assert [one.document.id for one in answer.excerpts] == ["geneva.txt", "stuxnet.txt"]


def test_what_is_asked_of_a_possible_subject_is_not_replaced_by_all_that_is_said_of_it(archive: Archive) -> None:
    answer = archive.ask("Describe the sultan of Oman")
    about = archive.ask("Tell me about the sultan of Oman")
    assert (answer.status, answer.low_confidence) == ("answered", False)
    assert about.confidence == 1.0 > answer.confidence


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


@pytest.mark.parametrize("question", ["And Muscat?", "What about Muscat?", "and about Muscat"])
def test_after_a_subject_another_is_asked_about_alike(archive: Archive, question: str) -> None:
    answer = archive.ask(question, ["What does the archive say about Natanz?"])
    assert (answer.question, answer.status, answer.read_as) == (question, "answered", None)
    assert [one.document.id for one in answer.excerpts] == ["oman.txt"]
    assert archive.ask(question, ["Who wrecked Natanz?"]).read_as is not None


def test_what_is_asked_of_the_archive_itself_says_what_it_holds(archive: Archive) -> None:
    answer = archive.ask("Hi, what is this archive about?")
    assert (answer.status, answer.nearest, answer.sources) == ("not_found", (), 0)
    assert answer.reason == f"this is asked of the archive itself, not of what its documents say. {archive.holdings()}"
    assert archive.holdings() == "This archive holds 5 documents."


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


def test_whether_sources_agree_on_one_thing_is_answered_and_compared(archive: Archive) -> None:
    answer = archive.ask("Do the sources agree on who invited both sides to Muscat?")
    assert answer.question == "Do the sources agree on who invited both sides to Muscat?"
    assert answer.excerpts[0].document.id == "oman.txt"
    assert answer.read_as == "who invited both sides to Muscat: one source answers"
    none = archive.ask("Do the sources agree on who sank the ferry of Rud?")
    assert none.read_as == "who sank the ferry of Rud: no source answers"


def test_whether_sources_agree_on_a_subject_shows_what_is_said_of_it(archive: Archive) -> None:
    answer = archive.ask("What do the sources disagree on about Natanz?")
    assert (answer.kind, answer.read_as, answer.low_confidence) == ("subject", "what is said of Natanz", True)
    assert answer.reason
    assert answer.reason.startswith("sources are compared where a question asks for one thing")
    assert [one.document.id for one in answer.excerpts] == ["stuxnet.txt"]
    assert archive.ask("Where do the accounts differ on Denmark?").status == "not_found"
