import random
from itertools import pairwise

import pytest
from reader_examples import (
    Example,
    answered,
    changed,
    cut,
    examples_of,
    reworded,
    sentences_of,
    unanswerable,
    without_answer,
)
from train_questions import Question

from qa.answering.windows import WINDOW_WORDS

CONTEXT = "A boat sank off Oman in 2012. Ten men drowned there. The sultan sent divers to the boat."


def question_of(text: str, answer: str, context: str = CONTEXT) -> Question:
    start = context.index(answer)
    return Question("squadshifts", "Oman", "Oman", context, text, ((start, start + len(answer)),) * bool(answer), False)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3)  # noqa: S311  # no secret hangs on it


@pytest.fixture
def as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are neither shortened to key words nor misspelt."""
    monkeypatch.setattr("reader_examples.KEYWORDS", 0)
    monkeypatch.setattr("reader_examples.MISSPELT", 0)


def test_questions_are_at_times_key_words_or_misspelt(chance: random.Random) -> None:
    typed = [reworded("When did the minister resign?", chance) for _ in range(400)]
    assert 0.7 < typed.count("When did the minister resign?") / 400 < 0.95
    assert "minister resign" in typed
    assert any("minster resign" in text for text in typed)
    assert reworded("Why?", chance) == "Why?"


def answers_of(example: Example) -> list[str]:
    return [example.window.text[start:end] for start, end in example.answers]


def test_a_window_holds_the_answer_at_its_place(chance: random.Random) -> None:
    question = question_of("How many men drowned?", "Ten")
    windows = [answered(question, chance) for _ in range(40)]
    assert {tuple(answers_of(example)) for example in windows if example} == {("Ten",)}
    # Some are all of the context, some the sentence alone.
    assert {"Ten men drowned there.", CONTEXT} <= {example.window.text for example in windows if example}
    for example in windows:
        assert example
        assert example.window.sentences[-1][1] == len(example.window.text)


def test_without_the_sentence_that_answers_nothing_answers(chance: random.Random) -> None:
    question = question_of("How many men drowned?", "Ten")
    texts = {example.window.text for _ in range(40) if (example := without_answer(question, chance))}
    assert "A boat sank off Oman in 2012. The sultan sent divers to the boat." in texts
    assert not any("Ten" in text for text in texts)
    assert without_answer(question_of("What sank?", "boat"), chance) is None


@pytest.mark.usefixtures("as_typed")
def test_a_changed_question_is_not_answered_by_what_answered_it(chance: random.Random) -> None:
    question = question_of("How many men drowned off Oman in 2012?", "Ten")
    names = [["1999"], ["14"], ["Geneva", "Oman"]]
    examples = [example for _ in range(40) if (example := changed(question, names, chance))]
    assert {example.question.rstrip("?") for example in examples} == {
        "How many men drowned off Geneva in 2012",
        "How many men drowned off Oman in 1999",
    }
    assert {example.answers for example in examples} == {()}


def test_a_question_without_an_answer_is_read_with_the_nearest_window(chance: random.Random) -> None:
    long = " ".join(f"Camels crossed desert number {number} by night." for number in range(20)) + " " + CONTEXT
    example = unanswerable(question_of("Who owned the boat that sank off Oman?", "", long), chance)
    assert example
    assert "A boat sank" in example.window.text
    assert example.answers == ()


def test_other_contexts_that_come_near_do_not_answer() -> None:
    other = "Ten ships passed Oman. Nobody saw the boat and the men who drowned there."
    near = "Divers saw the boat off Oman, and men who drowned in 2013 were many."
    questions = [question_of("How many men drowned off Oman?", "Ten")] * 40
    questions += [question_of("Who passed Oman?", "ships", other), question_of("Who saw the boat?", "Divers", near)]
    # Words that stand in a tenth of the windows and more do not count.
    questions += [question_of("Who?", "", f"Camels crossed desert number {number}.") for number in range(60)]
    examples = [example for example in examples_of(questions, 1) if example.question[:4] != "Who?"]
    texts = {example.window.text for example in examples if not example.answers and example.question.startswith("How")}
    assert near in texts
    assert not any("Ten" in text for text in texts)
    assert 0.2 < sum(not example.answers for example in examples) / len(examples) < 0.6


def test_contexts_are_cut_into_windows_of_whole_sentences() -> None:
    long = " ".join(f"Camels crossed desert number {number} by night." for number in range(20))
    windows = cut(long, "Camels")
    assert len(windows) == 2
    assert " ".join(window.text for window in windows) == long
    assert all(len(window.text.split()) <= WINDOW_WORDS for window in windows)


def test_sentences_of_text_in_lower_case_end_at_its_stops() -> None:
    text = "a boat sank in the u.s. navy 's bay . ten men drowned ; who ? the sultan did"
    parts = [text[part.start : part.end] for part in sentences_of(text)]
    assert parts == ["a boat sank in the u.s. navy 's bay .", "ten men drowned ; who ?", "the sultan did"]
    assert all(before.end <= after.start for before, after in pairwise(sentences_of(text)))
