from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.building.embedded import (
    JOURNAL,
    Embedded,
    Journal,
    Lookup,
    as_keys,
    embed,
    embedded_text,
    key,
    ranges,
)
from embeddings.documents import Document, Passage, Sentence
from embeddings.index.word_vectors import Signs, signs
from embeddings.models.encoder import EncodedPassages, Encoder

MADE_BY: dict[str, Any] = {"model_fingerprint": "words-1", "dimension": 3}


def test_the_title_goes_before_a_passage_the_model_reads() -> None:
    text = "The sea\n\nIt was calm. Then it rose."
    document = Document("a.txt", "/archive/a.txt", text, "00ff", title="The sea")
    later = Passage("a.txt", (Sentence(9, 21), Sentence(22, 35)))
    embedded, spans = embedded_text(document, later)
    assert embedded == "The sea\nIt was calm. Then it rose."
    assert [embedded[start:end] for start, end in spans] == ["It was calm.", "Then it rose."]


def test_the_title_does_not_go_before_itself() -> None:
    text = "The sea\n\nIt was calm."
    document = Document("a.txt", "/archive/a.txt", text, "00ff", title="The sea")
    assert embedded_text(document, Passage("a.txt", (Sentence(0, 7), Sentence(9, 21)))) == (text, [(0, 7), (9, 21)])


def test_without_a_title_a_passage_stands_alone() -> None:
    document = Document("a.txt", "/archive/a.txt", "One. Two.", "00ff")
    assert embedded_text(document, Passage("a.txt", (Sentence(5, 9),))) == ("Two.", [(0, 4)])


def test_a_key_tells_texts_and_sentences_apart() -> None:
    keys = {key("One. Two.", [(0, 4), (5, 9)]), key("One. Two.", [(0, 9)]), key("One. Too.", [(0, 4), (5, 9)])}
    assert len(keys) == 3
    assert key("One. Two.", [(0, 9)]) in keys
    assert {len(one) for one in keys} == {32}


def test_what_a_model_makes_comes_passage_by_passage(encoder: Encoder) -> None:
    texts = [("One two. Three.", [(0, 8), (9, 15)]), ("Four.", [(0, 5)])]
    made = embed(encoder, texts)
    for (text, spans), one in zip(texts, made, strict=True):
        np.testing.assert_array_equal(one.passage, encoder.vectors([text])[0])
        alone = encoder.vectors([text[start:end] for start, end in spans])
        np.testing.assert_array_equal(one.runs["sentences"], alone.astype(np.float16))


def of_words(encoder: Encoder, words: list[str]) -> Signs:
    """Return the signs of words, each read by itself."""
    return np.concatenate([signs(encoder.encode_query(word, [(0, len(word))]).words) for word in words])


def test_words_come_in_runs_of_the_title_and_of_each_sentence(encoder: Encoder) -> None:
    text = "Sea talks\nThe envoy came. And it was. Sanctions followed talks."
    starts = [text.index(one) for one in ("The envoy", "And it", "Sanctions")]
    spans = list(zip(starts, [starts[1] - 1, starts[2] - 1, len(text)], strict=True))
    (made,) = embed(encoder, [(text, spans)])
    assert made.runs["word_counts"].tolist() == [[2], [2], [0], [3]]
    words = ["Sea", "talks", "envoy", "came", "Sanctions", "followed", "talks"]
    np.testing.assert_array_equal(made.runs["words"], of_words(encoder, words))


