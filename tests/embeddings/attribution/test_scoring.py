import pytest

from embeddings.attribution.joining import Joined
from embeddings.attribution.scoring import features, likelihood
from tests.embeddings.attribution.sentences import candidates_of


def joined(text: str) -> Joined:
    candidate = candidates_of(text)[0]
    return Joined(candidate, list(candidate.content_spans))


def test_what_is_so_of_a_candidate() -> None:
    found = features(joined("Ek did not say that it leaks."))
    assert {"say", "form clause", "negated", "that", "subject NNP", "lemma say"} <= found.keys()
    assert "addressee" not in found


def test_a_report_is_likelier_than_a_thought_of_a_thing() -> None:
    report = likelihood(joined("Mayor Ek said that the lock was shut."))
    assert report > 0.8
    assert report > likelihood(joined("It knows where the lock is."))


def test_the_weights_are_those_that_were_fitted() -> None:
    assert likelihood(joined("Mayor Ek said that the lock was shut.")) == pytest.approx(0.87, abs=0.03)
