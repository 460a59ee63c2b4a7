import random

import pytest
from made_up_questions import SENTENCE_WORDS, WINDOW_WORDS, made_up, sources_of
from reader_examples import Example

from embeddings.documents import Document

TEXTS = (
    "The envoy of Oman flew to Muscat in July 2012 with 14 aides. They met the sultan by the old harbour for an hour. "
    "Nobody spoke.\n\nA second round of talks was held near Geneva by officials of both states in 2013.",
    "Engineers at Natanz repaired 164 machines in the winter of 2010. Inspectors from Vienna counted them twice. "
    "The plant near Qom was told to be ready by Friday, said the agency in its report.",
)


@pytest.fixture(scope="module")
def found() -> list[Example]:
    documents = [
        Document(id=str(number), path=str(number), text=text, sha256="0" * 64) for number, text in enumerate(TEXTS)
    ]
    return made_up(sources_of(documents * 40), random.Random(3))  # noqa: S311  # no secret hangs on it


def test_what_was_left_out_of_a_question_answers_it(found: list[Example]) -> None:
    answered = [one for one in found if one.answers]
    assert len(answered) > len(found) / 3
    for one in answered:
        ((start, end),) = one.answers
        assert one.window.text[start:end]
        held = [own for own in one.window.sentences if own[0] <= start and end <= own[1]]
        assert len(held) == 1
        assert len(one.window.text[slice(*held[0])].split()) in SENTENCE_WORDS


def test_some_questions_have_no_answer_where_they_are_read(found: list[Example]) -> None:
    unanswered = [one for one in found if not one.answers]
    assert len(unanswered) > len(found) / 10
    # Of the first text, "Nobody spoke." is read with questions on other sentences only.
    assert "Nobody spoke." in {one.window.text for one in unanswered}


def test_windows_are_of_one_document_and_not_much_longer_than_agreed(found: list[Example]) -> None:
    for one in found:
        assert any(one.window.text in text for text in TEXTS)
        assert len(one.window.text.split()) <= WINDOW_WORDS + max(SENTENCE_WORDS)
        assert one.window.sentences[0][0] == 0
        assert one.window.sentences[-1][1] == len(one.window.text)


def test_a_question_is_a_question(found: list[Example]) -> None:
    assert {one.question[-1] for one in found} == {"?"}
    assert {one.question.split()[0] for one in found} <= {"Who", "What", "Which", "Where", "When", "In", "How"}
