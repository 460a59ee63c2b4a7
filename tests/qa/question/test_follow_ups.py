import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings.models.encoder import Encoder
from qa.answers import Answer
from qa.archive import Archive
from qa.question.follow_ups import _BARE, MOST_WORDS, Turn, read_as, stands_alone

FILES = {
    "emir.txt": "Kerry met the Emir of Qatar in Doha. In Doha the Emir of Qatar offered a gas pipeline.",
    "minister.txt": "The minister went to Oslo. In Oslo the minister offered fresh herring.",
    "worm.txt": "A computer worm wrecked a thousand centrifuges at Natanz. Nobody claimed it.",
}
EMIR = "Whom did Kerry meet in Doha?"
WORM = "What wrecked the centrifuges at Natanz?"


@pytest.fixture
def archive(index_of: Callable[[dict[str, str]], Path], encoder: Encoder) -> Archive:
    return Archive.open(index_of(FILES), encoder=encoder)


# Whether a question stands alone


@pytest.mark.parametrize(
    "question",
    [
        "And what did he offer?",
        "but why Oslo, of all cities?",
        "What about the second round of talks?",
        "I meant the minister of trade",
        "Why?",
        "How so?",
        "What did he say to the ambassador?",
        "What did the minister call it?",
        "How old was she when she died?",
        "Which shared interests did he name?",
        "How were its members chosen?",
        "Who opposed this plan?",
        "Who spoke against that proposal?",
        "What happened after that?",
        "Why did that plan fall through?",
        "Who voted there?",
        "How much had the buyers paid until then?",
        "Which one was signed?",
        "What did the Europeans promise in return?",
        "Did the minister say the same?",
        "Any other examples of such treaties in Europe?",
        "Regional differences",
        "How does it work?",
        "How can I apply?",
        "Thank you!",
    ],
)
def test_a_question_that_refers_to_something_outside_it_does_not_stand_alone(question: str) -> None:
    assert not stands_alone(question)


@pytest.mark.parametrize(
    "question",
    [
        "What did the Emir of Qatar offer John Kerry?",
        "Who is Hassan Rouhani?",
        "What is plasma?",
        "What surrounds chloroplasts?",
        "natanz centrifuges worm",
        "Natanz sabotage, Stuxnet",
        "What did the Normans do when they arrived in England?",
        "After Tesla left the company, what did he do?",
        "If I borrow money, can I treat it as equity?",
        "Which minister said that he would resign?",
        "How many teams has Manning played for that reached the final?",
        "Which countries changed their currency?",
        "How much of its blocked revenue was Iran to get back?",
        "In his speech, what did Kerry promise?",
        "Is it possible to enrich uranium in secret?",
        "How long did it take to build the reactor?",
        "What is it called when a government is overthrown?",
        "Are there any inspectors in Vienna?",
        "What happened to those who signed the letter?",
        "Is the reason that sanctions failed known to Washington?",
        'Who said: "He did this to them and then went there"?',
        "Did the U.S. and Iran meet?",
        "What did BSkyB say about it's plans?",
    ],
)
def test_a_question_that_names_what_it_is_about_stands_alone(question: str) -> None:
    assert stands_alone(question)


def test_a_long_text_stands_alone_whatever_it_points_to() -> None:
    words = "sanctions banks oil tankers insurers ports brokers refineries traders ministers"
    assert not stands_alone(f"And this: {words}")
    assert stands_alone(f"And this: {words} {words} {words} {words}")


def test_deciding_on_the_longest_question_takes_no_time_to_speak_of() -> None:
    begin = time.thread_time()
    stands_alone("If oil fell, " + "so it " * 3300)
    stands_alone("If oil fell, " + "so it " * 47)
    assert time.thread_time() - begin < 0.2


# What it is read as


def test_a_follow_up_is_read_with_the_content_words_of_the_question_before() -> None:
    assert read_as("And what did he offer?", [EMIR]) == "And what did he offer? (Kerry meet Doha)"


def test_words_that_only_ask_are_not_taken_from_the_question_before() -> None:
    assert read_as("And the fuel?", ["What does the archive say about Natanz?"]) == "And the fuel? (Natanz)"
    assert read_as("And when?", ["Can you tell me who paid the bail?"]) == "And when? (paid bail)"


def test_the_question_before_may_be_an_answer_or_a_judged_turn() -> None:
    answer = Answer(question=EMIR, status="not_found", confidence=0, excerpts=(), nearest=(), sources=0, generation="g")
    said: list[Turn] = [{"speaker": "user", "text": EMIR}, {"speaker": "agent", "text": "The Emir of Qatar."}]
    for history in ([answer], said):
        assert read_as("And what did he offer?", history) == "And what did he offer? (Kerry meet Doha)"


def test_turns_are_read_from_the_last_back_to_one_that_stands_alone() -> None:
    history = [WORM, EMIR, "And what did the minister eat?", "Thank you!"]
    assert read_as("Why did he?", history) == "Why did he? (minister eat Kerry meet Doha)"


