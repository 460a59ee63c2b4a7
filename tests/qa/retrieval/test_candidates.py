from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.archive import Archive
from qa.question.question import analyse
from qa.retrieval import candidates
from qa.retrieval.candidates import find_candidates
from qa.retrieval.scope import Scope

STORY = "The minister told reporters in Vienna that the reactor would be closed before the winter comes."
FILES = {
    "a.txt": STORY,
    "b.txt": STORY,
    "c.txt": "A reactor was seen.",
    "d.txt": "Rivers rose by two metres in the night.",
    "e.txt": "Nobody came.",
}

Index = Callable[[dict[str, str]], Path]


def test_duplicates_take_no_places_among_the_candidates(
    index_of: Index, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive.open(index_of(FILES), encoder=encoder)
    generation = archive._generation
    question = analyse("What did the minister tell reporters of the reactor?", (), encoder, generation.lexical)
    monkeypatch.setattr(candidates, "CANDIDATES", 2)
    (found,) = find_candidates(question, Scope(generation), 2)
    ids = [generation.catalogue.document_of(number).id for number in found.numbers.tolist()]
    # Of each index the best two; the copy is none of them.
    assert "a.txt" in ids
    assert "b.txt" not in ids
    assert "c.txt" in ids
    assert found.is_new.all()
    assert found.signals["bm25"][ids.index("a.txt")] > found.signals["bm25"][ids.index("c.txt")] > 0


def test_further_candidates_leave_out_the_best_ones_and_their_duplicates(
    index_of: Index, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = Archive.open(index_of(FILES), encoder=encoder)._generation
    question = analyse("Who saw a reactor?", (), encoder, generation.lexical)
    monkeypatch.setattr(candidates, "CANDIDATES", 1)
    first, further = find_candidates(question, Scope(generation), 5)
    assert not set(first.numbers.tolist()) & set(further.numbers.tolist())
    # All but one of the two copies.
    assert len(first.numbers) + len(further.numbers) == 4


def test_only_documents_of_a_selection_are_found(index_of: Index, encoder: Encoder) -> None:
    generation = Archive.open(index_of(FILES), encoder=encoder)._generation
    question = analyse("What did the minister say of the reactor?", (), encoder, generation.lexical)
    scope = Scope(generation, Selection(documents=("c.txt", "e.txt")))
    (found,) = find_candidates(question, scope, 5)
    assert [generation.catalogue.document_of(number).id for number in found.numbers.tolist()] == ["c.txt", "e.txt"]
    numbers, scores = generation.lexical_documents.search(question.terms, 5, scope.documents)
    best = generation.catalogue.document_of(int(found.numbers[0])).id
    assert generation.catalogue.number_of(best) == numbers[0]
    assert found.signals["document_bm25"][0] == pytest.approx(scores[0])
    assert found.signals["document_bm25"][1] == 0


def test_sentence_evidence_is_the_cosine_raised_by_terms_of_that_sentence(index_of: Index, encoder: Encoder) -> None:
    generation = Archive.open(index_of({"a.txt": "A reactor was seen. Nobody came."}), encoder=encoder)._generation
    question = analyse("reactor", (), encoder, generation.lexical)
    (found,) = find_candidates(question, Scope(generation), 5)
    cosines, _ = generation.sentences.cosines(found.numbers, question.vector)
    best = max(cosines[0] + candidates.SENTENCE_TERMS_WEIGHT, cosines[1])
    assert found.signals["sentence_evidence"].tolist() == pytest.approx([best], abs=1e-3)
    assert found.signals["sentence_cosine"].tolist() == pytest.approx([cosines.max()], abs=1e-3)
