"""What a teacher says of windows: how likely an answer begins at each token, and that it ends there."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from learning import Learner, Places, judged_loss, log_probabilities
from numpy.typing import NDArray
from reader_examples import Example
from torch import Tensor

# Examples in a file.
IN_FILE = 2_000
BATCH = 32
# How much of what is learnt the teacher says; the rest is what people judged.
SHARE = 0.7


@dataclass(frozen=True)
class TaughtExample(Example):
    """An example with what a teacher says of its tokens.

    `said` are logs of probabilities, float16 of the shape (1 + tokens of the window's text, 2); the first is that of
    "nowhere".
    """

    said: NDArray[np.float16] | None = None


def write_taught(teacher: Learner, examples: Sequence[Example], folder: Path, number: int, processes: int) -> None:
    """Let a teacher read examples and write what it says; this process's files, but for those that are there."""
    for at in range(number * IN_FILE, len(examples), processes * IN_FILE):
        path = folder / f"{at:07}.npz"
        if path.exists():
            continue
        part = examples[at : at + IN_FILE]
        order = sorted(range(len(part)), key=lambda place: len(part[place].window.text))
        said: dict[int, NDArray[np.float16]] = {}
        for start in range(0, len(part), BATCH):
            places = order[start : start + BATCH]
            said |= dict(zip(places, said_of(teacher, [part[place] for place in places]), strict=True))
        new = path.with_suffix(".new.npz")
        rows = [said[place] for place in range(len(part))]
        np.savez_compressed(new, values=np.concatenate(rows), lengths=np.array([len(row) for row in rows]))
        new.replace(path)
        print(f"{path.name} is written", flush=True)


def said_of(teacher: Learner, examples: Sequence[Example]) -> list[NDArray[np.float16]]:
    """Return what a teacher says of each example, as `TaughtExample.said`."""
    with torch.inference_mode():
        values, places = teacher.values(examples)
        likely = log_probabilities(values, places).cpu().numpy().astype(np.float16)
    return [row[own] for row, own in zip(likely, told_of(places), strict=True)]


def read_taught(examples: Sequence[Example], folder: Path) -> list[TaughtExample]:
    """Return the examples that a teacher has read, with what it said of them."""
    taught = []
    for path in sorted(folder.glob("[0-9]*[0-9].npz")):
        kept = np.load(path)
        ends = np.cumsum(kept["lengths"])
        at = int(path.stem)
        for example, row in zip(examples[at : at + IN_FILE], np.split(kept["values"], ends[:-1]), strict=True):
            taught.append(
                TaughtExample(
                    example.article, example.question, example.window, example.answers, example.sentence_answers, row
                )
            )
    return taught


def taught_loss(values: Tensor, places: Places, examples: Sequence[Any]) -> Tensor:
    """Return how unlikely what the teacher says is, and what people judged.

    Where the window was cut at another token than the teacher's, only the latter counts.
    """
    told = np.zeros(tuple(values.shape), np.float32)
    for row, (example, own) in enumerate(zip(examples, told_of(places), strict=True)):
        if own.sum() == len(example.said):
            told[row, own] = np.exp(example.said.astype(np.float32))
    likely = log_probabilities(values, places)
    soft = -(torch.from_numpy(told).to(values.device) * likely).sum(1).mean()
    return SHARE * soft + (1 - SHARE) * judged_loss(values, places, examples)


def told_of(places: Places) -> NDArray[np.bool_]:
    """Return which tokens a teacher speaks of, of the shape (examples, tokens): the first and those of the text."""
    told: NDArray[np.bool_] = places[..., 0] >= 0
    told[:, 0] = True
    return told
