import pytest

from embeddings.attribution.manner import is_hedged, is_judged, is_negated, setting
from tests.embeddings.attribution.sentences import candidates_of


def test_hearsay_is_told_by_a_word_or_by_a_source_without_a_name() -> None:
    hedged = ("Ek reportedly said that it leaks.", "A man who could not be named said that it leaks.")
    for text in hedged:
        assert is_hedged(next(one for one in candidates_of(text) if one.lemma == "say"), text)
    text = "According to two sailors, who asked not to be named, it leaks."
    assert is_hedged(candidates_of(text)[0], text)
    text = "Ek said that it leaks."
    assert not is_hedged(candidates_of(text)[0], text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ek rejects this as absurd.", True),
        ("Ek described the plan as a mistake.", True),
        ("Ek denies murder.", True),
        ("Ek denied the charge to reporters.", True),
        # Who denies somebody something, or uses something as another, says nothing of it.
        ("Ek denied him entry.", False),
        ("Ek used the hall as a kitchen.", False),
        ("Ek praised the plan.", False),
    ],
)
def test_what_is_denied_or_judged_as_something(text: str, expected: bool) -> None:
    assert any(map(is_judged, candidates_of(text))) is expected


def test_what_was_denied_or_not_said() -> None:
    for text in ("Ek denied that it leaks.", "Ek did not say that it leaks.", "Ek never said that it leaks."):
        assert is_negated(candidates_of(text)[0])
    assert not is_negated(candidates_of("Ek said that it never leaks.")[0])


@pytest.mark.parametrize(
    "text",
    [
        "Nowhere in the report does Ek say that it leaks.",
        "Ek nowhere says that it leaks.",
        "At no time did Ek say that it leaks.",
        "Nor did Ek say that it leaks.",
        "Neither Ek nor Holm said that it leaks.",
        "No sailor said that it leaks.",
        "None of the sailors said that it leaks.",
        "Nobody said that it leaks.",
    ],
)
def test_what_is_said_nowhere_or_by_nobody_was_not_said(text: str) -> None:
    assert is_negated(next(one for one in candidates_of(text) if one.lemma == "say"))


@pytest.mark.parametrize(
    "text",
    [
        "Ek said that nobody knew.",
        "At noon Ek said that no boat leaks.",
        "Ek said nothing leaks, no more.",
        "No, Ek said, it leaks.",
    ],
)
def test_a_denial_within_the_words_or_of_another_verb_is_none_of_them(text: str) -> None:
    assert not is_negated(next(one for one in candidates_of(text) if one.lemma == "say"))


def test_where_it_was_said() -> None:
    text = "Ek said at a news conference that it leaks."
    place = setting(candidates_of(text)[0])
    assert place is not None
    assert text[slice(*place)] == "at a news conference"
    assert setting(candidates_of("Ek said in May that it leaks.")[0]) is None


def test_a_denial_within_what_is_said_is_no_denial_of_it() -> None:
    said = next(one for one in candidates_of('"Absolutely not," she said.') if one.lemma == "say")
    assert not is_negated(said)
