import pytest

from embeddings.attribution.contents import without
from tests.embeddings.attribution.sentences import candidates_of


@pytest.mark.parametrize(
    ("text", "cue", "content", "form"),
    [
        # What says when it was said is not said.
        ("Ek criticized the new lock during a visit to Lund.", "criticized", ["the new lock"], "object"),
        ("Ek praised the crew for its work.", "praised", ["the crew for its work"], "object"),
        ("The council confirmed the result on 29 June.", "confirmed", ["the result"], "object"),
        ("The board approved it by 9 votes to 2 on December 15, 2009.", "approved", ["it by 9 votes to 2"], "object"),
        # To whom it is said is no part of it.
        ("Ek denied this to reporters on 3 May.", "denied", ["this"], "object"),
        ("Ek announced the plan to the board.", "announced", ["the plan"], "object"),
        # A note that was read to others is not what he claimed.
        ("In a note, read to the court, Ek claimed to have left.", "claimed", ["to have left"], "infinitive"),
        # What is judged has a date of its own.
        ("Ek condemned the attacks of 3 May.", "condemned", ["the attacks of 3 May"], "object"),
        ("Ek praised the vote on 3 May.", "praised", ["the vote on 3 May"], "object"),
        # Nor is what is only told beside.
        ("Ek praised the crew of the lock, which had come late.", "praised", ["the crew of the lock"], "object"),
        ("Ek said that she saw the crew, who had come late.", "said", ["that she saw the crew"], "clause"),
        # What a passive verb has before it is its object.
        ("The new lock was criticized by Ek.", "criticized", ["The new lock"], "passive"),
        ("He read a letter written by Ek.", "written", ["a letter"], "passive"),
        # A date right after the verb is when it was said.
        ("Ek said on Friday it would close the lock.", "said", ["it would close the lock"], "clause"),
        ("Ek said Friday the lock would close.", "said", ["the lock would close"], "clause"),
        ("Ek said that on Friday it would close.", "said", ["that on Friday it would close"], "clause"),
        # What a semicolon parts is said by nobody, or by somebody else.
        ("Ek left; the talks, he said, had failed.", "said", ["the talks", "had failed"], "clause"),
        # What is done before it in a series is not said.
        (
            "It reports a dinner in May, says that Ek was there and ends.",
            "says",
            ["that Ek was there and ends"],
            "clause",
        ),
        # The speaker parts the clause from its subject.
        (
            "His talks in Lund, Ek told the mayor, Bo Lind, had shown that it leaks.",
            "told",
            ["His talks in Lund", "had shown that it leaks"],
            "clause",
        ),
        # A phrase before the speaker is not what they say, if that stands after the verb.
        ("In a letter to the town, Ek denied the charge.", "denied", ["the charge"], "object"),
    ],
)
def test_what_hangs_on_a_verb(text: str, cue: str, content: list[str], form: str) -> None:
    found = next(one for one in candidates_of(text) if text[slice(*one.cue_span)] == cue)
    assert [text[slice(*span)].rstrip(" .") for span in found.content_spans] == content
    assert found.form == form


@pytest.mark.parametrize("text", ["He urged it to wait; she offered land.", "Asked whether it leaks, Ek said: “No.”"])
def test_what_stands_before_a_verb_may_be_nothing_that_it_says(text: str) -> None:
    found = candidates_of(text)[-1]
    opening = text.index(text.split()[2])
    assert all(start > opening for start, _ in found.content_spans)


def test_when_it_is_said_is_what_hangs_on_a_verb_with_nothing_else() -> None:
    (found,) = candidates_of("Ek spoke during the visit.")
    assert found.form == "prep during"


def test_a_stretch_without_another() -> None:
    assert without((0, 9), (3, 5)) == [(0, 2), (6, 9)]
    assert without((0, 9), (0, 5)) == [(6, 9)]
    assert without((0, 4), (6, 9)) == [(0, 4)]
    assert without((2, 3), (0, 9)) == []


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("Ek called the aide on Friday.", False),
        ("Ek called her every week and left.", False),
        ("The mayor called his lawyer after the meeting.", False),
        ("Ek called Lind a fool.", True),
        ("Ek called him dangerous.", True),
        ("Ek called the aide “a fool” on Friday.", True),
        ("Ek called the plan a mistake.", True),
        ("Ek called for a new lock.", True),
    ],
)
def test_who_is_telephoned_is_called_nothing(text: str, *, calls: bool) -> None:
    assert any(one.lemma == "call" for one in candidates_of(text)) is calls
