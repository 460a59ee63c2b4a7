import pytest
from reader_examples import Example, altered

from qa.reader import Window

TEXT = (
    "Salehi signed in Vienna on Monday. The agency had asked for it in 2003. Others from the embassy in Rome were told."
)
ENDS = [place + 1 for place, character in enumerate(TEXT) if character == "."]
SENTENCES = tuple(zip([0, *(end + 1 for end in ENDS)], ENDS, strict=False))
WINDOW = Window("Talks", TEXT, SENTENCES)


def example(question: str, answer: str) -> Example:
    start = TEXT.index(answer)
    return Example("talks", question, WINDOW, ((start, start + len(answer)),))


@pytest.fixture(scope="module")
def found() -> list[Example]:
    return list(altered([example("Who signed in Vienna in 1990 for the 12 states?", "Salehi")] * 50))


def test_nothing_answers_an_altered_example(found: list[Example]) -> None:
    assert {one.answers for one in found} == {()}
    assert {one.article for one in found} == {"talks"}


def test_a_window_without_its_answer_has_all_other_sentences(found: list[Example]) -> None:
    cut = {one.window for one in found if one.window != WINDOW}
    assert cut == {Window("Talks", TEXT[SENTENCES[1][0] :], ((0, 36), (37, 79)))}
    (window,) = cut
    assert [window.text[start:end] for start, end in window.sentences] == [TEXT[slice(*own)] for own in SENTENCES[1:]]


def test_a_question_is_asked_about_another_of_the_same_kind_that_is_not_the_answer(found: list[Example]) -> None:
    asked = {one.question for one in found if one.window == WINDOW}
    assert asked == {
        "Who signed in Monday in 1990 for the 12 states?",
        "Who signed in Rome in 1990 for the 12 states?",
        "Who signed in Vienna in 2003 for the 12 states?",
    }


def test_what_has_no_answer_or_nothing_to_alter_is_left(found: list[Example]) -> None:
    assert list(altered([Example("talks", "Who signed in Vienna?", WINDOW, ())] * 20)) == []
    assert {one.window for one in altered([example("who signed?", "Salehi")] * 20)} == {
        one.window for one in found if one.window != WINDOW
    }
