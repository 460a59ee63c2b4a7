"""Texts become unit vectors: of passages, their sentences and their words."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.errors import ModelError
from embeddings.models.installed import DEFAULT_MODEL, is_default
from embeddings.models.precision import NumberFormat, Precision


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A question's vector, shape (dimension,), and its words', shape (words, dimension)."""

    vector: Vectors
    words: Vectors


@dataclass(frozen=True, slots=True)
class EncodedPassages:
    """The vectors of passages, of all their sentences and of all their words, one after another.

    Shapes are (passages, dimension), (sentences, dimension) and (words, dimension).
    """

    passages: Vectors
    sentences: Vectors
    words: Vectors


class ModelIdentity(NamedTuple):
    """Which vectors a model gives: those of the same identity can stand in one index."""

    fingerprint: str
    precision: str


class Encoder(Protocol):
    """What loccit needs of a model. Vectors are float32 rows of length 1; `dimension` is their width.

    Spans are [start, end) of their text, in order and without overlap. A word's vector is the mean of its tokens in the
    context of the whole text. It is all zeros if the word is past the model's window, or if the model gives no vectors
    of tokens.
    """

    @property
    def name(self) -> str:
        """The model as a person would name it."""

    @property
    def fingerprint(self) -> str:
        """A hash that changes with anything that changes the vectors."""

    @property
    def precision(self) -> NumberFormat:
        """The numbers in which the vectors of passages are calculated."""

    @property
    def dimension(self) -> int:
        """Width of the vectors."""

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        """Return the vectors of a question and of its words."""

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """Return the vectors of texts, and of the sentences and the words of each, in the order given."""


def identity_of(encoder: Encoder) -> ModelIdentity:
    """Return the identity of a loaded model."""
    return ModelIdentity(encoder.fingerprint, encoder.precision)


def load_encoder(model: str = DEFAULT_MODEL, precision: Precision = "auto") -> Encoder:
    """Load a model once; the same model is shared by all who ask for it.

    The default model is run by onnxruntime, in int8 unless float32 is asked for. Where that cannot run it, torch
    serves in float32, and in bfloat16 where that is asked for, as for every other model.

    Raises ModelNotFound if it is not on this machine, ModelAltered if it is the default model and its weights are not
    the published ones, and ModelError if int8 is asked for of another.
    """
    return _load(model, precision)


@lru_cache(maxsize=4)
def _load(model: str, precision: Precision) -> Encoder:
    if precision != "bfloat16" and is_default(model):
        from embeddings.models.default_encoder import DefaultEncoder
        from embeddings.models.default_model import CannotRun

        with suppress(CannotRun):
            return DefaultEncoder("float32" if precision == "float32" else "int8")
        precision = "float32"
    if precision == "int8":
        raise ModelError(
            f"The model {model} cannot calculate in int8, only {DEFAULT_MODEL} can; set LOCCIT_PRECISION to auto, "
            "float32 or bfloat16."
        )
    from embeddings.models.sentence_transformer_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model, precision)
