"""A teacher for the reader: a larger model, too slow to be shipped, that says what the reader should learn.

Its maps stay as they are; next to each stands a correction of a low rank that learns (E. Hu et al., "LoRA", ICLR 2022).
All is calculated in bfloat16, but for what learns, which is kept in float32.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from learning import Places
from reader_examples import Example
from safetensors.torch import load_file
from torch import Tensor, nn

from qa.answering.reader import MOST_TOKENS
from qa.answering.windows import Window

SEED = 1
# The maps of a layer that are corrected, by their names in MPNet, and the rank of the corrections.
CORRECTED = (
    "attention.attn.q",
    "attention.attn.k",
    "attention.attn.v",
    "attention.attn.o",
    "intermediate.dense",
    "output.dense",
)
RANK = 32
# Corrections count so many times, so that they learn faster than the two values of each token.
SCALE = 2.0
PADDING = 1


class Corrected(nn.Module):
    """A map and its correction, which changes nothing at first."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.randn(RANK, base.in_features, device=base.weight.device) / base.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(base.out_features, RANK, device=base.weight.device))

    def forward(self, states: Tensor) -> Tensor:
        """Map states of the shape (..., in) to (..., out)."""
        low = nn.functional.linear(states, self.down.to(states.dtype))
        mapped: Tensor = self.base(states) + nn.functional.linear(low, (self.up * SCALE).to(states.dtype))
        return mapped


class Teacher:
    """A teacher that learns, a `learning.Learner`: all-mpnet-base-v2 in a folder, as sentence-transformers has it."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer
        from transformers import AutoModel

        torch.manual_seed(SEED)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model: Any = AutoModel.from_pretrained(folder).to(self.device, torch.bfloat16).eval().requires_grad_(False)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MOST_TOKENS, strategy="only_second")
        self.corrected: dict[str, Corrected] = {}
        for number, layer in enumerate(self.model.encoder.layer):
            for path in CORRECTED:
                owner, _, name = path.rpartition(".")
                correction = Corrected(layer.get_submodule(path))
                setattr(layer.get_submodule(owner), name, correction)
                self.corrected[f"{number}.{path}"] = correction
        self.ends = nn.Linear(self.model.config.hidden_size, 2).to(self.device)
        nn.init.normal_(self.ends.weight, std=0.02)
        self.learnt = [
            *self.ends.parameters(),
            *(part for one in self.corrected.values() for part in (one.down, one.up)),
        ]

    def start_from(self, weights: Path) -> None:
        """Take the corrections in a file for what was learnt so far."""
        fitted = load_file(weights)
        with torch.no_grad():
            self.ends.weight.copy_(fitted["ends.weight"])
            self.ends.bias.copy_(fitted["ends.bias"])
            for name, one in self.corrected.items():
                one.down.copy_(fitted[f"{name}.down"])
                one.up.copy_(fitted[f"{name}.up"] / SCALE)

    def values(self, examples: Sequence[Example]) -> tuple[Tensor, Places]:
        """Return what it says of each token, and the tokens' places."""
        rows = [self._tokens(example.question, example.window) for example in examples]
        ids = np.full((len(rows), max(len(own) for own, _ in rows)), PADDING, np.int64)
        places = np.full((*ids.shape, 2), -1, np.int64)
        for number, (own, own_places) in enumerate(rows):
            ids[number, : len(own)], places[number, : len(own)] = own, own_places
        inputs = torch.from_numpy(ids).to(self.device)
        states = self.model(input_ids=inputs, attention_mask=(inputs != PADDING).long()).last_hidden_state
        ends: Tensor = self.ends(states.float())
        return ends, places

    def _tokens(self, question: str, window: Window) -> tuple[list[int], Places]:
        """Return a question with a window after it as tokens, as qa.answering.reader.tokenized does for the reader."""
        title = f"{window.title}. " if window.title else ""
        encoding = self.tokenizer.encode(question, title + window.text)
        places = np.array(encoding.offsets, np.int64) - len(title)
        second = np.array([sequence == 1 for sequence in encoding.sequence_ids])
        of_text = second & (places[:, 0] >= 0) & (places[:, 1] > places[:, 0])
        return encoding.ids, np.where(of_text[:, None], places, -1)

    def corrections(self) -> dict[str, Tensor]:
        """Return what it has learnt, by names as `start_from` takes them."""
        kept = {"ends.weight": self.ends.weight, "ends.bias": self.ends.bias}
        for name, one in self.corrected.items():
            kept |= {f"{name}.up": one.up * SCALE, f"{name}.down": one.down}
        return {name: tensor.detach().half().cpu().contiguous() for name, tensor in kept.items()}
