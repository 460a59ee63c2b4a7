"""What the reader is fitted on: the default model as torch has it, and batches of questions with windows as tokens."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from embeddings.models.default_model import default_tokenizer
from embeddings.models.installed import DEFAULT_MODEL, check_default, model_folder
from embeddings.models.opening import open_model
from qa.answering import reader
from qa.answering.reader import MOST_TOKENS
from qa.answering.windows import Window


class Tokens(NamedTuple):
    """Questions with windows as a model takes them, and which characters of its window each token stands for.

    `inputs` are tensors of shape (windows, tokens). `places` has the shape (windows, tokens, 2) and is [-1, -1) for
    tokens outside the window's text: the question's, the title's, those between and those that pad.
    """

    inputs: Mapping[str, torch.Tensor]
    places: NDArray[np.int64]


def open_base() -> tuple[Any, Any]:
    """Return the default model as transformers has it, on the CPU and not to be trained, and its tokenizer."""
    folder = model_folder(DEFAULT_MODEL)
    check_default(folder)
    model: Any = open_model(folder)
    return model[0].model.cpu().eval().requires_grad_(False), default_tokenizer(MOST_TOKENS)


def tokenized(tokenizer: Any, questions: Sequence[str], windows: Sequence[Window]) -> Tokens:
    """Return questions, each with its window after it, as tokens, padded to the longest with the token 0."""
    rows = [reader.tokenized(tokenizer, question, window) for question, window in zip(questions, windows, strict=True)]
    ids, segments, is_read = (np.zeros((len(rows), max(len(row.ids) for row in rows)), np.int64) for _ in range(3))
    places = np.full((*ids.shape, 2), -1, np.int64)
    for number, row in enumerate(rows):
        length = len(row.ids)
        ids[number, :length], segments[number, :length], is_read[number, :length] = row.ids, row.segments, 1
        places[number, :length] = row.places
    inputs = {"input_ids": ids, "token_type_ids": segments, "attention_mask": is_read}
    return Tokens({name: torch.from_numpy(values) for name, values in inputs.items()}, places)
