"""Sentences of one text, parsed."""

import pytest

from embeddings.attribution.candidates import Candidate, candidates
from embeddings.attribution.quotations import quotations


def candidates_of(text: str) -> list[Candidate]:
    """Return what may be attributions of a text of one sentence, where the extra is installed."""
    pytest.importorskip("spacy")
    from embeddings.attribution.parsing import parse

    (sentence,) = parse(text, [(0, len(text))])
    return list(candidates(sentence, quotations(text, 0, len(text))))
