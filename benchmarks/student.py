"""The reader as it learns: the default model with all maps of its layers free to change."""

from collections.abc import Sequence
from pathlib import Path

import torch
from learning import Places, low_precision
from reader_base import open_base, tokenized
from reader_examples import Example
from safetensors.torch import load_file
from torch import Tensor, nn

from qa.answering.reader import CORRECTED

SEED = 1
# Of the corrections that are shipped: those of this rank that come nearest to all that was learnt. In float16 they take
# 8 MB.
RANK = 96


class Student:
    """A reader that learns, a `learning.Learner`."""

    def __init__(self) -> None:
        torch.manual_seed(SEED)
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

    def start_from(self, weights: Path) -> None:
        """Take the corrections in a file for what was learnt so far."""
        fitted = {name: tensor.float().to(self.device) for name, tensor in load_file(weights).items()}
        with torch.no_grad():
            self.ends.weight.copy_(fitted["ends.weight"])
            self.ends.bias.copy_(fitted["ends.bias"])
            for name, part in self.maps.items():
                part.weight.copy_(self.before[name] + fitted[f"{name}.up"] @ fitted[f"{name}.down"])

    def values(self, examples: Sequence[Example]) -> tuple[Tensor, Places]:
        """Return what it says of each token, and the tokens' places."""
        tokens = tokenized(
            self.tokenizer, [example.question for example in examples], [example.window for example in examples]
        )
        with low_precision(self.device):
            states = self.model(**{name: part.to(self.device) for name, part in tokens.inputs.items()})
        ends: Tensor = self.ends(states.last_hidden_state.float())
        return ends, tokens.places

    def corrections(self) -> dict[str, Tensor]:
        """Return the corrections as reader.safetensors holds them: the nearest of a low rank to what was learnt."""
        kept = {"ends.weight": self.ends.weight.detach(), "ends.bias": self.ends.bias.detach()}
        for name, part in self.maps.items():
            left, sizes, right = torch.linalg.svd(part.weight.detach() - self.before[name], full_matrices=False)
            root = sizes[:RANK].sqrt()
            kept |= {f"{name}.up": left[:, :RANK] * root, f"{name}.down": root[:, None] * right[:RANK]}
        return {name: tensor.half().cpu().contiguous() for name, tensor in kept.items()}
