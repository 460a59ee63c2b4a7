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
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Span
from embeddings.errors import ModelNotFound
from embeddings.models.default_model import changed_bert, default_tokenizer, default_weights
from qa.answering.windows import Window

if TYPE_CHECKING:
    from tokenizers import Tokenizer

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

_PAIRS = np.ones((MOST_TOKENS, MOST_TOKENS), np.bool_)
# Whether an answer may begin at one token and end at another.
_IN_ONE_ANSWER = np.triu(_PAIRS) & ~np.triu(_PAIRS, LONGEST_ANSWER)


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
    """A question with a window as a model takes them, and which characters of the window each token stands for.

    `ids` and `segments` are numbers, one for each token. `places` has the shape (tokens, 2) and is [-1, -1) for tokens
    outside the window's text: the question's, the title's and those between.
    """

    ids: Sequence[int]
    segments: Sequence[int]
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
    fitted = _fitted(weights)
    bert, tokenizer = changed_bert(Corrected(fitted), weights), default_tokenizer(MOST_TOKENS)
    weight, bias = (fitted[f"ends.{part}"].astype(np.float32).T for part in ("weight", "bias"))

    def read(question: str, windows: Sequence[Window]) -> list[list[SentenceReading]]:
        readings = []
        for window in windows:
            tokens = tokenized(tokenizer, question, window)
            values = bert(tokens.ids, tokens.segments) @ weight + bias
            readings.append(sentence_readings(values, tokens.places, window.sentences))
        return readings

    return read


def _fitted(weights: Path) -> dict[str, NDArray[np.float16]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        return load_file(weights)
    except (OSError, SafetensorError) as error:
        raise ModelNotFound(
            f"The reader's weights in {weights} cannot be loaded: {error}. Install loccit again, or set "
            "LOCCIT_READER=false to ask without a reader."
        ) from error


class Corrected(Mapping[str, Floats]):
    """The weights of the default model that are corrected, by their names in it.

    Each is calculated when it is taken, so that they are never in memory together.
    """

    def __init__(self, fitted: Mapping[str, NDArray[np.float16]]) -> None:
        self._base = default_weights()
        self._fitted = fitted
        self._parts = sorted({name.rpartition(".")[0] for name in fitted if name.endswith(".down")})

    def __getitem__(self, name: str) -> Floats:
        part = name.removeprefix("encoder.layer.").removesuffix(".weight")
        up, down = (self._fitted[f"{part}.{side}"].astype(np.float32) for side in ("up", "down"))
        return np.asarray(self._base[name] + up @ down)

    def __iter__(self) -> Iterator[str]:
        return (f"encoder.layer.{part}.weight" for part in self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def tokenized(tokenizer: "Tokenizer", question: str, window: Window) -> Tokens:
    """Return a question with a window after it as tokens; a title stands before the window's text."""
    title = f"{window.title}. " if window.title else ""
    encoding = tokenizer.encode(question, title + window.text)
    places = np.array(encoding.offsets, np.int64) - len(title)
    of_text = (np.array(encoding.type_ids) == 1) & (places[:, 0] >= 0) & (places[:, 1] > places[:, 0])
    return Tokens(encoding.ids, encoding.type_ids, np.where(of_text[:, None], places, -1))


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
    sums = np.where(_IN_ONE_ANSWER[:count, :count], values[:, :1] + values[:, 1], -np.inf)
    first, last = divmod(int(sums.argmax()), count)
    return float(sums[first, last]), first, last
