from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import IndexDamaged
from embeddings.index.sentence_terms import SentenceTerms, SentenceTermsWriter

SENTENCES = (("calm", "sea", "sea"), (), ("river", "rose"), ("sea",))


@pytest.fixture
def terms(tmp_path: Path) -> SentenceTerms:
    with SentenceTermsWriter(tmp_path / "terms") as writer:
        for terms_of_sentence in SENTENCES:
            writer.append(terms_of_sentence)
        writer.finish()
    return SentenceTerms(tmp_path / "terms", 4)


def test_which_sentence_holds_which_term(terms: SentenceTerms) -> None:
    table = terms.held(np.asarray([3, 0, 1, 2]), ["sea", "rose", "lake"])
    assert table.astype(int).tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 1, 0]]


def test_copied_sentences_hold_the_same(terms: SentenceTerms, tmp_path: Path) -> None:
    with SentenceTermsWriter(tmp_path / "copy") as writer:
        writer.append(("lake",))
        writer.copy(terms, 2, 4)
        writer.copy(terms, 0, 1)
        writer.finish()
    copied = SentenceTerms(tmp_path / "copy", 4)
    table = copied.held(np.arange(4), ["lake", "rose", "sea", "calm"])
    assert table.astype(int).tolist() == [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 1]]


def test_a_file_cut_short_is_damage(terms: SentenceTerms) -> None:
    terms.path.write_bytes(terms.path.read_bytes()[:20])
    with pytest.raises(IndexDamaged):
        SentenceTerms(terms.path.parent, 4)


def test_counts_and_offsets_are_those_of_the_terms_of_each_sentence(terms: SentenceTerms) -> None:
    counts = terms.counts(np.arange(4))
    assert terms.offsets(np.arange(5)).tolist() == [0, *np.cumsum(counts).tolist()]
    assert int(counts.sum()) == (terms.path.stat().st_size - 128) // 4


def test_more_terms_than_an_offset_can_count_are_not_written(tmp_path: Path) -> None:
    with SentenceTermsWriter(tmp_path / "many") as writer:
        writer._offsets.append(2**32)
        with pytest.raises(OverflowError, match=r"4,294,967,296 terms"):
            writer.finish()
