"""The default model as an encoder, by onnxruntime: opening it and encoding import no torch."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import starmap

import numpy as np

from embeddings.arrays import Vectors
from embeddings.documents import Span
from embeddings.models.default_model import DefaultFormat, default_bert, default_tokenizer
from embeddings.models.encoder import EncodedPassages, EncodedQuery
from embeddings.models.installed import DEFAULT_MODEL, fingerprint, model_folder
from embeddings.models.precision import NumberFormat
from embeddings.models.token_vectors import Tokens, span_means, unit
from embeddings.processors import default_threads


class DefaultEncoder:
    """all-MiniLM-L6-v2 in int8 or float32. Texts are read one by one, passages in as many threads as there are.

    A sentence's vector is the mean of its token embeddings from the forward pass of its passage ("late chunking"). That
    costs no second encoding.
    """

    name = DEFAULT_MODEL

    def __init__(self, precision: DefaultFormat = "int8") -> None:
        """Raise CannotRun, ModelNotFound or ModelAltered."""
        self.precision: NumberFormat = precision
        self._bert = default_bert(precision)
        self._tokenizer = default_tokenizer()
        self.fingerprint = fingerprint(model_folder(DEFAULT_MODEL))
        self.dimension = self._read("").embeddings.shape[1]

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        """See Encoder."""
        tokens = self._read(text)
        return EncodedQuery(unit(_mean(tokens)[np.newaxis])[0], unit(span_means(tokens, words, 0)[0]))

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        """See Encoder."""
        threads = min(default_threads(), len(texts))
        if threads > 1:
            with ThreadPoolExecutor(threads) as pool:
                encoded = list(pool.map(self._encode, texts, sentences, words))
        else:
            encoded = list(starmap(self._encode, zip(texts, sentences, words, strict=True)))
        none = EncodedPassages(*[np.empty((0, self.dimension), np.float32)] * 3)
        encoded.append(none)
        return EncodedPassages(
            unit(np.concatenate([part.passages for part in encoded])),
            unit(np.concatenate([part.sentences for part in encoded])),
            unit(np.concatenate([part.words for part in encoded])),
        )

    def _encode(self, text: str, sentences: Sequence[Span], words: Sequence[Span]) -> EncodedPassages:
        """Return the vectors of one text, of any length.

        A sentence without tokens, such as one past the model's window, is encoded by itself.
        """
        tokens = self._read(text)
        of_sentences, has_tokens = span_means(tokens, sentences, 0)
        for row in np.flatnonzero(~has_tokens).tolist():
            of_sentences[row] = _mean(self._read(text[slice(*sentences[row])]))
        return EncodedPassages(_mean(tokens)[np.newaxis], of_sentences, span_means(tokens, words, 0)[0])

    def _read(self, text: str) -> Tokens:
        encoding = self._tokenizer.encode(text)
        return Tokens(self._bert(encoding.ids, encoding.type_ids), np.asarray(encoding.offsets))


def _mean(tokens: Tokens) -> Vectors:
    return np.asarray(tokens.embeddings.mean(axis=0), np.float32)
