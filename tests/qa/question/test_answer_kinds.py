import pytest

from qa.question.answer_kinds import answer_kind


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many centrifuges were installed?", "Some 3,000 of them stood in the hall."),
        ("How many envoys came?", "Seventeen had been asked, and twelve came, a dozen in all."),
        ("What percentage of the vote did he win?", "He won 50.7 percent of it."),
        ("Which number of seats was left?", "Half of them were empty."),
        ("When did the talks begin?", "They began on 14 July."),
        ("What year was the treaty signed?", "It was signed in 1968."),
        ("On which day did they meet?", "They met on a Tuesday."),
        ("When was the plant built?", "It was built in the spring."),
        ("Who signed for Iran?", "The protocol was signed by Ali Akbar Salehi."),
        ("Where did they meet?", "They met in Muscat."),
        ("Which country abstained?", "Of the fifteen, only Lebanon abstained."),
        ("Whose report was it?", "It was a report of the IAEA."),
        ("Why did the plan fail?", "It failed because neither side trusted the other."),
        ("How come the plan failed?", "It failed because neither side trusted the other."),
        ("What caused the delay?", "The delay was due to the weather."),
        ("What reasons were given?", "They left to avoid the press."),
    ],
)
def test_a_sentence_with_what_the_question_asks_for_is_told(question: str, sentence: str) -> None:
    assert answer_kind(question).stands_in(sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many centrifuges were installed?", "The hall was full of centrifuges."),
        ("When did the talks begin?", "The talks began without a word of greeting."),
        ("Who signed for Iran?", "The protocol was signed in a small room."),
        ("Why did the plan fail?", "The plan failed."),
    ],
)
def test_a_sentence_without_it_is_told(question: str, sentence: str) -> None:
    assert not answer_kind(question).stands_in(sentence)


@pytest.mark.parametrize(
    ("question", "repeats", "adds"),
    [
        ("How many of the 27 states agreed?", "All 27 were asked.", "Of the 27, 19 agreed."),
        ("When in 2003 was the fax sent?", "The fax of 2003 was long.", "In 2003, on 4 May, it was sent."),
        ("Who met Kerry?", "That day he saw Kerry.", "That day Kerry saw Barnier."),
    ],
)
def test_what_the_question_itself_names_does_not_count(question: str, repeats: str, adds: str) -> None:
    kind = answer_kind(question)
    assert not kind.stands_in(repeats)
    assert kind.stands_in(adds)


def test_a_capital_that_only_begins_the_sentence_is_no_name() -> None:
    kind = answer_kind("Who objected?")
    assert not kind.stands_in("Nobody objected.")
    assert kind.stands_in("Only Qatar objected.")


def test_a_question_of_no_known_kind_prefers_no_sentence() -> None:
    kind = answer_kind("Did the plan fail?")
    assert not kind.stands_in("On 4 May 2003 Kerry met 70 experts in Brussels because he had to.")
