import pytest

from qa.question.asked_offices import asked_office, may_be_one, office_of


@pytest.mark.parametrize(
    ("question", "head", "kinds"),
    [
        ("Who is the president of Valdia?", "president", set()),
        ("who was the valdian foreign minister in 2005", "minister", {"valdian", "foreign"}),
        ("Who was Valdia’s ambassador in Corran?", "ambassador", set()),
        ("Who's the bank's deputy director?", "director", {"deputy"}),
        ("Who is the acting deputy director?", "director", set()),
        ("And who became king after the fire?", "king", set()),
        ("Who was the premier of Valdia?", "minister", {"prime"}),
        ("Who was the first Emir of Corran?", "king", set()),
    ],
)
def test_the_office_is_known_whose_holder_is_asked_for(question: str, head: str, kinds: set[str]) -> None:
    office = asked_office(question)
    assert office is not None
    assert (office.head, set(office.kinds)) == (head, kinds)


@pytest.mark.parametrize(
    "question",
    [
        "Who is Bo Ek?",
        "Who met the president of Valdia?",
        "What did the president of Valdia say?",
        "Who was the leader of the strike?",
        "When was the president elected?",
        "",
    ],
)
def test_other_questions_ask_for_the_holder_of_no_office(question: str) -> None:
    assert asked_office(question) is None


@pytest.mark.parametrize(
    ("one", "other", "may_be"),
    [
        ("foreign minister", "Minister", True),
        ("foreign minister", "prime minister", False),
        ("Premier", "prime minister", True),
        ("vice president", "president", False),
        ("acting vice president", "president", True),
        ("Emir", "king", True),
        ("elderly king", "youngest king", True),
        ("mayor who became minister", "mayor", False),
    ],
)
def test_words_may_name_one_office(one: str, other: str, *, may_be: bool) -> None:
    first, second = office_of(one.split()), office_of(other.split())
    assert first is not None
    assert second is not None
    assert may_be_one(first, second) == may_be_one(second, first) == may_be


@pytest.mark.parametrize("words", ["", "the general", "president elect", "Bo Ek"])
def test_other_words_name_none(words: str) -> None:
    assert office_of(words.split()) is None
