import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.other_offices import other_office
from qa.question.asked_offices import asked_office


def other(question: str, text: str, answer: str) -> str | None:
    asked = asked_office(question)
    assert asked is not None
    start = text.index(answer)
    found = other_office(asked, text, (start, start + len(answer)), (0, len(text)))
    return found.words if found else None


@pytest.mark.parametrize(
    ("question", "text", "answer", "office"),
    [
        ("Who is the president of Valdia?", "She met Valdian Foreign Minister Bo Ek.", "Bo Ek", "Foreign Minister"),
        (
            "Who is the president of Valdia?",
            "She met Foreign Minister Bo Ek.",
            "Foreign Minister Bo Ek",
            "Foreign Minister",
        ),
        ("Who is the prime minister?", "She met Foreign Minister Bo Ek.", "Bo Ek", "Foreign Minister"),
        ("Who is the foreign minister?", "She met Bo Ek, an adviser to the mayor.", "Bo Ek", "an adviser"),
        ("Who is the mayor?", "She met Bo Ek, the deputy mayor.", "Bo Ek", "the deputy mayor"),
        ("Who is the deputy mayor?", "She met Mayor Bo Ek.", "Bo Ek", "Mayor"),
        ("Who was the president?", "Sen. Bo Ek spoke of it.", "Bo Ek", "Sen."),
        ("Who is the finance minister?", "She met Bo Ek, the oil minister, there.", "Bo Ek", "the oil minister"),
    ],
)
def test_whoever_answers_may_bear_another_office(question: str, text: str, answer: str, office: str) -> None:
    assert other(question, text, answer) == office


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("Who is the foreign minister?", "She met Valdian Foreign Minister Bo Ek.", "Bo Ek"),
        ("Who is the minister?", "She met Foreign Minister Bo Ek.", "Bo Ek"),
        ("Who is Valdia's prime minister?", "She met Bo Ek, the Valdian premier.", "Bo Ek"),
        ("Who is the king of Corran?", "Emir Said spoke of it.", "Said"),
        ("Who is the director?", "She met Acting Deputy Director Bo Ek.", "Bo Ek"),
        # It may be he all the same.
        ("Who is the president?", "Foreign Minister Bo Ek was made president in May.", "Bo Ek"),
        ("Who is the youngest king?", "She met Bo Ek, the popular king.", "Bo Ek"),
        # The text gives him no office.
        ("Who is the president?", "Bo Ek spoke of it, and the ferry sank.", "Bo Ek"),
        ("Who is the president?", "Dr. Bo Ek spoke of it.", "Bo Ek"),
        ("Who is the president?", "Dr.", "Dr."),
    ],
)
def test_whoever_may_hold_the_office_is_no_other(question: str, text: str, answer: str) -> None:
    assert other(question, text, answer) is None


@given(st.text(alphabet="Foreign minister,.president who of’s\n"), st.data())
def test_any_words_at_any_place_are_looked_at(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    asked = asked_office("Who is the mayor?")
    assert asked is not None
    office = other_office(asked, text, (start, end), (0, len(text)))
    assert office is None or office.head in {"minister", "president"}
