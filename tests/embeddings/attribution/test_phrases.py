from embeddings.attribution.phrases import phrase
from tests.embeddings.attribution.sentences import candidates_of


def test_a_phrase_ends_before_the_clause_that_explains_it() -> None:
    text = "A veteran engineer in Lund who could not be named said that it leaks."
    found = next(one for one in candidates_of(text) if one.lemma == "say")
    assert text[slice(*phrase(found.sentence, found.subject))] == "A veteran engineer in Lund"


def test_a_name_with_hyphens_is_whole() -> None:
    text = "Al-Thani said that it leaks."
    found = candidates_of(text)[0]
    assert text[slice(*phrase(found.sentence, found.subject))] == "Al-Thani"
