"""Text -> unit vectors, of passages, their sentences and their words. The only place where vectors are normalised."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.models.installed import (
    DEFAULT_MODEL,
    bfloat16_is_faster,
    check_default,
    fingerprint,
    model_folder,
    model_folder_of_default,
    open_model,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Passages encoded in one forward pass. Measured on two cores: 8 stay in the cache, where 32 take a tenth longer.
BATCH_PASSAGES = 8

Precision = Literal["auto", "float32", "bfloat16"]

_PLAIN: dict[str, Any] = {"batch_size": BATCH_PASSAGES, "show_progress_bar": False}


@dataclass(frozen=True, slots=True)
class EncodedQuery:
    """A question's vector, shape (dimension,), and its words', shape (words, dimension)."""

    vector: Vectors
    words: Vectors


@dataclass(frozen=True, slots=True)
class EncodedPassages:
    """Vectors of passages, of all their sentences and of all their words, each of shape (how many, dimension)."""

    passages: Vectors
    sentences: Vectors
    words: Vectors


class Encoder(Protocol):
    """What loccit needs of a model. Vectors are float32 rows of length 1; `dimension` is their width.

    Spans are [start, end) of their text, in order and without overlap. A word's vector is that of its tokens in the
    context of the whole text; it is all zeros where the model does not read so far, or gives no vectors of tokens.
    """

    @property
    def name(self) -> str:
        """The model as a person would name it."""

    @property
    def fingerprint(self) -> str:
        """A hash that changes with anything that changes the vectors."""

    @property
    def dimension(self) -> int:
        """Width of the vectors."""

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        """Return the vectors of a question and of its words."""

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """Return the vectors of texts, and of the sentences and the words of each, in the order given."""


def load_encoder(model: str = DEFAULT_MODEL, precision: Precision = "auto") -> Encoder:
    """Load a model once; the same model is shared by all who ask for it.

    Raises ModelNotFound if it is not on this machine and ModelAltered if the default model's weights are not
    the published ones.
    """
    return _load(model, precision)


@lru_cache(maxsize=4)
def _load(model: str, precision: Precision) -> "SentenceTransformerEncoder":
    return SentenceTransformerEncoder(model, precision)


class SentenceTransformerEncoder:
    """A sentence-transformers model, loaded from a local folder, on the CPU or what torch finds.

    A sentence's vector is the mean of its token embeddings out of its passage's forward pass ("late chunking"),
    which costs no second encoding; models that do not pool by the mean encode each sentence by itself.
    """

    def __init__(self, model: str, precision: Precision = "auto") -> None:
        folder = model_folder(model)
        self.name = model
        if folder == model_folder_of_default():
            check_default(folder)
            self.name = DEFAULT_MODEL
        self.fingerprint = fingerprint(folder)
        self._model = open_model(folder)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._bfloat16 = precision == "bfloat16" or (precision == "auto" and bfloat16_is_faster())
        self._gives_tokens = _gives_tokens(self._model)
        self._late_chunking = self._gives_tokens and _pools_by_mean(self._model)
        # A tokenizer cannot be used by two threads at once. A rebuild gives it back after each batch, so that
        # questions asked meanwhile wait for half a second, not for the rebuild.
        self._lock = Lock()

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        """See Encoder; the model's prompt for queries is put before the text, if it has one."""
        # One question is too little work to share: on two cores with something else running, threads that wait for
        # each other made a question take 500 ms that one thread encodes in 20.
        with self._lock, _threads(1):
            if not self._gives_tokens:
                vector = self._model.encode_query([text], show_progress_bar=False)
                return EncodedQuery(_unit(vector)[0], np.zeros((len(words), self.dimension), np.float32))
            outputs: Any = self._model.encode_query([text], output_value=None, show_progress_bar=False)
            prompt = self._model.prompts.get("query") or ""
            vectors, [(embeddings, tokens)] = self._of_tokens([prompt + text], outputs)
        return EncodedQuery(_unit(vectors)[0], _unit(_means(embeddings, tokens, words, len(prompt))[0]))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """See Encoder; the model's prompt for documents is put before each, if it has one."""
        if not self._gives_tokens:
            none = np.zeros((sum(map(len, words)), self.dimension), np.float32)
            return EncodedPassages(self._encode_documents(texts), self._encode_alone(texts, sentences), none)
        passages = np.empty((len(texts), self.dimension), np.float32)
        nothing = np.empty((0, self.dimension), np.float32)
        of_sentences, of_words = [nothing] * len(texts), [nothing] * len(texts)
        for batch in _batches(texts):
            passages[batch], each = self._encode_tokens([texts[row] for row in batch])
            for row, (embeddings, tokens) in zip(batch, each, strict=True):
                if self._late_chunking:
                    of_sentences[row] = self._sentences(texts[row], sentences[row], embeddings, tokens)
                of_words[row], _ = _means(embeddings, tokens, words[row], len(self._prompt))
        found = (
            np.concatenate([nothing, *of_sentences]) if self._late_chunking else self._encode_alone(texts, sentences)
        )
        return EncodedPassages(_unit(passages), _unit(found), _unit(np.concatenate([nothing, *of_words])))

    def _encode_alone(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Vectors:
        return self._encode_documents(
            [text[start:end] for text, own in zip(texts, spans, strict=True) for start, end in own]
        )

    def _encode_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for batch in _batches(texts):
            with self._lock, self._precision():
                encoded = self._model.encode_document([texts[row] for row in batch], convert_to_tensor=True, **_PLAIN)
            vectors[batch] = encoded.float().cpu().numpy()
        return _unit(vectors)

    def _encode_tokens(self, texts: list[str]) -> tuple[Vectors, list[tuple[Vectors, Vectors]]]:
        with self._lock, self._precision():
            outputs: Any = self._model.encode_document(texts, output_value=None, **_PLAIN)
            return self._of_tokens([self._prompt + text for text in texts], outputs)

    def _of_tokens(self, texts: list[str], outputs: Any) -> tuple[Vectors, list[tuple[Vectors, Vectors]]]:
        """Return the vectors of texts, and for each its tokens' embeddings with the characters they stand for.

        Shapes are (texts, dimension), and for each (tokens, dimension) and (tokens, 2).
        """
        tokenizer: Any = self._model.tokenizer
        offsets = tokenizer(texts, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True)[
            "offset_mapping"
        ]
        vectors = np.stack([output["sentence_embedding"].float().cpu().numpy() for output in outputs])
        masks = [output["attention_mask"].cpu().numpy().astype(bool) for output in outputs]
        embeddings = [output["token_embeddings"].float().cpu().numpy() for output in outputs]
        return vectors, [
            (own[mask], np.asarray(places)) for own, mask, places in zip(embeddings, masks, offsets, strict=True)
        ]

    def _sentences(self, text: str, spans: Sequence[Span], embeddings: Vectors, tokens: Any) -> Vectors:
        """Return a vector for each sentence of a text: the mean of its tokens, or its own where none was read."""
        vectors, read = _means(embeddings, tokens, spans, len(self._prompt))
        beyond = np.flatnonzero(~read).tolist()
        if beyond:
            vectors[beyond] = self._encode_documents([text[slice(*spans[row])] for row in beyond])
        return vectors

    def _precision(self) -> AbstractContextManager[Any]:
        if not self._bfloat16:
            return nullcontext()
        import torch

        return torch.autocast(self._model.device.type, dtype=torch.bfloat16)

    @property
    def _prompt(self) -> str:
        return self._model.prompts.get("document") or ""


def _means(embeddings: Vectors, tokens: Any, spans: Sequence[Span], shift: int) -> tuple[Vectors, NDArray[np.bool_]]:
    """Return for each span the mean of the embeddings of the tokens in it, and whether there are any.

    `tokens` has a [start, end) a row, each of the text with a prompt of `shift` characters before it.
    """
    means = np.zeros((len(spans), embeddings.shape[1]), np.float32)
    if not spans:
        return means, np.zeros(0, np.bool_)
    starts, ends = np.asarray(spans).T + shift
    owners = np.searchsorted(starts, tokens[:, 0], side="right") - 1
    within = (owners >= 0) & (tokens[:, 1] <= ends[owners]) & (tokens[:, 0] < tokens[:, 1])
    read, firsts, counts = np.unique(owners[within], return_index=True, return_counts=True)
    if len(read):
        means[read] = np.add.reduceat(embeddings[within], firsts) / counts[:, np.newaxis]
    return means, np.bincount(read, minlength=len(spans)).astype(np.bool_)


@contextmanager
def _threads(number: int) -> Iterator[None]:
    """Let torch use this many threads."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers of the texts in batches, longest first: texts of a length need no padding."""
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    for first in range(0, len(order), BATCH_PASSAGES):
        yield order[first : first + BATCH_PASSAGES]


def _modules(model: "SentenceTransformer") -> list[str]:
    return [type(module).__name__ for module in model]


def _gives_tokens(model: "SentenceTransformer") -> bool:
    """Whether a model's token embeddings have the width of its vectors and known places in the text."""
    if _modules(model) not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    return bool(getattr(model.tokenizer, "is_fast", False))


def _pools_by_mean(model: "SentenceTransformer") -> bool:
    pooling: Any = model[1]
    return pooling.pooling_mode in ("mean", ("mean",), ["mean"])


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)
