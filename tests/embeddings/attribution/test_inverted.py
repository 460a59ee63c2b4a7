import pytest

from embeddings.attribution.inverted import set_in
from tests.embeddings.attribution.sentences import candidates_of


@pytest.mark.parametrize(
    ("text", "source", "around"),
    [
        # The parse takes the meeting, or the memo, for who speaks and for what is said.
        ("The meeting, states a note of the clerk, went on.", "a note of the clerk", ["The meeting", "went on"]),
        ("The old silo, says a report of the inspectors, was never emptied.", "a report of the inspectors", None),
        ("The bridge, notes the memo, was closed for a week.", "the memo", ["The bridge", "was closed for a week"]),
        ("The lock, claimed Ek, had never leaked.", "Ek", ["The lock", "had never leaked"]),
    ],
)
def test_a_noun_after_a_verb_that_commas_set_in_is_who_says_it(
    text: str, source: str, around: list[str] | None
) -> None:
    found = next(one for one in candidates_of(text) if "say" in one.classes and one.form == "clause")
    assert found.source_span is not None
    assert text[slice(*found.source_span)] == source
    expected = around or ["The old silo", "was never emptied"]
    assert [text[slice(*span)] for span in found.content_spans] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The clerk, a friend of Ek, states a fact.",
        "The clerk, who left early, notes the hour, and the lock is shut.",
        "The clerk said the lock, a wooden one, leaked.",
        "The lock, he said, had leaked.",
        "The council, told the truth, wept.",
        "The clerk states a fact.",
    ],
)
def test_other_verbs_are_set_into_nothing(text: str) -> None:
    found = candidates_of(text)
    assert found
    assert {set_in(one.sentence, one.cue) for one in found} == {None}
