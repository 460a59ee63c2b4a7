from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.errors import ModelAltered, ModelNotFound
from embeddings.models.default_model import default_tokenizer
from embeddings.models.torch_bert import open_torch_bert
from qa.answering import reader
from qa.answering.reader import (
    CORRECTED,
    TEMPERATURE,
    UNREAD,
    Reader,
    Window,
    load_reader,
    sentence_readings,
    tokenized,
    tokens_of,
)
from qa.odds import logistic

WINDOW = Window(
    "Talks in Muscat",
    "The sultan's envoy met both sides in July. Ambassador Salehi signed for Iran. It rained all week.",
    ((0, 42), (43, 77), (78, 97)),
)


@pytest.fixture(scope="module")
def read() -> Reader:
    return load_reader()


# Values of tokens -> readings of sentences


def values_of(*arguments: Any) -> list[float]:
    return [reading.value for reading in sentence_readings(*arguments)]


def test_a_sentence_has_the_value_of_its_best_answer_over_that_of_nowhere() -> None:
    # Five tokens: the first stands for "nowhere", two sentences have two each.
    values = np.array([[1, 1], [3, 0], [0, 4], [2, 1], [5, 0]], np.float32)
    places = np.array([[-1, -1], [0, 3], [4, 6], [7, 9], [10, 12]])
    assert values_of(values, places, ((0, 6), (7, 12))) == [(3 + 4 - 2) / TEMPERATURE, (5 + 0 - 2) / TEMPERATURE]


def test_the_words_that_answer_are_those_from_its_best_beginning_to_its_best_end() -> None:
    values = np.array([[1, 1], [3, 0], [0, 4], [2, 1], [5, 0]], np.float32)
    places = np.array([[-1, -1], [0, 3], [4, 6], [7, 9], [10, 12]])
    assert [x.answer for x in sentence_readings(values, places, ((0, 6), (7, 12)))] == [(0, 6), (10, 12)]


def test_an_answer_does_not_end_before_it_begins_nor_far_behind() -> None:
    count = reader.LONGEST_ANSWER + 1
    values = np.zeros((count + 1, 2), np.float32)
    places = np.array([[-1, -1], *([at, at + 1] for at in range(count))])
    values[1, 1] = values[2, 0] = 5
    assert values_of(values, places, ((0, count),)) == [5 / TEMPERATURE]
    values[1, 0], values[-1, 1] = 7, 7
    assert values_of(values, places, ((0, count),)) == [(7 + 5) / TEMPERATURE]
    assert values_of(values, places, ((0, count - 1),)) == [(7 + 5) / TEMPERATURE]


def test_a_sentence_that_was_cut_off_has_the_lowest_value() -> None:
    values = np.zeros((2, 2), np.float32)
    assert values_of(values, np.array([[-1, -1], [0, 4]]), ((0, 4), (5, 9))) == [0, UNREAD]


def test_a_token_belongs_to_the_sentence_that_holds_all_of_it() -> None:
    places = np.array([[-1, -1], [0, 3], [3, 4], [5, 9], [-1, -1]])
    assert [own.tolist() for own in tokens_of(places, ((0, 4), (5, 9), (10, 12)))] == [[1, 2], [3], []]


# The model


@pytest.mark.model
@pytest.mark.parametrize("window", [WINDOW, Window("", "“Ça va,” he said.", ((0, 17),))])
def test_tokens_know_their_place_in_the_text_and_those_of_question_and_title_have_none(window: Window) -> None:
    tokens = tokenized(default_tokenizer(), "Who said what?", window)
    held = [window.text[start:end].lower() for start, end in tokens.places.tolist() if start >= 0]
    assert "".join(held) == "".join(window.text.lower().split())
    assert tokens.places.shape == (len(tokens.ids), 2)


@pytest.mark.model
def test_its_probabilities_come_near_to_those_of_torch(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "changed_bert", lambda changed, _: open_torch_bert(changed))
    by_torch = reader.reader_of(reader.WEIGHTS)
    windows = [WINDOW, Window("", "“Ça va,” he said. Nobody else did.", ((0, 17), (18, 34)))]
    for question in ("Who signed for Iran?", "What did he say?", "Who signed for Brazil? " * 20):
        readings, expected = (list(chain(*run(question, windows))) for run in (read, by_torch))
        for reading, of_torch in zip(readings, expected, strict=True):
            assert logistic(reading.value) == pytest.approx(logistic(of_torch.value), abs=0.05)
            assert reading.answer == of_torch.answer


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "sentence"),
    [("Who signed for Iran?", 1), ("When did the envoy meet both sides?", 0), ("Who met both sides?", 0)],
)
def test_the_sentence_that_answers_has_the_highest_value(read: Reader, question: str, sentence: int) -> None:
    values = [reading.value for reading in read(question, [WINDOW])[0]]
    assert len(values) == 3
    assert int(np.argmax(values)) == sentence


@pytest.mark.model
def test_what_the_sentences_do_not_say_has_a_lower_value_than_what_they_say(read: Reader) -> None:
    said, unsaid = (
        max(read(question, [WINDOW])[0]).value for question in ("Who signed for Iran?", "Who signed for Brazil?")
    )
    assert said > unsaid


@pytest.mark.model
def test_a_window_has_the_same_values_alone_and_among_others(read: Reader) -> None:
    long = Window("A storm", "The storm came at night. " * 12, tuple((at * 25, at * 25 + 24) for at in range(12)))
    alone, among = read("Who signed for Iran?", [WINDOW]), read("Who signed for Iran?", [long, WINDOW])
    assert [len(readings) for readings in among] == [12, 3]
    np.testing.assert_allclose([x.value for x in among[1]], [x.value for x in alone[0]], atol=1e-3)
    assert [x.answer for x in among[1]] == [x.answer for x in alone[0]]


@pytest.mark.model
def test_nothing_to_read_and_more_than_can_be_read_are_no_errors(read: Reader) -> None:
    assert read("Who signed for Iran?", []) == []
    endless = Window("", "word " * 600, ((0, 4), (2990, 2994)))
    first, last = read("Who signed?", [endless])[0]
    assert last == (UNREAD, None)
    assert first.value > UNREAD
    assert read("Who? " * 2000, [WINDOW])[0]


@pytest.mark.model
def test_a_base_that_is_not_the_published_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embeddings.models.installed.DEFAULT_WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelAltered):
        reader.reader_of(reader.WEIGHTS)


@pytest.mark.model
@pytest.mark.parametrize("content", [None, b"", b"no weights"])
def test_weights_that_cannot_be_loaded_are_named_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "reader.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelNotFound, match=r"reader\.safetensors cannot be loaded: .* set LOCCIT_READER=false"):
        reader.reader_of(path)


def test_the_corrections_are_of_all_layers_and_small() -> None:
    from safetensors.numpy import load_file

    held = load_file(reader.WEIGHTS)
    named = {f"{number}.{path}.{part}" for number in range(6) for path in CORRECTED for part in ("down", "up")}
    assert held.keys() == named | {"ends.weight", "ends.bias"}
    assert held["ends.weight"].shape == (2, 384)
    assert all(np.isfinite(values).all() and values.any() for values in held.values())
    assert Path(reader.WEIGHTS).stat().st_size <= 8_000_000
