from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from embeddings.building import writing
from embeddings.building.rebuild import rebuild
from embeddings.building.writing import can_give_vectors
from embeddings.generations.store import open_generation
from embeddings.index.quantised import quantised
from embeddings.models.encoder import Encoder, identity_of
from tests.embeddings.building.conftest import Recording

Write = Callable[[str, str | bytes], Path]


def test_vectors_are_those_of_a_model_by_its_fingerprint_numbers_and_version(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    previous = open_generation(index_of({"a.txt": "The sea was calm."}))
    identity = identity_of(encoder)
    assert can_give_vectors(previous, identity)
    assert not can_give_vectors(previous, identity._replace(fingerprint="words-2"))
    assert not can_give_vectors(previous, identity._replace(precision="bfloat16"))
    monkeypatch.setattr(writing, "VECTORS", writing.VECTORS + 1)
    assert not can_give_vectors(previous, identity)


def test_rows_of_vectors_are_those_of_their_passages_and_sentences(
    sources: Path, index: Path, write: Write, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small enough that the passages go to the encoder in several lots.
    monkeypatch.setattr(writing, "CHUNK_PASSAGES", 2)
    for number in range(5):
        write(f"{number}.txt", f"Boat{number} sank. Crew{number} swam ashore.")
    rebuild([sources], index, lambda: encoder)
    generation = open_generation(index)
    for number in range(5):
        whole, *parts = encoder.vectors(
            [f"Boat{number} sank. Crew{number} swam ashore.", f"Boat{number} sank.", f"Crew{number} swam ashore."]
        )
        assert generation.catalogue.document_of(number).id == f"{number}.txt"
        assert generation.passages.cosines(whole, [number]).tolist() == pytest.approx([1.0], abs=0.001)
        np.testing.assert_array_equal(generation.runs["sentences"].run(number), quantised(np.stack(parts)))


def test_the_encoder_is_given_every_passage_with_its_title_and_sentences(
    sources: Path, index: Path, write: Write
) -> None:
    write("a.md", "---\ntitle: The sea\n---\nIt was calm. Then it rose.")
    write("b.txt", "The river rose.")
    recording = Recording()
    rebuild([sources], index, lambda: recording)
    assert recording.passages == [
        ("The river rose.", ["The river rose."]),
        ("The sea\nIt was calm. Then it rose.", ["It was calm.", "Then it rose."]),
    ]
