"""The files that benchmarks/read.py makes are read by the readers and by the bare libraries."""

from pathlib import Path

import pytest
from bare_libraries import bare
from made_files import WRITERS
from made_words import SEED, Words

from embeddings.readers.registry import contents_of

# To write these takes seconds.
SLOW = {"mails.mbox", "payments.csv", "payments.ods", "payments.xlsx", "slides.pptx", "short.txt"}


@pytest.mark.parametrize("name", sorted(WRITERS.keys() - SLOW))
def test_a_file_is_the_same_each_time_and_is_read(name: str) -> None:
    data = WRITERS[name](Words(SEED))
    assert len(data) > 10_000
    contents = contents_of(Path(name), data)
    assert sum(len(document.text) for document in contents.documents) > 5_000
    assert contents.refused == ()
    read = bare(name)
    assert read is None or read(data)


def test_another_seed_gives_other_words_and_the_same_seed_the_same() -> None:
    write = WRITERS["plain.txt"]
    assert write(Words(1)) == write(Words(1)) != write(Words(2))
