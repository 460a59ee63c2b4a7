import random
from functools import cache

import pytest
import reported_questions
from reported_questions import reported
from train_questions import Question

CONTEXT = (
    "The harbour was closed on Monday. Ana Ruiz said that the old pumps were broken and would not be mended. "
    "“The whole harbour is a disgrace to this town,” said Bo Ek. He said that it would rain all week on the coast."
)


@pytest.fixture
def chance(monkeypatch: pytest.MonkeyPatch) -> random.Random:
    # What is asked of one text again and again is found once.
    monkeypatch.setattr("reported_questions.attributions", cache(reported_questions.attributions))
    return random.Random(3)  # noqa: S311  # no secret hangs on it


def asked(context: str, chance: random.Random) -> dict[str, set[str]]:
    """Return the answers to each question that is made of a context, by the question."""
    found: dict[str, set[str]] = {}
    one = Question("squadshifts", "Varde", "Varde", context, "When?", (), False)
    for question in reported([one] * 300, chance):
        ((start, end),) = question.answers
        found.setdefault(question.text, set()).add(context[start:end].strip("“”., "))
    return found


def test_it_is_asked_what_somebody_said_and_who_said_it(chance: random.Random) -> None:
    found = asked(CONTEXT, chance)
    pumps = {"that the old pumps were broken and would not be mended"}
    assert found["What did Ana Ruiz say about the old pumps?"] == pumps
    assert found["How did Ana Ruiz describe the old pumps?"] == pumps
    disgrace = "The whole harbour is a disgrace to this town"
    assert any(text.startswith("What did Bo Ek call the whole harbour") for text in found)
    assert {answer for text, answers in found.items() if "Bo Ek" in text for answer in answers} >= {disgrace}
    who = {text: answers for text, answers in found.items() if text.startswith("Who said that")}
    assert {"Ana Ruiz", "Bo Ek"} <= {answer for answers in who.values() for answer in answers}


def test_a_pronoun_is_asked_about_by_the_name_it_stands_for(chance: random.Random) -> None:
    found = asked(CONTEXT, chance)
    assert not any(" he " in text or " He " in text for text in found)
    assert found["What did Bo Ek say about the coast?"] == {"that it would rain all week on the coast"}


def test_what_is_no_speech_is_not_asked_about(chance: random.Random) -> None:
    assert asked("The harbour was closed on Monday, and the pumps were mended.", chance) == {}
    assert asked("“Yes,” said Bo Ek.", chance) == {}


def test_a_long_answer_is_one_in_which_some_words_answer(chance: random.Random) -> None:
    long = f"Ana Ruiz said that {'the pumps and ' * 8}the boats were broken, and so were the cranes of the harbour."
    one = Question("squadshifts", "Varde", "Varde", long, "When?", (), False)
    kinds = {question.text.split()[0]: question.sentence_answers for question in reported([one] * 200, chance)}
    assert kinds["What"] is True
    assert kinds["Who"] is False
