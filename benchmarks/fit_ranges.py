"""Find what the states of the default model's layers are like, by which it calculates in int8.

    python benchmarks/fit_ranges.py FOLDER [--write]

FOLDER holds judged questions with contexts, as benchmarks/fit_reader.py takes them. The model reads some contexts and
questions of them by torch; of each component of the states that a linear map takes the mean and the largest distance
from it are written. docs/settings.md says what int8 is worth with them.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from reader_base import open_base
from safetensors.numpy import save_file
from torch import Tensor, nn
from train_questions import BEST, read_questions

from embeddings.arrays import Vectors
from embeddings.models.bert import LAYERS, maps_of_layer
from embeddings.models.default_model import RANGES
from embeddings.models.maps import LEAST_ACTIVE, is_after_gelu

SEED = 1
# Half of them contexts, half of them questions.
TEXTS = 600


def main() -> None:
    """Read, and write the ranges or print what they would be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    questions = random.Random(SEED).sample(read_questions(arguments.folder, BEST), TEXTS // 2)  # noqa: S311  # no secret
    ranges = ranges_of([text for question in questions for text in (question.context, question.text)])
    for name in (name for name in ranges if name.endswith(".reach")):
        print(f"{name:50} median {np.median(ranges[name]):8.3f} most {ranges[name].max():8.3f}")
    if arguments.write:
        save_file(ranges, RANGES)


class Seen(NamedTuple):
    """Of each component of the states of a text: the sum over its tokens, the least and the largest."""

    tokens: int
    total: Vectors
    least: Vectors
    largest: Vectors


def ranges_of(texts: Sequence[str]) -> dict[str, Vectors]:
    """Return the centre and the reach of the states that each linear map takes, by the map's name."""
    model, tokenizer = open_base()
    modules: dict[str, nn.Module] = dict(model.named_modules())
    seen: dict[str, list[Seen]] = {}
    for name in (together[0] for layer in range(LAYERS) for together in maps_of_layer(layer)):
        seen[name] = []
        modules[name].register_forward_pre_hook(_keeping(seen[name]))
    with torch.inference_mode():
        for text in texts:
            encoding = tokenizer.encode(text)
            model(torch.tensor([encoding.ids]), token_type_ids=torch.tensor([encoding.type_ids]))
    ranges: dict[str, Vectors] = {}
    for name, of_texts in seen.items():
        least, largest = np.min([x.least for x in of_texts], axis=0), np.max([x.largest for x in of_texts], axis=0)
        centre = np.sum([x.total for x in of_texts], axis=0) / sum(x.tokens for x in of_texts)
        if is_after_gelu(name):
            centre = np.full(len(centre), LEAST_ACTIVE)
        centre = centre.astype(np.float32)
        ranges |= {f"{name}.centre": centre, f"{name}.reach": np.maximum(largest - centre, centre - least)}
    return ranges


def _keeping(kept: list[Seen]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    """Return a hook that keeps what the states were like that a module took."""

    def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        states = inputs[0][0].numpy()
        kept.append(Seen(len(states), states.sum(0, np.float64), states.min(0), states.max(0)))

    return keep


if __name__ == "__main__":
    main()
