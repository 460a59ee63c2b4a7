import pytest

from qa.question.asked_for import WHETHER, asked_for


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who signed the letter for Brazil?", "who"),
        ("To whom did the envoy write?", "whom"),
        ("In which year did the talks begin?", "which year"),
        ("Which two Iranian banks did the council name?", "which two Iranian banks"),
        ("Which countries abstained on the resolution?", "which countries abstained"),
        ("Which of the three ministers did not come?", "which"),
        ("How many votes did the mayor get?", "how many votes"),
        ("How many of the votes did the mayor get?", "how many"),
        ("How many came?", "how many"),
        ("how long was the letter", "how long"),
        ("How did the minister answer?", "how"),
        ("What did the two agree on?", "what"),
        ("What economic reasons did the minister give?", "what economic reasons"),
        ("What happened in Geneva?", "what happened"),
        ("Which council resolutions on Norway were adopted?", "which council resolutions"),
        ("Which messages between Oslo and Lisbon went by ship?", "which messages"),
        ("Which architect designed the house?", "which architect"),
        ("The envoy was silent when he came to Lisbon.", WHETHER),
        ("The house was sold, right?", WHETHER),
        ("And why not?", "why"),
        ("How come the ferry sank?", "how come"),
        ("According to the cable, when was he in Paris?", "when"),
        ("Did Kerry say who came?", WHETHER),
        ("And was it signed?", WHETHER),
        ("oil embargo 2012 banks", None),
        ("", None),
    ],
)
def test_what_is_asked_for(question: str, asked: str | None) -> None:
    assert asked_for(question) == asked
