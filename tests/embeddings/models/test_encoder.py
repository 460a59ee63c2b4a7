import sys
from pathlib import Path

import pytest

from embeddings.errors import ModelAltered, ModelError, ModelNotFound
from embeddings.models import default_model
from embeddings.models.default_encoder import DefaultEncoder
from embeddings.models.encoder import load_encoder
from embeddings.models.installed import DEFAULT_MODEL, model_folder
from embeddings.models.precision import Precision
from embeddings.models.sentence_transformer_encoder import SentenceTransformerEncoder


def test_a_model_is_loaded_once(plain: Path) -> None:
    assert load_encoder(str(plain), "float32") is load_encoder(str(plain), "float32")
    assert load_encoder(str(plain), "float32") is not load_encoder(str(plain), "bfloat16")


@pytest.mark.usefixtures("no_network")
def test_a_model_that_is_not_on_this_machine_is_not_found() -> None:
    with pytest.raises(ModelNotFound):
        load_encoder("nobody/there-is-no-such-model")


def test_another_model_is_run_by_torch(plain: Path) -> None:
    assert isinstance(load_encoder(str(plain)), SentenceTransformerEncoder)


@pytest.mark.model
@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", [DEFAULT_MODEL, "sentence-transformers/all-MiniLM-L6-v2", "its folder"])
def test_the_default_model_is_run_by_onnxruntime_by_each_of_its_names(name: str) -> None:
    encoder = load_encoder(str(model_folder(DEFAULT_MODEL)) if name == "its folder" else name, "float32")
    assert isinstance(encoder, DefaultEncoder)
    assert (encoder.name, encoder.dimension, encoder.precision) == ("all-MiniLM-L6-v2", 384, "float32")


@pytest.mark.model
@pytest.mark.parametrize("precision", ["auto", "int8"])
def test_it_calculates_in_int8_unless_told_otherwise(precision: Precision) -> None:
    assert load_encoder(DEFAULT_MODEL, precision).precision == "int8"
    assert load_encoder(DEFAULT_MODEL, "auto") is not load_encoder(DEFAULT_MODEL, "float32")


def test_another_model_in_int8_is_refused_with_what_to_set(plain: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot calculate in int8.*LOCCIT_PRECISION to auto, float32 or bfloat16"):
        load_encoder(str(plain), "int8")


@pytest.mark.model
def test_bfloat16_is_calculated_by_torch() -> None:
    encoder = load_encoder(DEFAULT_MODEL, "bfloat16")
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.precision == "bfloat16"


@pytest.mark.model
def test_without_onnxruntime_the_default_model_is_run_by_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setattr("embeddings.models.encoder._load", load_encoder.__globals__["_load"].__wrapped__)
    default_model.default_bert.cache_clear()
    encoder = load_encoder(DEFAULT_MODEL, "float32")
    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.name == DEFAULT_MODEL


@pytest.mark.parametrize("change", ["altered", "missing"])
def test_a_default_model_that_is_not_the_published_one_is_refused(default_package: Path, change: str) -> None:
    weights = default_package / "model.safetensors"
    data = weights.read_bytes()
    weights.unlink()
    if change == "altered":
        weights.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    with pytest.raises(ModelAltered):
        load_encoder.__globals__["_load"].__wrapped__(DEFAULT_MODEL, "auto")
