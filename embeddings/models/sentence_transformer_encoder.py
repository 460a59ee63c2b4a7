"""Any sentence-transformers model as an encoder, by torch."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.models.encoder import EncodedPassages, EncodedQuery
from embeddings.models.installed import DEFAULT_MODEL, check_default, default_model_folder, fingerprint, model_folder
from embeddings.models.opening import open_model
from embeddings.models.precision import NumberFormat, Precision, bfloat16_is_faster
from embeddings.models.token_vectors import Tokens, span_means, unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Passages encoded in one forward pass. On two cores 8 stay in the cache; 32 take a tenth longer.
BATCH_PASSAGES = 8

_PLAIN: dict[str, Any] = {"batch_size": BATCH_PASSAGES, "show_progress_bar": False}


class SentenceTransformerEncoder:
    """A sentence-transformers model from a local folder, on the device that torch chooses.

    A sentence's vector is the mean of its token embeddings from the forward pass of its passage ("late chunking"). That
    costs no second encoding. Models that do not pool by the mean encode each sentence by itself.
    """

    def __init__(self, model: str, precision: Precision = "auto") -> None:
        folder = model_folder(model)
        self.name = model
        if folder == default_model_folder():
            check_default(folder)
            self.name = DEFAULT_MODEL
        self.fingerprint = fingerprint(folder)
        self._model = open_model(folder)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        bfloat16 = precision == "bfloat16" or (precision == "auto" and bfloat16_is_faster())
        self.precision: NumberFormat = "bfloat16" if bfloat16 else "float32"
        self._gives_tokens = _gives_tokens(self._model)
        self._late_chunking = self._gives_tokens and _pools_by_mean(self._model)
        # A tokenizer cannot be used by two threads at once. A rebuild releases the lock after each batch, so that a
        # question waits for half a second, not for the rebuild.
        self._lock = Lock()

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        """See Encoder. The model's prompt for queries, if it has one, is put before the text."""
        # One thread encodes a question in 20 ms. On two busy cores, threads that waited for each other took 500.
        with self._lock, _torch_threads(1):
            if not self._gives_tokens:
                vector = self._model.encode_query([text], show_progress_bar=False)
                return EncodedQuery(unit(vector)[0], np.zeros((len(words), self.dimension), np.float32))
            outputs: Any = self._model.encode_query([text], output_value=None, show_progress_bar=False)
            prompt = self._model.prompts.get("query") or ""
            vectors, [tokens] = self._vectors_and_tokens([prompt + text], outputs)
        return EncodedQuery(unit(vectors)[0], unit(span_means(tokens, words, len(prompt))[0]))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """See Encoder. The model's prompt for documents, if it has one, is put before each text."""
        if not self._gives_tokens:
            zeros = np.zeros((sum(map(len, words)), self.dimension), np.float32)
            return EncodedPassages(self._encode_documents(texts), self._encode_alone(texts, sentences), zeros)
        passages = np.empty((len(texts), self.dimension), np.float32)
        no_rows = np.empty((0, self.dimension), np.float32)
        sentences_of_texts, words_of_texts = [no_rows] * len(texts), [no_rows] * len(texts)
        for batch in _batches(texts):
            passages[batch], tokens_of_batch = self._encode_tokens([texts[row] for row in batch])
            for row, tokens in zip(batch, tokens_of_batch, strict=True):
                if self._late_chunking:
                    sentences_of_texts[row] = self._sentence_vectors(texts[row], sentences[row], tokens)
                words_of_texts[row], _ = span_means(tokens, words[row], len(self._prompt))
        sentence_vectors = (
            np.concatenate([no_rows, *sentences_of_texts])
            if self._late_chunking
            else self._encode_alone(texts, sentences)
        )
        word_vectors = np.concatenate([no_rows, *words_of_texts])
        return EncodedPassages(unit(passages), unit(sentence_vectors), unit(word_vectors))

    def _encode_alone(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Vectors:
        """Return the vectors of sentences, each encoded without its text."""
        return self._encode_documents(
            [text[start:end] for text, spans in zip(texts, sentences, strict=True) for start, end in spans]
        )

    def _encode_documents(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for batch in _batches(texts):
            with self._lock, self._casting():
                encoded = self._model.encode_document([texts[row] for row in batch], convert_to_tensor=True, **_PLAIN)
            vectors[batch] = encoded.float().cpu().numpy()
        return unit(vectors)

    def _encode_tokens(self, texts: list[str]) -> tuple[Vectors, list[Tokens]]:
        with self._lock, self._casting():
            outputs: Any = self._model.encode_document(texts, output_value=None, **_PLAIN)
            return self._vectors_and_tokens([self._prompt + text for text in texts], outputs)

    def _vectors_and_tokens(self, texts: list[str], outputs: Any) -> tuple[Vectors, list[Tokens]]:
        """Return the vectors of texts, shape (texts, dimension), and the tokens of each, from the model's outputs."""
        tokenizer: Any = self._model.tokenizer
        offsets = tokenizer(texts, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True)[
            "offset_mapping"
        ]
        vectors = np.stack([output["sentence_embedding"].float().cpu().numpy() for output in outputs])
        masks = [output["attention_mask"].cpu().numpy().astype(bool) for output in outputs]
        embeddings = [output["token_embeddings"].float().cpu().numpy() for output in outputs]
        return vectors, [
            Tokens(rows[mask], np.asarray(spans)) for rows, mask, spans in zip(embeddings, masks, offsets, strict=True)
        ]

    def _sentence_vectors(self, text: str, spans: Sequence[Span], tokens: Tokens) -> Vectors:
        """Return a vector for each sentence of a text: the mean of its tokens.

        A sentence without tokens, such as one past the model's window, is encoded by itself.
        """
        vectors, has_tokens = span_means(tokens, spans, len(self._prompt))
        without = np.flatnonzero(~has_tokens).tolist()
        if without:
            vectors[without] = self._encode_documents([text[slice(*spans[row])] for row in without])
        return vectors

    def _casting(self) -> AbstractContextManager[Any]:
        if self.precision == "float32":
            return nullcontext()
        import torch

        return torch.autocast(self._model.device.type, dtype=torch.bfloat16)

    @property
    def _prompt(self) -> str:
        return self._model.prompts.get("document") or ""


@contextmanager
def _torch_threads(number: int) -> Iterator[None]:
    """Let torch use this many threads."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(number)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Yield the numbers of the texts in batches, longest first: texts of equal length need no padding."""
    order = sorted(range(len(texts)), key=lambda row: -len(texts[row]))
    for first in range(0, len(order), BATCH_PASSAGES):
        yield order[first : first + BATCH_PASSAGES]


def _modules(model: "SentenceTransformer") -> list[str]:
    return [type(module).__name__ for module in model]


def _gives_tokens(model: "SentenceTransformer") -> bool:
    """Whether a model's token embeddings have the width of its vectors, and its tokens places in the text."""
    if _modules(model) not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return False
    return bool(getattr(model.tokenizer, "is_fast", False))


def _pools_by_mean(model: "SentenceTransformer") -> bool:
    pooling: Any = model[1]
    return pooling.pooling_mode in ("mean", ("mean",), ["mean"])
