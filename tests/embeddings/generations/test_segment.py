from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import IndexDamaged
from embeddings.generations.layout import ORDER
from embeddings.generations.manifest import read_manifest
from embeddings.generations.segment import OpenedVectors, Segments, open_segment, segment_folder
from tests.embeddings.generations.conftest import FILES, folder_of


def test_a_segment_is_opened_with_all_that_is_stored_of_its_documents(index: Path) -> None:
    manifest = read_manifest(index)
    segment = open_segment(segment_folder(folder_of(index), 0), manifest.segments[0], manifest.widths)
    assert [segment.catalogue.read_document(row).text for row in range(2)] == [FILES["a.txt"], FILES["b.txt"]]
    assert (len(segment.sentence_keys), segment.sentence_terms.counts(np.arange(4)).shape) == (4, (4,))
    assert {name: len(runs) for name, runs in segment.runs.items()} == {"sentences": 2, "words": 2, "word_counts": 2}
    assert [len(block) for block in (*segment.lexical, *segment.lexical_documents)] == [2, 2]


def test_the_segments_of_a_generation_are_one_archive(index: Path) -> None:
    folder, manifest = folder_of(index), read_manifest(index)
    segments = Segments.open(folder, manifest)
    assert segments.catalogue.ids() == ["a.txt", "b.txt"]
    assert segments.order.is_one
    vectors = OpenedVectors(folder, manifest).index(segments.order, 4)
    assert len(vectors.vector(1)) == manifest.dimension


def test_a_header_that_says_another_number_of_documents_is_damage(index: Path) -> None:
    path = folder_of(index) / ORDER
    path.write_bytes(path.read_bytes().replace(b"(2, 2)", b"(3, 2)"))
    with pytest.raises(IndexDamaged, match=r"documents\.npy was changed"):
        Segments.open(folder_of(index), read_manifest(index))
