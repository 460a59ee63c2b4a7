import random

import pytest
from reader_examples import (
    Example,
    answered,
    changed,
    examples_of,
    reworded,
    unanswerable,
    without_answer,
)
from train_questions import Question

CONTEXT = "A boat sank off Oman in 2012. Ten men drowned there. The sultan sent divers to the boat."


def question_of(text: str, answer: str, context: str = CONTEXT) -> Question:
    start = context.index(answer)
    return Question("squadshifts", "Oman", "Oman", context, text, ((start, start + len(answer)),) * bool(answer), False)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(3)  # noqa: S311  # no secret hangs on it


@pytest.fixture
def as_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are not shortened to key words, nor misspelt, nor made more specific."""
    monkeypatch.setattr("reader_examples.KEYWORDS", 0)
    monkeypatch.setattr("reader_examples.MISSPELT", 0)
    monkeypatch.setattr("reader_examples.SPECIFIC", 0)


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
    # Another sentence that holds the words of the answer is no window without it.
    others = [without_answer(question_of("What sank?", "boat"), chance) for _ in range(40)]
    assert {other.window.text for other in others if other} == {"Ten men drowned there."}
    assert None in others


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
