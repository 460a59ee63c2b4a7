from pathlib import Path

import numpy as np
import pytest
import torch
from learning import Fit, judged_loss
from reader_base import tokenized
from reader_examples import Example
from safetensors.torch import save_file
from teacher import Teacher
from transformers import MPNetConfig, MPNetModel

from embeddings.models.default_model import default_tokenizer
from qa.answering.reader import MOST_TOKENS
from qa.answering.windows import Window

WINDOWS = [
    Window("Talks", "The envoy’s wife met both sides. Ambassador Salehi signed.", ((0, 32), (33, 58))),
    Window("", "“Ça va,” he said.", ((0, 17),)),
]
EXAMPLES = [
    Example("a", "Who signed?", WINDOWS[0], ((44, 50),)),
    Example("b", "What did he say?", WINDOWS[1], ()),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small MPNet with weights of chance."""
    folder = tmp_path_factory.mktemp("mpnet")
    torch.manual_seed(0)
    config = MPNetConfig(
        vocab_size=30527, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    MPNetModel(config).save_pretrained(folder)
    default_tokenizer(MOST_TOKENS).save(str(folder / "tokenizer.json"))
    return folder


@pytest.mark.model
def test_it_speaks_of_the_tokens_that_the_reader_reads(base: Path) -> None:
    values, places = Teacher(base).values(EXAMPLES)
    assert values.shape == places.shape
    read = tokenized(default_tokenizer(MOST_TOKENS), [one.question for one in EXAMPLES], WINDOWS)
    for own, readers in zip(places, read.places, strict=True):
        np.testing.assert_array_equal(own[own[:, 0] >= 0], readers[readers[:, 0] >= 0])


@pytest.mark.model
def test_it_learns_and_can_be_started_from_what_it_has_learnt(base: Path, tmp_path: Path) -> None:
    teacher = Teacher(base)
    maps = teacher.corrected["0.output.dense"].base.weight.clone()
    fit = Fit(teacher, tmp_path, 1000, 0.01)
    fit.spent = 100
    losses = [fit.step(EXAMPLES, judged_loss) for _ in range(60)]
    assert losses[-1] < losses[0] / 2
    assert torch.equal(teacher.corrected["0.output.dense"].base.weight, maps)
    save_file(teacher.corrections(), tmp_path / "teacher.safetensors")
    other = Teacher(base)
    other.start_from(tmp_path / "teacher.safetensors")
    of_other, of_new = (judged_loss(*one.values(EXAMPLES), EXAMPLES).item() for one in (other, Teacher(base)))
    # Its weights are kept in float16, and it calculates in bfloat16.
    assert of_other == pytest.approx(losses[-1], abs=0.2)
    assert of_new > losses[0] / 2
