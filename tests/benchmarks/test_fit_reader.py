from fit_reader import sources_of
from train_questions import Question


def test_questions_are_made_up_of_each_context_once() -> None:
    question = Question("nq_oracle", "Oman", "Oman", "A boat sank. Ten men drowned.", "What sank?", ((2, 6),), False)
    (source,) = sources_of([question, question._replace(text="Who?")])
    assert source.title == "Oman"
    assert [source.text[part.start : part.end] for part in source.sentences] == ["A boat sank.", "Ten men drowned."]
