from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from embeddings.building.embedded import (
    KeyLookup,
    as_keys,
    embed,
    embedded_text,
    passage_key,
    row_stretches,
)
from embeddings.documents import Document, Passage, Sentence
from embeddings.index.quantised import quantised
from embeddings.index.word_vectors import Signs, signs
from embeddings.models.encoder import EncodedPassages, Encoder


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The sea\n\nCoasts\n\nNorth\n\nIt was calm. Then it rose.", "The sea\nCoasts\nNorth\nThen it rose."),
        ("They want:\n\nnets;\n\nboats.", "The sea\nThey want:\nboats."),
        ("Pier | Boats | Crew\n\nNorth | 1 | 2\n\nSouth | 3 | 4", "The sea\nPier | Boats | Crew\nSouth | 3 | 4"),
        ("Coasts " * 31 + "\n\nIt was calm. Then it rose.", "The sea\nThen it rose."),
    ],
)
def test_headings_and_what_introduces_a_passage_go_before_it(text: str, expected: str) -> None:
    document = Document("a.txt", "/archive/a.txt", text, "00ff", title="The sea")
    last = expected.rpartition("\n")[2]
    passage = Passage("a.txt", (Sentence(text.index(last), len(text)),))
    embedded, [(start, end)] = embedded_text(document, passage)
    assert (embedded, embedded[start:end]) == (expected, last)


def test_a_key_tells_texts_and_sentences_apart() -> None:
    keys = {
        passage_key("One. Two.", [(0, 4), (5, 9)]),
        passage_key("One. Two.", [(0, 9)]),
        passage_key("One. Too.", [(0, 4), (5, 9)]),
    }
    assert len(keys) == 3
    assert passage_key("One. Two.", [(0, 9)]) in keys
    assert {len(key) for key in keys} == {32}


def test_what_a_model_makes_comes_passage_by_passage(encoder: Encoder) -> None:
    texts = [("One two. Three.", [(0, 8), (9, 15)]), ("Four.", [(0, 5)])]
    for (text, spans), embedded in zip(texts, embed(encoder, texts), strict=True):
        np.testing.assert_array_equal(embedded.passage, encoder.vectors([text])[0])
        alone = encoder.vectors([text[start:end] for start, end in spans])
        np.testing.assert_array_equal(embedded.runs["sentences"], quantised(alone))


def of_words(encoder: Encoder, words: list[str]) -> Signs:
    """Return the signs of words, each read by itself."""
    return np.concatenate([signs(encoder.encode_query(word, [(0, len(word))]).words) for word in words])


def test_words_come_in_runs_of_the_title_and_of_each_sentence(encoder: Encoder) -> None:
    text = "Sea talks\nThe envoy came. And it was. Sanctions followed talks."
    starts = [text.index(opening) for opening in ("The envoy", "And it", "Sanctions")]
    spans = list(zip(starts, [starts[1] - 1, starts[2] - 1, len(text)], strict=True))
    (embedded,) = embed(encoder, [(text, spans)])
    assert embedded.runs["word_counts"].tolist() == [[2], [2], [0], [3]]
    words = ["Sea", "talks", "envoy", "came", "Sanctions", "followed", "talks"]
    np.testing.assert_array_equal(embedded.runs["words"], of_words(encoder, words))


def test_words_that_the_model_does_not_read_are_left_out(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    read = type(encoder).encode_passages

    def short(self: Encoder, *arguments: Any) -> EncodedPassages:
        encoded = read(self, *arguments)
        encoded.words[1:3] = 0
        return encoded

    monkeypatch.setattr(type(encoder), "encode_passages", short)
    (embedded,) = embed(encoder, [("Envoy came. Sanctions followed.", [(0, 11), (12, 31)])])
    assert embedded.runs["word_counts"].tolist() == [[0], [1], [1]]
    np.testing.assert_array_equal(embedded.runs["words"], of_words(encoder, ["Envoy", "followed"]))


def key_of(number: int) -> bytes:
    return passage_key(str(number), [(0, 1)])


def test_rows_are_looked_up_by_key() -> None:
    indexed = as_keys(b"".join(key_of(number) for number in (5, 3, 9, 3)))
    asked = as_keys(b"".join(key_of(number) for number in (9, 4, 3, 5)))
    assert KeyLookup(indexed).rows(asked).tolist() == [2, -1, 1, 0]
    assert KeyLookup(indexed[:0]).rows(asked).tolist() == [-1] * 4
    assert KeyLookup(indexed).rows(asked[:0]).tolist() == []


def test_keys_that_begin_alike_are_told_apart() -> None:
    first, second, third = (b"\1" * 31 + bytes([end]) for end in (1, 2, 3))
    assert KeyLookup(as_keys(first)).rows(as_keys(second + first + third)).tolist() == [-1, 0, -1]


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
    assert list(row_stretches(np.asarray(rows, np.int64))) == expected
