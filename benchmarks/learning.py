"""The loop in which a model learns to mark answers: for so many hours, with what is needed to go on after a stop.

Started by torchrun it learns in several processes at once, each from its part of every batch: on a CPU of two cores
two processes do twice what two threads of one do.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
import torch.distributed as several
from numpy.typing import NDArray
from reader_examples import Example, ends_of
from reader_figures import figures
from torch import Tensor, nn

SEED = 1
BATCH = 32
WARMING_UP = 0.03
# Windows of so many batches are ordered by their length, so that little is padding.
BATCHES_ORDERED = 20
SECONDS_BETWEEN_CHECKPOINTS = 180
CHECKPOINTS_BETWEEN_FIGURES = 4
# A process waits so long for the others.
PATIENCE = timedelta(minutes=30)

Places = NDArray[np.int64]


class Learner(Protocol):
    """What learns, on a device. `learnt` are its weights that change."""

    @property
    def device(self) -> str: ...  # noqa: D102  # said above

    @property
    def learnt(self) -> Sequence[nn.Parameter]: ...  # noqa: D102  # said above

    def values(self, examples: Sequence[Example]) -> tuple[Tensor, Places]:
        """Return for each token that an answer begins there, and that it ends there, and the tokens' places.

        Both have the shape (examples, tokens, 2); places are [start, end) in the window's text, -1 outside it. The
        first token stands for "nowhere".
        """
        ...


# Returns how wrong values are, of tokens with these places, for these examples.
Loss = Callable[[Tensor, Places, Sequence[Example]], Tensor]


class Stage(NamedTuple):
    """What is learnt from for a share of the time."""

    name: str
    share: float
    examples: Sequence[Example]


class Fit:
    """A model that learns for so many seconds, at a rate that rises at first and falls to nothing at the end."""

    def __init__(self, learner: Learner, work: Path, seconds: float, rate: float) -> None:
        self.learner, self.work, self.seconds, self.rate = learner, work, seconds, rate
        self.number, self.processes = start_processes()
        self.optimiser = torch.optim.AdamW(learner.learnt, lr=rate, weight_decay=0.0, fused=True)
        # Steps of each stage, and seconds of them all.
        self.steps: dict[str, int] = {}
        self.spent = 0.0
        self.checkpoint = work / "checkpoint.pt"
        if self.checkpoint.exists():
            kept = torch.load(self.checkpoint, map_location=learner.device)
            self.optimiser.load_state_dict(kept["optimiser"])
            with torch.no_grad():
                for part, weight in zip(learner.learnt, kept["learnt"], strict=True):
                    part.copy_(weight)
            self.steps, self.spent = kept["steps"], kept["spent"]

    def learn(self, stages: Sequence[Stage], held_out: Sequence[Example], loss_of: Loss) -> None:
        """Learn until the time is spent; goes on where it was stopped."""
        end = 0.0
        losses: list[float] = []
        saved, checkpoints = self.spent, 0
        started, before = time.monotonic(), self.spent
        for stage in stages:
            end += stage.share * self.seconds
            for batch in batches(stage.examples, self.steps.get(stage.name, 0)):
                self.spent = self._agreed(before + time.monotonic() - started)
                if self.spent >= end:
                    break
                losses.append(self.step(batch, loss_of))
                self.steps[stage.name] = self.steps.get(stage.name, 0) + 1
                if self.spent - saved >= SECONDS_BETWEEN_CHECKPOINTS:
                    saved, checkpoints = self.spent, checkpoints + 1
                    self.log(loss=round(float(np.mean(losses)), 4))
                    losses.clear()
                    self.keep()
                    if checkpoints % CHECKPOINTS_BETWEEN_FIGURES == 0:
                        self.log(**self.measured(held_out))
        self.keep()
        self.log(**self.measured(held_out))

    def step(self, batch: Sequence[Example], loss_of: Loss) -> float:
        """Learn from a batch; return the loss."""
        done = self.spent / self.seconds
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate * max(min(done / WARMING_UP, (1 - done) / (1 - WARMING_UP)), 0.001)
        # Neighbours are of about the same length, so that no process waits long for another.
        own = batch[self.number :: self.processes]
        loss = loss_of(*self.learner.values(own), own) * (len(own) / len(batch))
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no type there
        total = self._summed(loss.detach())
        nn.utils.clip_grad_norm_(self.learner.learnt, 1.0)
        self.optimiser.step()
        return total

    def measured(self, examples: Sequence[Example]) -> dict[str, float]:
        """Return figures on examples."""

        def values(batch: Sequence[Example]) -> tuple[Any, Any]:
            with torch.inference_mode():
                found, places = self.learner.values(batch)
                return found.cpu().numpy(), places

        return figures(examples, values)

    def log(self, **entries: float) -> None:
        """Print something and append it to the figures."""
        if self.number:
            return
        line = json.dumps({"seconds": round(self.spent), "steps": self.steps, **entries})
        print(line, flush=True)
        with (self.work / "figures.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def keep(self) -> None:
        """Write what was learnt, so that a stop in between harms nothing."""
        if self.number:
            return
        state = {
            "learnt": [part.detach() for part in self.learner.learnt],
            "optimiser": self.optimiser.state_dict(),
            "steps": self.steps,
            "spent": self.spent,
        }
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)

    def _agreed(self, seconds: float) -> float:
        """Return the first process's time, so that all take the same steps."""
        if self.processes == 1:
            return seconds
        clock = torch.tensor([seconds], dtype=torch.float64)
        several.broadcast(clock, 0)
        return clock.item()

    def _summed(self, loss: Tensor) -> float:
        """Sum the gradients of all processes in each of them; return the sum of their losses."""
        if self.processes == 1:
            return loss.item()
        gradients = [part.grad for part in self.learner.learnt if part.grad is not None]
        together = torch.cat([*(one.flatten() for one in gradients), loss[None]])
        several.all_reduce(together)
        at = 0
        for one in gradients:
            one.copy_(together[at : at + one.numel()].view_as(one))
            at += one.numel()
        return together[-1].item()


