import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from embeddings.models.default_model import default_bert
from embeddings.models.installed import DEFAULT_MODEL
from embeddings.models.runtime import runtime_of

TORCH = f"torch {version('torch')}"


def test_another_model_is_run_by_torch(plain: Path) -> None:
    assert runtime_of(str(plain)) == TORCH


def test_a_model_that_is_not_there_is_run_by_nothing(tmp_path: Path) -> None:
    assert (
        runtime_of(str(tmp_path))
        == f"nothing: The folder {tmp_path} holds no sentence-transformers model (no modules.json in it)."
    )


@pytest.mark.model
def test_the_default_model_is_run_by_onnxruntime_but_in_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    assert runtime_of(DEFAULT_MODEL) == f"onnxruntime {version('onnxruntime')}"
    assert runtime_of(DEFAULT_MODEL, "bfloat16") == TORCH
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    default_bert.cache_clear()
    assert runtime_of(DEFAULT_MODEL).startswith(f"{TORCH}, since onnxruntime cannot: ModuleNotFoundError: ")
