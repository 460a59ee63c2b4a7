import json
from pathlib import Path
from typing import Any

import learning
import numpy as np
import pytest
import torch
from learning import Fit, Stage, batches, judged_loss, log_probabilities
from reader_examples import Example
from safetensors.torch import save_file
from student import Student

from qa.answering.reader import Window, reader_of

WINDOW = Window("", "Salehi signed in Vienna. Burns flew to Muscat.", ((0, 24), (25, 46)))
EXAMPLES = [
    Example("a", "Who signed in Vienna?", WINDOW, ((0, 6),)),
    Example("a", "Who flew to Muscat?", WINDOW, ((25, 46),), sentence_answers=True),
    Example("a", "Who flew to Geneva?", WINDOW, ()),
]
STAGES = [Stage("first", 0.5, EXAMPLES * 4), Stage("second", 0.5, EXAMPLES * 4)]
RATE = 3e-4


class Clock:
    """Time that passes with each look at it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        self.seconds += 1
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "time", Clock())
    monkeypatch.setattr(learning, "BATCH", 4)


@pytest.mark.model
@pytest.mark.usefixtures("clock")
def test_a_reader_learns_what_it_is_shown_and_says_how_well(tmp_path: Path) -> None:
    student = Student()
    Fit(student, tmp_path, 40, RATE).learn(STAGES, EXAMPLES, judged_loss)
    save_file(student.corrections(), tmp_path / "fitted.safetensors")
    read = reader_of(tmp_path / "fitted.safetensors")
    for number, example in enumerate(EXAMPLES[:2]):
        values = [reading.value for reading in read(example.question, [WINDOW])[0]]
        assert values[number] == max(values)
        assert values[number] > 0
    assert max(reading.value for reading in read(EXAMPLES[2].question, [WINDOW])[0]) < 0
    figures = json.loads((tmp_path / "figures.jsonl").read_text("utf-8").splitlines()[-1])
    assert set(figures["steps"]) == {"first", "second"}
    assert figures["auroc"] == 1


@pytest.mark.model
@pytest.mark.usefixtures("clock")
def test_a_fit_that_was_stopped_goes_on_from_what_it_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    student = Student()
    fit = Fit(student, tmp_path, 40, RATE)
    steps: list[Any] = []

    def stopped(batch: Any, loss_of: Any) -> float:
        steps.append(batch)
        if len(steps) == 7:
            raise KeyboardInterrupt
        return Fit.step(fit, batch, loss_of)

    monkeypatch.setattr(fit, "step", stopped)
    monkeypatch.setattr(learning, "SECONDS_BETWEEN_CHECKPOINTS", 1)
    with pytest.raises(KeyboardInterrupt):
        fit.learn(STAGES, EXAMPLES, judged_loss)
    other = Student()
    again = Fit(other, tmp_path, 40, RATE)
    assert sum(again.steps.values()) == 6
    assert again.spent > 5
    assert all(torch.equal(after, before) for after, before in zip(other.learnt, student.learnt, strict=True))


class OneValue:
    """A learner with one weight, which is what it says of every token but the first."""

    device = "cpu"

    def __init__(self) -> None:
        self.learnt = [torch.nn.Parameter(torch.zeros(1))]

    def values(self, examples: Any) -> Any:
        places = np.array([[(-1, -1), (0, 6), (7, 13)]] * len(examples))
        return self.learnt[0] * torch.tensor([0.0, 1.0, 1.0])[None, :, None].expand(len(examples), 3, 2), places


def learn_together(number: int, address: str, folder: str) -> None:
    """Take steps as one of two processes, and write what was learnt."""
    torch.distributed.init_process_group("gloo", init_method=address, rank=number, world_size=2)
    learner = OneValue()
    fit = Fit(learner, Path(folder), 1000, RATE)
    fit.number, fit.processes = number, 2
    for batch in (EXAMPLES[:2], EXAMPLES[1:]):
        fit.step(batch, judged_loss)
    torch.save(learner.learnt, Path(folder) / f"{number}.pt")
    learning.end_processes()


def test_two_processes_learn_what_one_does(tmp_path: Path) -> None:
    address = (tmp_path / "meeting").as_uri()
    torch.multiprocessing.spawn(learn_together, (address, str(tmp_path)), nprocs=2)
    alone = OneValue()
    fit = Fit(alone, tmp_path, 1000, RATE)
    for batch in (EXAMPLES[:2], EXAMPLES[1:]):
        fit.step(batch, judged_loss)
    assert alone.learnt[0].item() != 0
    for number in range(2):
        (learnt,) = torch.load(tmp_path / f"{number}.pt", weights_only=False)
        assert torch.allclose(learnt, alone.learnt[0])


def test_a_loss_is_of_the_tokens_of_the_window_and_the_first() -> None:
    # The second token is the question's, whatever is said of it.
    places = np.array([[(-1, -1), (-1, -1), (0, 6), (7, 13)]])
    values = torch.tensor([[[0.0, 0.0], [9.0, 9.0], [2.0, 0.0], [0.0, 2.0]]])
    likely = log_probabilities(values, places).exp()
    assert likely[0, 1].tolist() == [0, 0]
    torch.testing.assert_close(likely.sum(1), torch.ones(1, 2))
    right = likely[0, 2, 0].item()
    assert right == pytest.approx(np.exp(2) / (np.exp(2) + 2))
    example = Example("a", "Who?", Window("", "Salehi signed.", ((0, 14),)), ((0, 6),))
    expected = -(np.log(right) + np.log(likely[0, 2, 1].item())) / 2
    assert float(judged_loss(values, places, [example])) == pytest.approx(expected)


def test_batches_that_were_learnt_are_passed_over() -> None:
    every, later = batches(EXAMPLES * 100, 0), batches(EXAMPLES * 100, 3)
    first = [next(every) for _ in range(20)]
    assert [next(later) for _ in range(17)] == first[3:]
    # All of them, then all of them again.
    assert sum(map(len, first)) > 300


def test_a_batch_is_whole_unless_there_are_too_few_examples_for_one() -> None:
    of_many, of_few = batches(EXAMPLES * 100, 0), batches(EXAMPLES, 0)
    assert {len(next(of_many)) for _ in range(20)} == {learning.BATCH}
    assert [len(next(of_few)) for _ in range(3)] == [3, 3, 3]
