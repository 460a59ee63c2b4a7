from itertools import combinations

import pytest

from embeddings.documents import PLACE_KINDS
from embeddings.readers.xml_vocabularies import DOCBOOK, FB2, JATS, TEI, Vocabulary


@pytest.mark.parametrize("vocabulary", [TEI, JATS, FB2, DOCBOOK])
def test_an_element_is_one_thing(vocabulary: Vocabulary) -> None:
    assert vocabulary.place in PLACE_KINDS
    # A section is a paragraph's frame, and may have other parts.
    exclusive = ("headings", "rows", "cells", "breaks", "apart", "labels", "speakers", "skipped", "items")
    for first, second in combinations(exclusive, 2):
        assert getattr(vocabulary, first).isdisjoint(getattr(vocabulary, second)), (first, second)
    assert vocabulary.paragraphs.isdisjoint(vocabulary.skipped)
