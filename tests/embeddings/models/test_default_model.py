import sys
from pathlib import Path

import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.errors import ModelNotFound
from embeddings.models import cache, default_model
from embeddings.models.bert import LAYERS, Bert, maps_of_layer
from embeddings.models.default_encoder import DefaultEncoder
from embeddings.models.default_model import (
    CannotRun,
    changed_bert,
    default_bert,
    default_ranges,
    default_tokenizer,
    default_weights,
)
from embeddings.models.installed import DEFAULT_MODEL, model_folder
from embeddings.models.maps import takes_normalised
from embeddings.models.torch_bert import open_torch_bert

pytestmark = pytest.mark.model

TEXTS = [
    "",
    "The envoys met in Lisbon to divide the waters of the river.",
    "“Ça va,” he said — naïve. 北京 [SEP] U.N. İstanbul \u200b ﬁve",
    "word " * 300,
]
# The least cosine of a token's vector in int8 to that by torch.
NEAR = 0.99
NAME = "encoder.layer.3.output.dense.weight"


@pytest.fixture(autouse=True)
def _opened_anew() -> None:
    default_bert.cache_clear()


def same(text: str, bert: Bert, other: Bert, cosine: float = 0.9999) -> bool:
    encoding = default_tokenizer().encode(text)
    vectors, expected = (run(encoding.ids, encoding.type_ids) for run in (bert, other))
    assert vectors.shape == expected.shape == (len(encoding.ids), 384)
    cosines = (vectors * expected).sum(1) / np.linalg.norm(vectors, axis=1) / np.linalg.norm(expected, axis=1)
    return bool(cosines.min() >= cosine)


@pytest.mark.parametrize("text", TEXTS)
def test_every_token_has_the_vector_that_torch_gives_it(text: str) -> None:
    by_torch = open_torch_bert({})
    assert same(text, default_bert("float32"), by_torch)
    assert same(text, default_bert("int8"), by_torch, NEAR)
    assert not same(text, default_bert("int8"), by_torch)


def test_changed_weights_change_the_vectors_as_in_torch_and_leave_the_model_as_it_was() -> None:
    changed = {NAME: default_weights()[NAME] * np.float32(0.5)}
    bert = changed_bert(changed)
    assert same(TEXTS[1], bert, open_torch_bert(changed), NEAR)
    assert not same(TEXTS[1], bert, default_bert("int8"), NEAR)
    assert same(TEXTS[1], default_bert("int8"), open_torch_bert({}), NEAR)


def test_what_is_kept_of_it_gives_the_same_vectors_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made_of = tmp_path / "half.safetensors"
    made_of.write_bytes(b"of which these weights are made")
    changed = {NAME: default_weights()[NAME] * np.float32(0.5)}
    encoding = default_tokenizer().encode(TEXTS[1])

    def vectors() -> list[Vectors]:
        default_bert.cache_clear()
        berts = default_bert("int8"), changed_bert(changed, made_of)
        return [bert(encoding.ids, encoding.type_ids) for bert in berts]

    monkeypatch.setattr(cache, "_folders", [])
    made = vectors()
    cache.cache_in(tmp_path / "models")
    first = vectors()
    assert sorted(path.name.split("-int8-")[0] for path in (tmp_path / "models").glob("*-int8-*")) == [
        "encoder",
        "half",
    ]
    monkeypatch.setattr(default_model, "int8_maps", lambda *_: pytest.fail("was made anew"))
    for other in first, vectors():
        assert all(np.array_equal(*pair) for pair in zip(made, other, strict=True))


def test_there_is_a_range_for_what_each_map_takes_of_a_norm() -> None:
    names = [together[0] for layer in range(LAYERS) for together in maps_of_layer(layer)]
    ranges, weights = default_ranges(), default_weights()
    assert sorted(ranges) == sorted(filter(takes_normalised, names))
    for name, reach in ranges.items():
        assert reach.shape == (weights[f"{name}.weight"].shape[1],)
        assert (reach > 0).all()


def test_the_weights_are_those_of_the_file_and_cannot_be_written() -> None:
    from safetensors.numpy import load_file

    published = load_file(model_folder(DEFAULT_MODEL) / "model.safetensors")
    weights = default_weights()
    assert set(weights) == {name for name, values in published.items() if values.dtype == np.float32}
    assert all(np.array_equal(values, published[name]) for name, values in weights.items())
    with pytest.raises(ValueError, match="read-only"):
        weights[NAME][0] = 0


def test_it_is_opened_once_also_where_the_reader_is_opened_beside_it() -> None:
    DefaultEncoder()
    changed_bert({})
    assert default_bert.cache_info().misses == 1
    assert default_tokenizer() is default_tokenizer(256), "the reader's, which names the number"


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_are_those_of_transformers(text: str) -> None:
    from transformers import AutoTokenizer

    expected = AutoTokenizer.from_pretrained(str(model_folder(DEFAULT_MODEL)))(
        text, truncation=True, max_length=256, return_offsets_mapping=True
    )
    encoding = default_tokenizer().encode(text)
    assert (encoding.ids, encoding.offsets) == (expected["input_ids"], expected["offset_mapping"])


@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_a_tokenizer_that_cannot_be_read_is_named_with_what_to_do(default_package: Path, content: bytes | None) -> None:
    path = default_package / "tokenizer.json"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelNotFound, match=r"tokenizer\.json cannot be read: .* pip install"):
        default_tokenizer()


def test_without_onnxruntime_torch_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(CannotRun, match="onnxruntime"):
        default_bert("int8")
    assert same(TEXTS[1], changed_bert({}), open_torch_bert({}))


def test_what_gives_a_known_sentence_another_vector_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_model, "open_bert", lambda *_, **__: lambda ids, _: np.ones((len(ids), 384)))
    with pytest.raises(CannotRun, match="another vector"):
        default_bert("int8")
