from itertools import combinations

import pytest
from lxml import etree

from embeddings.documents import PLACE_KINDS
from embeddings.readers.content import STRUCK
from embeddings.readers.xml_vocabularies import AKOMA_NTOSO, DOCBOOK, FB2, JATS, TEI, Vocabulary, look_of


@pytest.mark.parametrize("vocabulary", [TEI, JATS, FB2, DOCBOOK, AKOMA_NTOSO])
def test_an_element_is_one_thing(vocabulary: Vocabulary) -> None:
    assert vocabulary.place in PLACE_KINDS
    # A section is a paragraph's frame, and may have other parts.
    exclusive = ("headings", "rows", "cells", "breaks", "apart", "labels", "speakers", "skipped", "items")
    for first, second in combinations(exclusive, 2):
        assert getattr(vocabulary, first).isdisjoint(getattr(vocabulary, second)), (first, second)
    assert vocabulary.paragraphs.isdisjoint(vocabulary.skipped)


@pytest.mark.parametrize(
    ("element", "vocabulary", "look"),
    [
        ("<hi rend='sup'/>", TEI, "super"),
        ("<hi rend='supplied'/>", TEI, ""),
        ("<hi rendition='#line-through'/>", TEI, STRUCK),
        ("<p rend='strike'/>", TEI, ""),
        ("<del/>", TEI, STRUCK),
        ("<del/>", JATS, ""),
        ("<subscript/>", DOCBOOK, "sub"),
        ("<styled-content style='text-decoration: line-through'/>", JATS, STRUCK),
    ],
)
def test_how_words_are_set_is_told_by_names_and_attributes(element: str, vocabulary: Vocabulary, look: str) -> None:
    tree = etree.fromstring(element)
    assert look_of(tree, tree.tag, vocabulary) == look