def test_words_that_the_model_does_not_read_are_left_out(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    read = type(encoder).encode_passages

    def short(self: Encoder, *given: Any) -> EncodedPassages:
        encoded = read(self, *given)
        encoded.words[1:3] = 0
        return encoded

    monkeypatch.setattr(type(encoder), "encode_passages", short)
    (made,) = embed(encoder, [("Envoy came. Sanctions followed.", [(0, 11), (12, 31)])])
    assert made.runs["word_counts"].tolist() == [[0], [1], [1]]
    np.testing.assert_array_equal(made.runs["words"], of_words(encoder, ["Envoy", "followed"]))


def digest(number: int) -> bytes:
    return key(str(number), [(0, 1)])


def test_rows_are_looked_up_by_key() -> None:
    kept = as_keys(b"".join(digest(number) for number in (5, 3, 9, 3)))
    asked = as_keys(b"".join(digest(number) for number in (9, 4, 3, 5)))
    assert Lookup(kept).rows(asked).tolist() == [2, -1, 1, 0]
    assert Lookup(kept[:0]).rows(asked).tolist() == [-1] * 4
    assert Lookup(kept).rows(asked[:0]).tolist() == []


def test_keys_that_begin_alike_are_told_apart() -> None:
    one, two, three = (b"\1" * 31 + bytes([end]) for end in (1, 2, 3))
    assert Lookup(as_keys(one)).rows(as_keys(two + one + three)).tolist() == [-1, 0, -1]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], []),
        ([4], [(0, 1)]),
        ([0, 1, 2], [(0, 3)]),
        ([-1, -1, 0, 1], [(0, 2), (2, 4)]),
        ([3, 4, -1, 5, 6, 2, 2], [(0, 2), (2, 3), (3, 5), (5, 6), (6, 7)]),
        ([7, 6], [(0, 1), (1, 2)]),
    ],
)
def test_stretches_of_rows(rows: Sequence[int], expected: list[tuple[int, int]]) -> None:
    assert list(ranges(np.asarray(rows, np.int64))) == expected


def made(number: int) -> Embedded:
    return Embedded(
        np.full(3, number, np.float32),
        {
            "sentences": np.full((number % 3 + 1, 3), number, np.float16),
            "words": np.full((number % 4, 2), number, np.uint8),
            "word_counts": np.full((number % 3 + 2, 1), number, np.int32),
        },
    )


def fill(index: Path, numbers: Sequence[int]) -> None:
    with Journal(index, MADE_BY) as journal:
        for number in numbers:
            journal.append(digest(number), made(number))


def kept(index: Path, made_by: dict[str, Any] = MADE_BY) -> list[int]:
    """Return which of the first ten numbers a journal has, after checking that it has them right."""
    with Journal(index, made_by) as journal:
        rows = journal.rows(as_keys(b"".join(digest(number) for number in range(10)))).tolist()
        there = [number for number in range(10) if rows[number] != -1]
        assert len(journal) == len(there)
        for number in there:
            got = journal.get(rows[number])
            np.testing.assert_array_equal(got.passage, made(number).passage)
            assert got.runs.keys() == made(number).runs.keys()
            for kind, run in made(number).runs.items():
                np.testing.assert_array_equal(got.runs[kind], run)
    return there


def test_a_journal_keeps_what_was_appended(tmp_path: Path) -> None:
    fill(tmp_path, [3, 1])
    fill(tmp_path, [7])
    assert kept(tmp_path) == [1, 3, 7]


def test_a_journal_of_another_model_is_begun_anew(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2])
    assert kept(tmp_path, {**MADE_BY, "model_fingerprint": "words-2"}) == []
    assert kept(tmp_path) == []


def test_a_journal_that_ends_anywhere_keeps_all_that_is_whole(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2])
    two = (tmp_path / JOURNAL).stat().st_size
    fill(tmp_path, [3])
    data = (tmp_path / JOURNAL).read_bytes()
    for end in range(two, len(data)):
        (tmp_path / JOURNAL).write_bytes(data[:end])
        assert kept(tmp_path) == [1, 2]
        fill(tmp_path, [4])
        assert kept(tmp_path) == [1, 2, 4]


def test_a_changed_byte_of_a_journal_costs_what_comes_after_it_at_most(tmp_path: Path) -> None:
    fill(tmp_path, [1, 2, 3])
    data = (tmp_path / JOURNAL).read_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 0x40
        (tmp_path / JOURNAL).write_bytes(changed)
        assert kept(tmp_path) in ([], [1], [1, 2])
