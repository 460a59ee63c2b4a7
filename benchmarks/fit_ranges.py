"""Find what the states of the default model's layers are like, by which it calculates in int8.

    python benchmarks/fit_ranges.py FOLDER [--write]

FOLDER holds judged questions with contexts, as benchmarks/fit_reader.py takes them. The model reads some contexts and
questions of them by torch. Written is how far each component goes of the states that a norm gives and a linear map
takes. docs/settings.md says what int8 is worth with that.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from reader_base import open_base
from safetensors.numpy import save_file
from torch import Tensor, nn
from train_questions import BEST, read_questions

from embeddings.arrays import Vectors
from embeddings.models.bert import LAYERS, maps_of_layer
from embeddings.models.default_model import RANGES
from embeddings.models.maps import takes_normalised

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
    for name, reach in ranges.items():
        print(f"{name:50} median {np.median(reach):8.3f} most {reach.max():8.3f}")
    if arguments.write:
        save_file(ranges, RANGES)


def ranges_of(texts: Sequence[str]) -> dict[str, Vectors]:
    """Return the largest absolute value of each component of the states that linear maps take, by the map's name."""
    model, tokenizer = open_base()
    modules: dict[str, nn.Module] = dict(model.named_modules())
    names = [together[0] for layer in range(LAYERS) for together in maps_of_layer(layer)]
    seen: dict[str, list[Vectors]] = {name: [] for name in names if takes_normalised(name)}
    for name, largest in seen.items():
        modules[name].register_forward_pre_hook(_keeping(largest))
    with torch.inference_mode():
        for text in texts:
            encoding = tokenizer.encode(text)
            model(torch.tensor([encoding.ids]), token_type_ids=torch.tensor([encoding.type_ids]))
    return {name: np.max(largest, axis=0) for name, largest in seen.items()}


def _keeping(kept: list[Vectors]) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    """Return a hook that keeps how far the states went that a module took."""

    def keep(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        kept.append(np.abs(inputs[0][0].numpy()).max(0))

    return keep


if __name__ == "__main__":
    main()