def start_processes() -> tuple[int, int]:
    """Return the number of this process, and how many learn together: 0 and 1 where torchrun has not started it."""
    if not several.is_torchelastic_launched():
        return 0, 1
    if not several.is_initialized():
        several.init_process_group("gloo", timeout=PATIENCE)
    return several.get_rank(), several.get_world_size()


def end_processes() -> None:
    """Wait until all processes have come here, and part them: one that ends before may abort another."""
    if several.is_initialized():
        several.barrier()
        several.destroy_process_group()


def wait_for_all() -> None:
    """Wait until all processes have come here."""
    if several.is_initialized():
        several.barrier()


def judged_loss(values: Tensor, places: Places, examples: Sequence[Example]) -> Tensor:
    """Return how unlikely the right beginnings and ends are; any answer counts, without one the first token."""
    right = np.stack([ends_of(example, own) for example, own in zip(examples, places, strict=True)])
    likely = log_probabilities(values, places)
    loss: Tensor = -likely.masked_fill(~torch.from_numpy(right).to(values.device), -1e4).logsumexp(1).mean()
    return loss


def log_probabilities(values: Tensor, places: Places) -> Tensor:
    """Return the logs of how likely each token is a beginning and an end, among the window's and the first."""
    allowed = places[..., :1] >= 0
    allowed[:, 0] = True
    return values.masked_fill(~torch.from_numpy(allowed).to(values.device), -1e4).log_softmax(1)


def low_precision(device: str) -> AbstractContextManager[object]:
    """Return the context in which products are of bfloat16: four times as fast a fit on a CPU that has it."""
    return torch.autocast(device, torch.bfloat16)


def batches(examples: Sequence[Example], passed: int) -> Iterator[list[Example]]:
    """Yield examples in batches of about the same length, again and again in other orders, but for those passed.

    What does not fill a batch waits for another order.
    """
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    size = min(BATCH, len(examples))
    many = size * BATCHES_ORDERED
    number = 0
    while True:
        order = chance.sample(examples, len(examples))
        groups = [sorted(order[at : at + many], key=_length) for at in range(0, len(order), many)]
        parts = [group[at : at + size] for group in groups for at in range(0, len(group) - size + 1, size)]
        chance.shuffle(parts)
        for part in parts:
            number += 1
            if number > passed:
                yield part


def _length(example: Example) -> int:
    return len(example.window.text) + len(example.question)
