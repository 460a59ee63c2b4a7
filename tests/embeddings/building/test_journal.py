from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.building.embedded import Embedded, as_keys, passage_key
from embeddings.building.journal import Journal
from embeddings.generations.layout import JOURNAL

HEADER: dict[str, Any] = {"model_fingerprint": "words-1", "dimension": 3}


def key_of(number: int) -> bytes:
    return passage_key(str(number), [(0, 1)])


def embedded(number: int) -> Embedded:
    return Embedded(
        np.full(3, number, np.float32),
        {
            "sentences": np.full((number % 3 + 1, 3), number, np.uint8),
            "words": np.full((number % 4, 2), number, np.uint8),
            "word_counts": np.full((number % 3 + 2, 1), number, np.uint16),
        },
    )


def fill(index: Path, numbers: Sequence[int]) -> None:
    with Journal(index, HEADER) as journal:
        for number in numbers:
            journal.append(key_of(number), embedded(number))


def kept_numbers(index: Path, header: dict[str, Any] = HEADER) -> list[int]:
    """Return the numbers below 10 that a journal has, after checking that it has them right."""
    with Journal(index, header) as journal:
        rows = journal.rows(as_keys(b"".join(key_of(number) for number in range(10)))).tolist()
        kept = [number for number in range(10) if rows[number] != -1]
        assert len(journal) == len(kept)
        for number in kept:
            read = journal.get(rows[number])
            np.testing.assert_array_equal(read.passage, embedded(number).passage)
            assert read.runs.keys() == embedded(number).runs.keys()
            for kind, run in embedded(number).runs.items():
                np.testing.assert_array_equal(read.runs[kind], run)
    return kept


def test_a_journal_keeps_what_was_appended(tmp_path: Path) -> None:
    fill(tmp_path, [3, 1])
    fill(tmp_path, [7])
    assert kept_numbers(tmp_path) == [1, 3, 7]


def test_a_journal_of_another_model_is_begun_anew(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2])
    assert kept_numbers(tmp_path, {**HEADER, "model_fingerprint": "words-2"}) == []
    assert kept_numbers(tmp_path) == []


def test_a_journal_that_ends_anywhere_keeps_all_that_is_whole(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2])
    two = (tmp_path / JOURNAL).stat().st_size
    fill(tmp_path, [3])
    data = (tmp_path / JOURNAL).read_bytes()
    for end in range(two, len(data)):
        (tmp_path / JOURNAL).write_bytes(data[:end])
        assert kept_numbers(tmp_path) == [1, 2]
        fill(tmp_path, [4])
        assert kept_numbers(tmp_path) == [1, 2, 4]


def test_a_changed_byte_of_a_journal_costs_what_comes_after_it_at_most(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2, 3])
    data = (tmp_path / JOURNAL).read_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x40
        (tmp_path / JOURNAL).write_bytes(changed)
        assert kept_numbers(tmp_path) in ([], [1], [1, 2])


def test_a_record_that_changes_while_the_journal_is_open_is_an_error(tmp_path: Path) -> None:
    fill(tmp_path, [1])
    with Journal(tmp_path, HEADER) as journal:
        (tmp_path / JOURNAL).write_bytes((tmp_path / JOURNAL).read_bytes()[:-1])
        with pytest.raises(IndexError, match="was changed while it was read"):
            journal.get(0)
