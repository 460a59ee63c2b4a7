from collections.abc import Callable
from pathlib import Path

import numpy as np
from grown_archive import grow

from embeddings.generations.store import open_generation
from embeddings.generations.verify import verify
from embeddings.models.encoder import Encoder
from qa.archive import Archive

TEXTS = {
    "a.txt": "The minister told reporters in Vienna that the reactor was safe for now. Nobody came.",
    "b.txt": "The river rose in the night.",
}


def test_a_grown_index_holds_copies_with_vectors_of_their_own_and_no_reprints(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder, tmp_path: Path
) -> None:
    small = index_of(TEXTS)
    random = np.random.default_rng(1)
    grow(small, tmp_path / "grown", encoder, lambda rows: random.standard_normal((rows, 512)).astype(np.float32), 6)
    grown = open_generation(tmp_path / "grown")
    assert (grown.manifest.documents, grown.manifest.passages, grown.manifest.sentences) == (6, 6, 9)
    assert grown.catalogue.ids() == ["0/0", "0/1", "1/0", "1/1", "2/0", "2/1"]
    assert [grown.catalogue.numbered(number).text for number in range(6)] == [*TEXTS.values()] * 3
    assert grown.reprints.origins.tolist() == [0, 1, 2, 3, 4, 5]
    cosines = grown.passages.cosines(np.eye(512, dtype=np.float32)[0], [0, 2, 4])
    assert len(set(cosines.tolist())) == 3
    assert verify(tmp_path / "grown").damaged == ()
    (first, *_) = Archive.open(tmp_path / "grown", encoder=encoder).retrieve("Did the river rise?", 1)
    assert first.text == TEXTS["b.txt"]