def test_at_most_three_turns_that_say_something_are_read() -> None:
    history = [EMIR, "And what about gas?", "And oil?", "Oh, ok!", "And salt?"]
    assert read_as("And why?", history) == "And why? (salt oil gas)"


def test_words_the_question_has_itself_are_not_repeated_nor_is_any_word() -> None:
    assert read_as("And did KERRY leave?", ["Did Kerry meet Kerry's aide?", "And who did meet Kerry?"]) == (
        "And did KERRY leave? (meet Kerry's aide)"
    )


def test_at_most_eight_words_are_brought_in() -> None:
    asked = "Which alpha beta gamma delta epsilon zeta eta theta iota kappa are there?"
    expected = "(alpha beta gamma delta epsilon zeta eta theta)"
    assert read_as("And why?", [asked]) == f"And why? {expected}"
    assert len(expected.split()) == MOST_WORDS


@pytest.mark.parametrize("history", [[], ["Thank you!"], [{"speaker": "agent", "text": "Kerry met the Emir."}]])
def test_a_follow_up_to_nothing_is_asked_as_it_is(history: list[Any]) -> None:
    assert read_as("And what did he offer?", history) is None


def test_a_bare_question_word_takes_no_auxiliary_without_a_subject() -> None:
    assert read_as("And WHY", ["DID"]) == "And WHY (DID)"
    assert read_as("And WHY", ["Did Kerry?"]) == "Why did Kerry?"


WORDS = "And what did he Kerry it the in Oslo , ? that worm centrifuges Why there his is"
QUESTIONS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=12,
    ).map(" ".join),
)


@given(
    st.one_of(QUESTIONS.map("When Kerry left Natanz, {}".format), QUESTIONS).filter(stands_alone),
    st.lists(QUESTIONS, max_size=5),
)
def test_a_question_that_stands_alone_is_never_changed(question: str, history: list[str]) -> None:
    assert read_as(question, history) is None


@given(QUESTIONS.map("And {}".format), st.lists(QUESTIONS, max_size=5))
def test_a_changed_question_begins_with_its_own_words_and_takes_the_rest_from_before(
    question: str, history: list[str]
) -> None:
    read = read_as(question, history)
    assume(read is not None)
    assert read is not None
    # A bare "Why?" is the question before it that asks why.
    assume(not _BARE.match(question))
    assert read.startswith(f"{question.strip()} (")
    added = read.removeprefix(f"{question.strip()} (").removesuffix(")").split()
    assert 1 <= len(added) <= MOST_WORDS
    assert all(any(word in turn for turn in history) for word in added)


# Through the archive


def test_a_follow_up_finds_what_the_question_before_was_about(archive: Archive) -> None:
    asked = "And what was offered?"
    answer = archive.ask(asked, [EMIR])
    assert (answer.question, answer.read_as) == (asked, "And what was offered? (Kerry meet Doha)")
    assert archive.hits(asked, k=1, history=[EMIR])[0].document.id == "emir.txt"
    assert archive.retrieve(asked, k=1, history=[EMIR])[0].document.id == "emir.txt"
    assert archive.hits(asked, k=1, history=["Who went to Oslo?"])[0].document.id == "minister.txt"
    assert answer.to_dict()["read_as"] == answer.read_as


def test_answers_can_be_passed_on_as_they_came(archive: Archive) -> None:
    first = archive.ask(EMIR)
    second = archive.ask("And what did he offer?", [first])
    assert second.read_as == "And what did he offer? (Kerry meet Doha)"
    assert archive.ask("And why?", [first, second]).read_as == "And why? (offer Kerry meet Doha)"


def test_a_question_that_stands_alone_is_answered_as_if_nothing_had_been_asked_before(archive: Archive) -> None:
    answer = archive.ask(WORM, [EMIR])
    assert answer == archive.ask(WORM)
    assert answer.read_as is None
    assert "read_as" not in answer.to_dict()
    assert archive.hits(WORM, history=[EMIR]) == archive.hits(WORM)
    assert archive.retrieve(WORM, history=[EMIR]) == archive.retrieve(WORM)


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("When did the tram line open?", "And why?", "Why did the tram line open?"),
        ("Did the mayor resign?", "When?", "When did the mayor resign?"),
        ("How much did the city pay?", "when exactly?", "When did the city pay?"),
        ("What did Kerry tell Barnier?", "Where?", "Where did Kerry tell Barnier?"),
        ("How many of the ships were sold?", "Where?", "Where? (ships sold)"),
        ("What was agreed?", "Why?", "Why? (agreed)"),
        ("Who founded the choir?", "When?", "When? (founded choir)"),
        ("When did it open?", "Why?", "Why? (open)"),
    ],
)
def test_a_bare_question_word_asks_the_question_before_anew(before: str, question: str, expected: str) -> None:
    assert read_as(question, [before]) == expected
