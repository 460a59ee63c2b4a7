import json
from pathlib import Path
from typing import Any

import fit_reader
import pytest
import torch
from fit_reader import RANK, STAGES, Fit, batches, sources_of
from reader_examples import Example
from safetensors.torch import save_file
from train_questions import Question

from qa.answering.reader import Window, reader_of

WINDOW = Window("", "Salehi signed in Vienna. Burns flew to Muscat.", ((0, 24), (25, 46)))
EXAMPLES = [
    Example("a", "Who signed in Vienna?", WINDOW, ((0, 6),)),
    Example("a", "Who flew to Muscat?", WINDOW, ((25, 46),), sentence_answers=True),
    Example("a", "Who flew to Geneva?", WINDOW, ()),
]


class Clock:
    """Time that passes with each look at it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        self.seconds += 1
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_reader, "time", Clock())
    monkeypatch.setattr(fit_reader, "BATCH", 4)


@pytest.mark.model
@pytest.mark.usefixtures("clock")
def test_a_reader_learns_what_it_is_shown_and_says_how_well(tmp_path: Path) -> None:
    fit = Fit(tmp_path, 40)
    fit.learn(dict.fromkeys(STAGES, EXAMPLES * 4), EXAMPLES)
    save_file(fit.corrections(), tmp_path / "fitted.safetensors")
    read = reader_of(tmp_path / "fitted.safetensors")
    for number, example in enumerate(EXAMPLES[:2]):
        values = [reading.value for reading in read(example.question, [WINDOW])[0]]
        assert values[number] == max(values)
        assert values[number] > 0
    assert max(reading.value for reading in read(EXAMPLES[2].question, [WINDOW])[0]) < 0
    figures = json.loads((tmp_path / "figures.jsonl").read_text("utf-8").splitlines()[-1])
    assert set(figures["steps"]) == set(STAGES)
    assert figures["auroc"] == 1


@pytest.mark.model
@pytest.mark.usefixtures("clock")
def test_a_fit_that_was_stopped_goes_on_from_what_it_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fit = Fit(tmp_path, 40)
    steps: list[Any] = []

    def stopped(batch: Any) -> float:
        steps.append(batch)
        if len(steps) == 7:
            raise KeyboardInterrupt
        return Fit.step(fit, batch)

    monkeypatch.setattr(fit, "step", stopped)
    monkeypatch.setattr(fit_reader, "SECONDS_BETWEEN_CHECKPOINTS", 1)
    with pytest.raises(KeyboardInterrupt):
        fit.learn(dict.fromkeys(STAGES, EXAMPLES * 4), EXAMPLES)
    again = Fit(tmp_path, 40)
    assert sum(again.steps.values()) == 6
    assert again.spent > 5
    assert all(torch.equal(after, before) for after, before in zip(again.learnt, fit.learnt, strict=True))


@pytest.mark.model
def test_corrections_are_of_a_low_rank_and_small(tmp_path: Path) -> None:
    fit = Fit(tmp_path, 1)
    with torch.no_grad():
        fit.learnt[-1] += 0.1
    kept = fit.corrections()
    assert sum(tensor.numel() for tensor in kept.values()) * 2 <= 8_000_000
    name = list(fit.maps)[-1]
    assert kept[f"{name}.down"].shape[0] == RANK
    change = kept[f"{name}.up"].float() @ kept[f"{name}.down"].float()
    assert torch.allclose(change, torch.full_like(change, 0.1), atol=1e-3)


def test_batches_that_were_learnt_are_passed_over() -> None:
    every, later = batches(EXAMPLES * 100, 0), batches(EXAMPLES * 100, 3)
    first = [next(every) for _ in range(20)]
    assert [next(later) for _ in range(17)] == first[3:]
    # All of them, then all of them again.
    assert sum(map(len, first)) > 300


def test_questions_are_made_up_of_each_context_once() -> None:
    question = Question("nq_oracle", "Oman", "Oman", "A boat sank. Ten men drowned.", "What sank?", ((2, 6),), False)
    (source,) = sources_of([question, question._replace(text="Who?")])
    assert source.title == "Oman"
    assert [source.text[part.start : part.end] for part in source.sentences] == ["A boat sank.", "Ten men drowned."]
