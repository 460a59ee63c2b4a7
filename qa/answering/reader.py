"""Says in which of some sentences the answer to a question stands, by reading both together with a small model.

It is the default model once more, whatever model the index was built with: low-rank corrections of its weights let it
compare the two texts word by word, and two values for each token say whether an answer begins there and ends there.
The corrections stand in reader.safetensors; benchmarks/fit_reader.py fits them and docs/reader.md says what they are
worth. It writes nothing: it only says of sentences how likely they hold the answer.

    J. Devlin et al., "BERT", NAACL 2019: beginnings and ends of answers; the first token stands for "no answer".
    E. Hu et al., "LoRA: low-rank adaptation of large language models", ICLR 2022.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Span
from embeddings.errors import ModelNotFound
from embeddings.models.installed import DEFAULT_MODEL, check_default, model_folder
from embeddings.models.opening import open_model
from qa.answering.windows import Window

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS = Path(__file__).with_name("reader.safetensors")
# Tokens of a question and a window; what is longer is cut at its end.
MOST_TOKENS = 256
# Tokens of an answer. Of the gold answers of squad2 and xquad_en, 7 in a thousand are longer.
LONGEST_ANSWER = 25
# What the model's logs of odds are divided by, since by themselves they are too sure (C. Guo et al., "On calibration of
# modern neural networks", ICML 2017): on windows of articles held out, the log loss of an earlier state was 0.515 with
# 3, with 2 0.536, with 4 0.523.
TEMPERATURE = 3.0
# The value of a sentence that was not read, and the lowest that any has.
UNREAD = -20.0
# The maps of a layer that are corrected, by their names in it.
CORRECTED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)

Floats = NDArray[np.float32]


class SentenceReading(NamedTuple):
    """What a reader says of a sentence of a window.

    `value` is the log of how much likelier it is that the answer stands in it than that it stands nowhere in the
    window, as far as the model can be believed. `answer` is where it would stand, as [start, end) of the window's text;
    None for a sentence that was not read.
    """

    value: float
    answer: Span | None = None


# Returns for each window what it says of each of its sentences.
Reader = Callable[[str, Sequence[Window]], list[list[SentenceReading]]]


class Tokens(NamedTuple):
    """Questions with windows as a model takes them, and which characters of its window each token stands for.

    `inputs` are tensors of shape (windows, tokens). `places` has the shape (windows, tokens, 2) and is [-1, -1) for
    tokens outside the window's text: the question's, the title's and those between.
    """

    inputs: Mapping[str, Any]
    places: NDArray[np.int64]


@lru_cache(maxsize=1)
def load_reader() -> Reader:
    """Load the reader, once.

    Raises ModelNotFound or ModelAltered if its weights cannot be loaded or the model it corrects is not the published
    one.
    """
    return reader_of(WEIGHTS)


def reader_of(weights: Path) -> Reader:
    """Return the reader with the corrections in a file; raises as `load_reader`."""
    import torch

    model, tokenizer = open_base()
    fitted = _corrections(weights)
    layers = model.encoder.layer
    with torch.no_grad():
        for name in sorted({name.rpartition(".")[0] for name in fitted if name.endswith(".down")}):
            number, _, path = name.partition(".")
            layers[int(number)].get_submodule(path).weight += fitted[f"{name}.up"] @ fitted[f"{name}.down"]
    weight, bias = fitted["ends.weight"], fitted["ends.bias"]
    # A tokenizer cannot be used by two threads at once.
    lock = Lock()

    def read(question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        if not windows:
            return []
        with lock:
            tokens = tokenized(tokenizer, [question] * len(windows), windows)
        with torch.inference_mode():
            values = model(**tokens.inputs).last_hidden_state @ weight.T + bias
        return [
            sentence_readings(of_window, places, window.sentences)
            for of_window, places, window in zip(values.numpy(), tokens.places, windows, strict=True)
        ]

    return read


def _corrections(weights: Path) -> "dict[str, Tensor]":
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return {name: tensor.float() for name, tensor in load_file(weights).items()}
    except (OSError, SafetensorError) as error:
        raise ModelNotFound(
            f"The reader's weights in {weights} cannot be loaded: {error}. Install loccit again, or set "
            "LOCCIT_READER=false to ask without a reader."
        ) from error


def open_base() -> tuple[Any, Any]:
    """Return the default model as transformers has it, on the CPU and not to be trained, and its tokenizer."""
    folder = model_folder(DEFAULT_MODEL)
    check_default(folder)
    model: Any = open_model(folder)
    return model[0].model.cpu().eval().requires_grad_(False), model.tokenizer


def tokenized(tokenizer: Any, questions: Sequence[str], windows: Sequence[Window]) -> Tokens:
    """Return questions, each with its window after it, as tokens; a title stands before its window's text."""
    titles = [f"{window.title}. " if window.title else "" for window in windows]
    texts = [title + window.text for title, window in zip(titles, windows, strict=True)]
    inputs = tokenizer(
        list(questions),
        texts,
        truncation=True,
        max_length=MOST_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    places = inputs.pop("offset_mapping").numpy() - np.array([len(title) for title in titles])[:, None, None]
    second = inputs["token_type_ids"].numpy() == 1
    of_text = second & (places[..., 0] >= 0) & (places[..., 1] > places[..., 0])
    return Tokens(inputs, np.where(of_text[..., None], places, -1))


def sentence_readings(values: Floats, places: NDArray[np.int64], sentences: Sequence[Span]) -> list[SentenceReading]:
    """Return how likely each sentence holds the answer, as a Reader does.

    `values` has the shape (tokens, 2): that an answer begins, and that it ends there. A sentence that was cut off
    has the lowest value.
    """
    nowhere = float(values[0].sum())
    readings = []
    for tokens in tokens_of(places, sentences):
        value, first, last = _best_answer(values[tokens])
        answer = (int(places[tokens[first], 0]), int(places[tokens[last], 1])) if len(tokens) else None
        readings.append(SentenceReading(max((value - nowhere) / TEMPERATURE, UNREAD), answer))
    return readings


def tokens_of(places: NDArray[np.int64], sentences: Sequence[Span]) -> Iterator[NDArray[np.int64]]:
    """Yield for each sentence the numbers of its tokens; `places` has the shape (tokens, 2)."""
    for start, end in sentences:
        yield np.flatnonzero((places[:, 0] >= start) & (places[:, 1] <= end))


def _best_answer(values: Floats) -> tuple[float, int, int]:
    """Return the highest sum of a beginning and an end that is not before it, and not too far from it, and both."""
    count = len(values)
    if not count:
        return -np.inf, 0, 0
    allowed = np.triu(np.ones((count, count), np.bool_)) & ~np.triu(np.ones((count, count), np.bool_), LONGEST_ANSWER)
    sums = np.where(allowed, values[:, 0][:, None] + values[:, 1], -np.inf)
    first, last = divmod(int(sums.argmax()), count)
    return float(sums[first, last]), first, last
