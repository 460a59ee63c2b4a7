from embeddings.attribution.manner import is_hedged, is_negated, setting
from tests.embeddings.attribution.sentences import candidates_of


def test_hearsay_is_told_by_a_word_or_by_a_source_without_a_name() -> None:
    hedged = ("Ek reportedly said that it leaks.", "A man who could not be named said that it leaks.")
    for text in hedged:
        assert is_hedged(next(one for one in candidates_of(text) if one.lemma == "say"), text)
    text = "According to two sailors, who asked not to be named, it leaks."
    assert is_hedged(candidates_of(text)[0], text)
    text = "Ek said that it leaks."
    assert not is_hedged(candidates_of(text)[0], text)


def test_what_was_denied_or_not_said() -> None:
    for text in ("Ek denied that it leaks.", "Ek did not say that it leaks.", "Ek never said that it leaks."):
        assert is_negated(candidates_of(text)[0])
    assert not is_negated(candidates_of("Ek said that it never leaks.")[0])


def test_where_it_was_said() -> None:
    text = "Ek said at a news conference that it leaks."
    place = setting(candidates_of(text)[0])
    assert place is not None
    assert text[slice(*place)] == "at a news conference"
    assert setting(candidates_of("Ek said in May that it leaks.")[0]) is None


def test_a_denial_within_what_is_said_is_no_denial_of_it() -> None:
    said = next(one for one in candidates_of('"Absolutely not," she said.') if one.lemma == "say")
    assert not is_negated(said)
