"""A message becomes one answer: each of its questions is answered in the first way that does."""

from dataclasses import replace

from qa.answering import ways
from qa.answering.comparing import compared_answer
from qa.answering.sentence_answers import answer_to
from qa.answering.several_answers import answer_to_each
from qa.answering.ways import Asked, Asking
from qa.answers import Answer
from qa.question.comparisons import compared
from qa.question.requests import without_request
from qa.question.several_questions import several_questions
from qa.retrieval.small_names import with_capitals

# The ways that are tried before anything is read, in this order.
FIRST = (ways.of_archive, ways.listed, ways.differing, ways.explained, ways.about)
# Those that are tried in the place of any sentence.
INSTEAD = (ways.extreme,)
# Those that are tried where no sentence is a sure answer.
WHERE_NOT_SURE = (ways.possibly_said, ways.otherwise_said, ways.introduced, ways.all_said)


def answered(message: str, asking: Asking) -> Answer:
    """Return the answer to a message: to the question that it asks, or to each of several."""
    questions = several_questions(message)
    if not questions:
        return replace(_answered(message, asking), question=message)
    before = [asking._replace(history=(*asking.history, *questions[:place])) for place in range(len(questions))]
    answers = [replace(_answered(one, after), question=one) for one, after in zip(questions, before, strict=True)]
    return answer_to_each(message, answers, asking.scope.generation)


def _answered(question: str, asking: Asking) -> Answer:
    """Return the answer to one question: the first of the ways that answers, or the sentences that do."""
    asked = Asked(with_capitals(question, asking.scope.generation), asking)
    if found := next(filter(None, (way(asked) for way in FIRST)), None):
        return found
    answer = _by_sentences(asked)
    is_sure = answer.status == "answered" and not answer.low_confidence
    otherwise = INSTEAD if is_sure else (*INSTEAD, *WHERE_NOT_SURE)
    return next(filter(None, (way(asked, answer) for way in otherwise)), answer)


def _by_sentences(asked: Asked) -> Answer:
    """Return the sentences that answer a question; where it compares two things, those on each."""
    asking = asked.asking
    compares = compared(without_request(asked.sentence))
    each = [asking.question(one) for one in compares] or [asked.question]
    answers = [answer_to(one, asking.scope, asking.judges, asking.filters) for one in each]
    return compared_answer(asked.text, answers, asking.scope.generation) if compares else answers[0]
