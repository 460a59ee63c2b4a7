"""A model that reads the question and the best passages once more: the setting LOCCIT_RERANKER, off by default.

Any of sentence-transformers' three kinds that score a question against texts: cross-encoders, late-interaction
(multi-vector) encoders and sparse encoders. A folder says itself of which kind its model is.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import ModelNotFound
from embeddings.models.installed import model_folder
from embeddings.models.opening import open_reranker

# Returns a score for each text, higher for those that speak to the question: shape (len(texts),).
Reranker = Callable[[str, Sequence[str]], NDArray[np.float64]]


def load_reranker(model: str | None) -> Reranker | None:
    """Load a model by folder or name, once; None where none is wanted.

    Raises ModelNotFound if it is not on this machine, or does not give one score for a question and a text.
    """
    return _load(model) if model else None


@lru_cache(maxsize=1)
def _load(name: str) -> Reranker:
    from sentence_transformers import CrossEncoder

    folder = model_folder(name)
    # The kinds of encoders type what `similarity` is differently.
    model: Any = open_reranker(folder)
    if isinstance(model, CrossEncoder) and model.num_labels != 1:
        raise ModelNotFound(
            f"The model in {folder} gives {model.num_labels} scores for a pair of texts; LOCCIT_RERANKER needs a "
            "cross-encoder that gives one."
        )
    # A tokenizer cannot be used by two threads at once.
    lock = Lock()

    def score(question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        with lock:
            if isinstance(model, CrossEncoder):
                scores = model.predict([(question, text) for text in texts], show_progress_bar=False)
            else:
                asked = model.encode_query([question], show_progress_bar=False)
                scores = model.similarity(asked, model.encode_document(list(texts), show_progress_bar=False))[0]
        return np.asarray(scores, np.float64)

    return score
