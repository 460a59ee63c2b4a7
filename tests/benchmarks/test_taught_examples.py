from pathlib import Path
from typing import Any

import numpy as np
import pytest
import taught_examples
import torch
from reader_examples import Example
from taught_examples import SHARE, TaughtExample, read_taught, said_of, taught_loss, write_taught

from qa.answering.windows import Window

WINDOW = Window("", "Salehi signed. He left.", ((0, 14), (15, 23)))
EXAMPLES = [Example("a", f"Who signed paper {number}?", WINDOW, ((0, 6),)) for number in range(5)]
PLACES = np.array([(-1, -1), (-1, -1), (0, 6), (7, 13)])


class Speaker:
    """A teacher that says of each window's tokens the number of its question."""

    device = "cpu"
    learnt: tuple[torch.nn.Parameter, ...] = ()

    def __init__(self) -> None:
        self.read: list[str] = []

    def values(self, examples: Any) -> Any:
        self.read += [example.question for example in examples]
        of_each = [float(example.question[-2]) for example in examples]
        values = torch.tensor([[0.0, 9.0, own, 0.0] for own in of_each])
        return values[..., None].expand(len(examples), 4, 2), np.array([PLACES] * len(examples))


@pytest.fixture(autouse=True)
def _small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taught_examples, "IN_FILE", 2)


def test_what_is_said_is_of_the_first_token_and_the_windows(tmp_path: Path) -> None:
    write_taught(Speaker(), EXAMPLES, tmp_path, 0, 1)
    taught = read_taught(EXAMPLES, tmp_path)
    assert [one.question for one in taught] == [one.question for one in EXAMPLES]
    for number, one in enumerate(taught):
        assert one.said is not None
        expected = np.exp([0, number, 0]) / np.exp([0, number, 0]).sum()
        np.testing.assert_allclose(np.exp(one.said[:, 0].astype(float)), expected, atol=1e-3)
        assert one.answers == ((0, 6),)


def test_what_was_read_is_not_read_again_and_processes_share_the_rest(tmp_path: Path) -> None:
    first, second, again = Speaker(), Speaker(), Speaker()
    write_taught(first, EXAMPLES, tmp_path, 0, 2)
    assert len(first.read) == 3
    # Before the others are read, what is there can be learnt from.
    assert [one.question[-2] for one in read_taught(EXAMPLES, tmp_path)] == ["0", "1", "4"]
    write_taught(second, EXAMPLES, tmp_path, 1, 2)
    assert sorted(first.read + second.read) == [one.question for one in EXAMPLES]
    write_taught(again, EXAMPLES, tmp_path, 0, 1)
    assert again.read == []
    assert len(read_taught(EXAMPLES, tmp_path)) == 5


def test_the_loss_is_least_where_the_reader_says_what_the_teacher_does() -> None:
    example = EXAMPLES[0]
    (said,) = said_of(Speaker(), [EXAMPLES[3]])
    taught = TaughtExample("a", example.question, WINDOW, ((0, 6),), said=said)
    places = PLACES[None]
    losses = {
        value: float(taught_loss(torch.tensor([[0.0, 0.0, value, 0.0]])[..., None].expand(1, 4, 2), places, [taught]))
        for value in (0.0, 2.0, 3.0, 3.5)
    }
    assert losses[0.0] > losses[2.0] > losses[3.0]
    likely = np.exp([0, 3, 0]) / np.exp([0, 3, 0]).sum()
    entropy = -(likely * np.log(likely)).sum()
    assert losses[3.0] == pytest.approx(SHARE * entropy - (1 - SHARE) * np.log(likely[1]), abs=1e-2)


def test_where_the_teacher_read_other_tokens_only_the_judgement_counts() -> None:
    taught = TaughtExample("a", "Who?", WINDOW, ((0, 6),), said=np.zeros((9, 2), np.float16))
    values = torch.tensor([[0.0, 0.0, 1.0, 0.0]])[..., None].expand(1, 4, 2)
    expected = (1 - SHARE) * -np.log(np.e / (np.e + 2))
    assert float(taught_loss(values, PLACES[None], [taught])) == pytest.approx(expected, abs=1e-3)
