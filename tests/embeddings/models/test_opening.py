import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.errors import ModelError, ModelNotFound
from embeddings.models.opening import open_model, open_reranker

MODEL_FILES = ["model.safetensors", "modules.json", "tokenizer.json", "config.json"]

MakeModel = Callable[..., Path]


@pytest.mark.usefixtures("no_network")
def test_an_encoder_is_opened_from_its_folder(plain: Path, prompted: Path) -> None:
    assert open_model(plain).get_embedding_dimension() == 32
    assert open_model(prompted).prompts["query"] == "query : "


def test_weights_in_a_pickle_are_not_loaded(make_model: MakeModel) -> None:
    folder = make_model(safe=False)
    with pytest.raises(ModelNotFound) as raised:
        open_model(folder)
    assert str(raised.value).startswith(f"The model in {folder} cannot be loaded: ")


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        *[(name, damage) for name in MODEL_FILES for damage in ("cut short", "emptied")],
        # Without modules.json a bare transformer is a model too, pooled by the mean.
        *[(name, "missing") for name in MODEL_FILES if name != "modules.json"],
    ],
)
def test_a_damaged_model_is_named(plain: Path, tmp_path: Path, name: str, damage: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(plain, folder)
    data = (folder / name).read_bytes()
    if damage == "missing":
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data[: len(data) // 2] if damage == "cut short" else b"")
    with pytest.raises(ModelError) as raised:
        open_model(folder)
    assert str(raised.value).startswith(f"The model in {folder} cannot be loaded: ")


def test_an_encoder_is_no_reranker(plain: Path) -> None:
    with pytest.raises(ModelNotFound) as raised:
        open_reranker(plain)
    assert str(raised.value) == (
        f"The model in {plain} is no reranker (SentenceTransformer); give a cross-encoder, or a late-interaction or "
        "sparse encoder of sentence-transformers."
    )


@pytest.mark.parametrize(
    ("config", "architectures"),
    [(json.dumps({"architectures": ["BertModel"]}), "['BertModel']"), ("[]", "None"), ("{", "None")],
    ids=["another architecture", "no object", "no JSON"],
)
def test_without_a_stated_kind_the_architecture_is_named(tmp_path: Path, config: str, architectures: str) -> None:
    (tmp_path / "config.json").write_text(config)
    with pytest.raises(ModelNotFound) as raised:
        open_reranker(tmp_path)
    assert f"is no reranker (its config.json names {architectures})" in str(raised.value)
