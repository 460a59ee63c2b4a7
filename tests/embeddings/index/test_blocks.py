from pathlib import Path

import numpy as np
import pytest

from embeddings.index.blocks import Block, blocks_in_order, open_blocks
from embeddings.index.postings import Postings
from embeddings.index.postings_writer import PostingsWriter

TEXTS = [["sea", "sea", "river"], ["river"], ["sea"], ["lake", "sea"]]


@pytest.fixture
def postings(tmp_path: Path) -> Postings:
    writer = PostingsWriter(tmp_path / "lexical")
    for text in TEXTS:
        writer.add([], text)
    writer.finish()
    return open_blocks(tmp_path / "lexical")[0]


def test_texts_of_a_block_have_the_numbers_that_follow_those_before(postings: Postings) -> None:
    _, second = blocks_in_order([postings, postings])
    held = second.held("text", ["sea", "nowhere", "river"])
    assert held.numbers.tolist() == [4, 6, 7, 4, 5]
    assert held.counts.tolist() == [3, 0, 2]
    assert (held.often.tolist(), held.times.tolist()) == ([0], [2])
    assert second.length("text") == 7


def test_texts_that_are_no_longer_there_count_no_more(postings: Postings) -> None:
    block = Block(postings, np.array([3, -1, 0, -1]))
    held = block.held("text", ["sea", "nowhere", "river"])
    assert held.numbers.tolist() == [3, 0, 3]
    assert held.counts.tolist() == [2, 0, 1]
    assert (held.often.tolist(), held.times.tolist()) == ([0], [2])
    assert block.length("text") == 4
    places = postings.fields["text"].places(["lake", "sea"])
    assert block.counts("text", places).tolist() == [0, 2]
