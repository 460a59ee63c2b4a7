import pytest

from qa.question.negations import Statement, contradiction, contrary, taken_for_granted


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Why did Britain not close its embassy?", "London closed it at once.", ("not close", "closed")),
        ("Why didn't Britain close its embassy?", "London closed it at once.", ("n't Britain close", "closed")),
        ("When did they ratify it?", "They never ratified it.", ("ratify", "never ratified")),
        ("Who met Kerry?", "He did not meet Kerry, he telephoned.", ("met", "not meet")),
        ("When did they ratify it?", "They refused to ratify it.", ("ratify", "refused to ratify")),
        ("Which of them did not even offer help?", "Both offered help.", ("not even offer", "offered")),
        ("When did they close it?", "They denied closing it.", ("close", "denied closing")),
        ("When did they close it?", "He denied that they closed it.", ("close", "denied that they closed")),
        ("Why did he not sign or even ratify it?", "He ratified it.", ("not sign or even ratify", "ratified")),
        ("Why was it not finished until May?", "It was never finished.", ("finished", "never finished")),
    ],
)
def test_a_word_denied_on_one_side_only_is_a_contradiction(question: str, text: str, expected: tuple[str, str]) -> None:
    assert contradiction(taken_for_granted(question), text) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Why did Britain not close its embassy?", "London did not close it."),
        ("Why did Britain not close its embassy?", "London did not close it, then closed it."),
        ("Why did Britain not close its embassy?", "It stayed open."),
        ("Did they ratify it?", "They never ratified it."),
        ("Has it not been ratified?", "It was ratified."),
        ("Where are people without power or running water?", "They were without running water."),
        ("Why did he not sign or ratify it?", "He never ratified it."),
        ("Why not close it?", "London closed it."),
        ("Who denied closing it?", "I never closed it."),
        ("When was it finished?", "It would not be finished until the end of October."),
        ("When did they ratify it?", "They not only ratified it, they praised it."),
        ("", ""),
    ],
)
def test_the_rest_is_none(question: str, text: str) -> None:
    assert contradiction(taken_for_granted(question), text) is None


def test_a_question_takes_for_granted_what_it_denies_and_what_it_states() -> None:
    assert taken_for_granted("Why did Britain not close its embassy?") == (
        Statement("close", True, "not close"),
        Statement("embassi", False, "embassy"),
    )
    assert taken_for_granted("Did Britain close its embassy?") == ()


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("The bank closed in May.", "The bank never closed.", ("closed", "never closed")),
        ("They refused to close the bank.", "It was closed in May.", ("refused to close", "closed")),
        ("The bank closed in May.", "The bank closed in June.", None),
        ("The bank closed in May.", "The shop did not burn.", None),
        ("The bank did not close in May, it closed in June.", "The bank closed.", None),
        ("The bank not only closed, it burnt.", "The bank closed.", None),
    ],
)
def test_a_text_that_denies_what_the_other_states_is_contrary(
    text: str, other: str, expected: tuple[str, str] | None
) -> None:
    assert contrary("Did the bank close?", text, other) == expected
    assert contrary("Did the bank close?", other, text) == (expected and expected[::-1])
