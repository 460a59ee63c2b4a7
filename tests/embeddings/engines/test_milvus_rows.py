from datetime import date
from pathlib import Path

import numpy as np

from embeddings.building.rebuild import rebuild_documents
from embeddings.documents import Document
from embeddings.engines.milvus_rows import rows
from embeddings.generations.store import open_generation
from embeddings.models.encoder import Encoder


def test_a_row_has_the_vectors_and_facts_of_a_passage_and_no_text(tmp_path: Path, encoder: Encoder) -> None:
    stated = Document(
        id="a.txt", path="a.txt", text="The ferry left.", sha256="0", author="Ana Bjork and Tom Lind",
        publisher="The Example", published="2011-03", language="en-GB",
    )  # fmt: skip
    bare = Document(id="b.txt", path="b.txt", text="The tunnel opened.", sha256="1")
    rebuild_documents([stated, bare], tmp_path, lambda: encoder, sources=["made up"])
    generation = open_generation(tmp_path)

    first, second = rows(generation)

    np.testing.assert_array_equal(first.pop("dense"), generation.passages.vector(0))
    assert len(first.pop("sparse")) == 2
    assert first == {
        "number": 0,
        "document": "a.txt",
        "publisher": "the example",
        "authors": ["ana bjork and tom lind", "ana bjork", "tom lind"],
        "languages": ["en-gb", "en"],
        "first_day": date(2011, 3, 1).toordinal(),
        "last_day": date(2011, 3, 31).toordinal(),
    }
    facts = {name: second[name] for name in ("number", "publisher", "authors", "languages", "first_day", "last_day")}
    assert facts == {"number": 1, "publisher": "", "authors": [], "languages": [], "first_day": 0, "last_day": 0}
