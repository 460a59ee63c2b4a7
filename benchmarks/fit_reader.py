"""Fit the corrections of qa/answering/reader.safetensors on judged questions with contexts.

    .venv/bin/python benchmarks/fit_reader.py FOLDER --work WORK --hours N [--write]

FOLDER holds files as train_questions.py reads them. The reader learns from questions made up of the sentences of their
contexts first (made_up_questions.py), then from all questions, at last from the best of them (reader_examples.py).
Where there is a GPU, it is used. WORK keeps what was learnt every few minutes, and figures on articles held out; the
same command goes on from there. Once N hours were spent in all, the corrections are written to WORK/reader.safetensors,
and with --write shipped. The seed is 1; since the learning rate follows the hours spent, a second run comes out a
little different. With OMP_NUM_THREADS=1 less of a CPU is lost that others use as well.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from context_windows import sentences_of
from made_up_questions import Source, made_up
from reader_base import open_base, tokenized
from reader_examples import Example, ends_of, examples_of
from reader_figures import figures
from safetensors.torch import save_file
from specific_questions import worded_otherwise
from torch import Tensor, nn
from train_questions import BEST, BROAD, CLAIMS, Question, parted, read_questions

from qa.answering import reader
from qa.answering.reader import CORRECTED

SEED = 1
# What is learnt from, in this order, and the shares of the time.
STAGES = {"made_up": 0.1, "all": 0.5, "best": 0.4}
BATCH = 32
# The highest; it rises over the first part of the time and falls to nothing at the end.
LEARNING_RATE = 3e-4
WARMING_UP = 0.03
# Of the corrections that are shipped: those of this rank that come nearest to all that was learnt. In float16 they take
# 8 MB.
RANK = 96
# Windows of so many batches are ordered by their length, so that little is padding.
BATCHES_ORDERED = 20
SECONDS_BETWEEN_CHECKPOINTS = 180
CHECKPOINTS_BETWEEN_FIGURES = 4
# Windows held out that the figures are of.
MEASURED = 800
# Contexts of which questions are made up, twenty of each at most.
MADE_UP_OF = 1_500


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    stages, held_out = examples_by_stage(arguments.folder)
    fit = Fit(arguments.work, arguments.hours * 3600)
    fit.learn(stages, held_out)
    save_file(fit.corrections(), arguments.work / "reader.safetensors")
    if arguments.write:
        save_file(fit.corrections(), reader.WEIGHTS)


def examples_by_stage(folder: Path) -> tuple[dict[str, list[Example]], list[Example]]:
    """Return what is learnt in each stage, and examples of articles held out."""
    everything, held_out = parted(read_questions(folder, (*BEST, *CLAIMS, *BROAD)))
    best, best_held_out = (
        [question for question in part if question.source in (*BEST, *CLAIMS)] for part in (everything, held_out)
    )
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    sources = sources_of([question for question in best if question.context != question.context.lower()])
    stages = {
        "made_up": made_up(chance.sample(sources, min(len(sources), MADE_UP_OF)), chance),
        "all": examples_of(everything, SEED),
        "best": examples_of([*best, *worded_otherwise(best)], SEED + 1),
    }
    measured = examples_of(best_held_out, SEED)
    for name, examples in stages.items():
        with_answer = sum(bool(example.answers) for example in examples)
        print(f"{name}: {len(examples):,} windows, {with_answer:,} with an answer", flush=True)
    return stages, random.Random(SEED).sample(measured, min(len(measured), MEASURED))  # noqa: S311  # no secret


def sources_of(questions: Sequence[Question]) -> list[Source]:
    """Return the contexts of questions, parted into sentences."""
    titles = {question.context: question.title for question in questions}
    return [Source(title, context, sentences_of(context)) for context, title in titles.items()]


class Fit:
    """A reader that learns, with what is needed to go on after a stop."""

    def __init__(self, work: Path, seconds: float) -> None:
        torch.manual_seed(SEED)
        self.work, self.seconds = work, seconds
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model, self.tokenizer = open_base()
        # No dropout, as nothing is seen often. On a CPU the attention that transformers takes by itself is slower: 25
        # instead of 38 windows of 128 tokens per second of a core.
        self.model.to(self.device).set_attn_implementation("eager")
        self.ends = nn.Linear(self.model.config.hidden_size, 2).to(self.device)
        nn.init.normal_(self.ends.weight, std=0.02)
        self.maps = {
            f"{number}.{path}": layer.get_submodule(path)
            for number, layer in enumerate(self.model.encoder.layer)
            for path in CORRECTED
        }
        self.before = {name: part.weight.detach().clone() for name, part in self.maps.items()}
        self.learnt = [*self.ends.parameters(), *(part.weight for part in self.maps.values())]
        for part in self.learnt:
            part.requires_grad_(True)
        self.optimiser = torch.optim.AdamW(self.learnt, lr=LEARNING_RATE, weight_decay=0.0, fused=True)
        # Steps of each stage, and seconds of them all.
        self.steps: dict[str, int] = {}
        self.spent = 0.0
        self.checkpoint = work / "checkpoint.pt"
        if self.checkpoint.exists():
            kept = torch.load(self.checkpoint, map_location=self.device)
            self.optimiser.load_state_dict(kept["optimiser"])
            with torch.no_grad():
                for part, weight in zip(self.learnt, kept["learnt"], strict=True):
                    part.copy_(weight)
            self.steps, self.spent = kept["steps"], kept["spent"]

    def learn(self, stages: Mapping[str, Sequence[Example]], held_out: Sequence[Example]) -> None:
        """Learn until the time is spent; goes on where it was stopped."""
        end = 0.0
        losses: list[float] = []
        saved, checkpoints = self.spent, 0
        started, before = time.monotonic(), self.spent
        for stage, share in STAGES.items():
            end += share * self.seconds
            if self.spent >= end:
                continue
            for batch in batches(stages[stage], self.steps.get(stage, 0)):
                self.spent = before + time.monotonic() - started
                if self.spent >= end:
                    break
                losses.append(self.step(batch))
                self.steps[stage] = self.steps.get(stage, 0) + 1
                if self.spent - saved >= SECONDS_BETWEEN_CHECKPOINTS:
                    saved, checkpoints = self.spent, checkpoints + 1
                    self.log(loss=round(float(np.mean(losses)), 4))
                    losses.clear()
                    self.keep()
                    if checkpoints % CHECKPOINTS_BETWEEN_FIGURES == 0:
                        self.log(**self.measured(held_out))
        self.keep()
        self.log(**self.measured(held_out))

    def step(self, batch: Sequence[Example]) -> float:
        """Learn from a batch; return the loss."""
        done = self.spent / self.seconds
        for group in self.optimiser.param_groups:
            group["lr"] = LEARNING_RATE * max(min(done / WARMING_UP, (1 - done) / (1 - WARMING_UP)), 0.001)
        loss = self.loss_of(batch)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no type there
        nn.utils.clip_grad_norm_(self.learnt, 1.0)
        self.optimiser.step()
        return loss.item()

    def loss_of(self, batch: Sequence[Example]) -> Tensor:
        """Return how unlikely the right beginnings and ends are; any answer counts, without one the first token."""
        tokens = tokenized(
            self.tokenizer, [example.question for example in batch], [example.window for example in batch]
        )
        allowed = tokens.places[..., :1] >= 0
        allowed[:, 0] = True
        right = np.stack([ends_of(example, places) for example, places in zip(batch, tokens.places, strict=True)])
        values = self.values(tokens.inputs)
        values = values.masked_fill(~torch.from_numpy(allowed).to(self.device), -1e4)
        of_right = values.masked_fill(~torch.from_numpy(right).to(self.device), -1e4)
        loss: Tensor = (values.logsumexp(1) - of_right.logsumexp(1)).mean()
        return loss

    def values(self, inputs: Mapping[str, Tensor]) -> Tensor:
        """Return for each token that an answer begins there, and that it ends there."""
        with low_precision(self.device):
            states = self.model(**{name: tensor.to(self.device) for name, tensor in inputs.items()}).last_hidden_state
        ends: Tensor = self.ends(states.float())
        return ends

    def measured(self, examples: Sequence[Example]) -> dict[str, float]:
        """Return figures on examples."""

        def values(batch: Sequence[Example]) -> tuple[Any, Any]:
            tokens = tokenized(self.tokenizer, [x.question for x in batch], [x.window for x in batch])
            with torch.inference_mode():
                return self.values(tokens.inputs).cpu().numpy(), tokens.places

        return figures(examples, values)

    def log(self, **entries: float) -> None:
        """Print something and append it to the figures."""
        line = json.dumps({"seconds": round(self.spent), "steps": self.steps, **entries})
        print(line, flush=True)
        with (self.work / "figures.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def keep(self) -> None:
        """Write what was learnt, so that a stop in between harms nothing."""
        state = {
            "learnt": [part.detach() for part in self.learnt],
            "optimiser": self.optimiser.state_dict(),
            "steps": self.steps,
            "spent": self.spent,
        }
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)

    def corrections(self) -> dict[str, Tensor]:
        """Return the corrections as reader.safetensors holds them: the nearest of a low rank to what was learnt."""
        kept = {"ends.weight": self.ends.weight.detach(), "ends.bias": self.ends.bias.detach()}
        for name, part in self.maps.items():
            left, sizes, right = torch.linalg.svd(part.weight.detach() - self.before[name], full_matrices=False)
            root = sizes[:RANK].sqrt()
            kept |= {f"{name}.up": left[:, :RANK] * root, f"{name}.down": root[:, None] * right[:RANK]}
        return {name: tensor.half().cpu().contiguous() for name, tensor in kept.items()}


def low_precision(device: str) -> AbstractContextManager[object]:
    """Return the context in which products are of bfloat16: four times as fast a fit on a CPU that has it."""
    return torch.autocast(device, torch.bfloat16)


def batches(examples: Sequence[Example], passed: int) -> Iterator[list[Example]]:
    """Yield all examples in batches of about the same length, again and again in other orders, but for those passed."""
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    many = BATCH * BATCHES_ORDERED
    number = 0
    while True:
        order = chance.sample(examples, len(examples))
        groups = [sorted(order[at : at + many], key=_length) for at in range(0, len(order), many)]
        parts = [group[at : at + BATCH] for group in groups for at in range(0, len(group), BATCH)]
        chance.shuffle(parts)
        for part in parts:
            number += 1
            if number > passed:
                yield part


def _length(example: Example) -> int:
    return len(example.window.text) + len(example.question)


if __name__ == "__main__":
    main()
