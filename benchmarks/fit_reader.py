"""Fit the corrections of qa/reader.safetensors on judged collections with gold answers.

    .venv/bin/python benchmarks/fit_reader.py FOLDER... --write
    .venv/bin/python benchmarks/fit_reader.py FOLDER... --folds FOLDER [--fold N]

FOLDERs are as `qa evaluate` takes them. Each question is asked of its collection's archive, as Archive.ask does, and
learnt from are windows of the passages found: the one that holds the answer, the nearest of the others, and for
questions without an answer the nearest one or two. --folds fits several readers, each without a part of the articles,
and keeps them in a folder with which questions each has not seen, so that benchmarks/fit_confidence.py can let every
question be read by a reader that does not know it; --fold N fits one of them only, so that they can be fitted side by
side. Fitting takes about twenty minutes for ten thousand windows on one core.
"""

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from embeddings.encoder import load_encoder
from qa import reader
from qa.answers import Hit
from qa.collections import JudgedQuestion, read_collection
from qa.evaluation import JudgedArchive, open_judged
from qa.excerpts import relevance
from qa.reader import CORRECTED, Window, open_base, tokenized, tokens_of
from qa.reading import windows_of
from qa.retrieval import Query, prepare, rank
from qa.settings import load_settings

FOLDS = 2
LOOKED_AT = 5
# For the time it takes. In a trial three of them, at half as high a rate again, told trick questions apart a little
# better: AUROC 0.735 instead of 0.730.
EPOCHS = 2
BATCH = 16
# The highest; it rises over the first tenth of the steps and falls to nothing at the end.
LEARNING_RATE = 1e-3
# The layers below stay as they are, so that nothing is to be learnt through them, which takes time; correcting them as
# well was not tried.
FIRST_LAYER = 2
# Of the corrections: 440,000 numbers, less than a megabyte. To learn all numbers of the four layers instead
# did no better after one round (AUROC 0.682, with corrections 0.696).
RANK = 16
# Windows of so many batches are ordered by their length, so that little is padding.
BATCHES_ORDERED = 20


@dataclass(frozen=True)
class Example:
    """A question, a window, and where in the window's text its answers stand; nowhere in most."""

    article: str
    question: str
    window: Window
    answers: tuple[tuple[int, int], ...]


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    examples = examples_of_all(arguments.folders)
    print(f"{len(examples):,} windows, {sum(bool(one.answers) for one in examples):,} with an answer", flush=True)
    if arguments.folds:
        arguments.folds.mkdir(parents=True, exist_ok=True)
        parts = parted(examples)
        unseen = {one.question: parts[one.article] for one in examples}
        (arguments.folds / "unseen.json").write_text(json.dumps(unseen), "utf-8")
        for fold in range(FOLDS) if arguments.fold is None else (arguments.fold,):
            seen = [one for one in examples if parts[one.article] != fold]
            save_file(fitted(seen), arguments.folds / f"{fold}.safetensors")
    if arguments.write:
        save_file(fitted(examples), reader.WEIGHTS)


# What is learnt from


def opened(folder: Path) -> JudgedArchive:
    """Return a collection as an archive."""
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    return open_judged(read_collection(folder), settings.cache, encoder, lambda *_: None)


def examples_of_all(folders: Sequence[Path]) -> list[Example]:
    """Return what is learnt from collections; a question that several have counts where it stands first."""
    examples: list[Example] = []
    for folder in folders:
        known = {one.question for one in examples}
        examples += [one for one in examples_of(opened(folder)) if one.question not in known]
    return examples


def examples_of(judged: JudgedArchive) -> Iterator[Example]:
    """Yield what is learnt from a collection's questions."""
    chance = random.Random(1)  # noqa: S311  # no secret hangs on it
    titles = {document.id: document.title or document.id for document in judged.collection.documents}
    answered = [question for question in judged.collection.questions if question.has_answers]
    for question in [*answered, *judged.collection.unanswerable]:
        query = prepare(question.text, judged.encoder, judged.generation)
        hits = rank(query, judged.generation, LOOKED_AT)
        relevant = [document for document, grade in question.relevance.items() if grade > 0]
        about = next((titles[one] for one in relevant if one in titles), hits[0].document.title if hits else "")
        found = [(window, hit.document.id in relevant) for window, hit in nearest(query, hits, judged)]
        right = [(window, places) for window, own in found if own and (places := answers_in(window, question))]
        wrong = [window for window, _ in found if not answers_in(window, question)]
        wanted = 1 if relevant else 1 + (chance.random() < 1 / 3)
        for window, places in [*right[:1], *((window, ()) for window in wrong[:wanted])]:
            yield Example(about or "", question.text, window, tuple(places))


def nearest(query: Query, hits: Sequence[Hit], judged: JudgedArchive) -> list[tuple[Window, Hit]]:
    """Return the windows of some hits with their hits, those with the sentences that come nearest first."""
    found = []
    for place, hit in enumerate(hits):
        scores = iter(relevance(hit, query, judged.generation.lexical.terms))
        for window in windows_of(hit):
            found.append((max(next(scores) for _ in window.sentences) - 0.1 * place, window, hit))
    return [(window, hit) for _, window, hit in sorted(found, key=lambda one: -one[0])]


def answers_in(window: Window, question: JudgedQuestion) -> list[tuple[int, int]]:
    """Return where the gold answers stand in a window as words of their own."""
    patterns = [rf"(?<!\w){re.escape(answer.strip())}(?!\w)" for answer in question.answers if answer.strip()]
    return sorted({match.span() for one in patterns for match in re.finditer(one, window.text, re.IGNORECASE)})


def parted(examples: Sequence[Example]) -> Mapping[str, int]:
    """Return for each article the part it belongs to, all parts of about the same number of examples."""
    counts = Counter(one.article for one in examples)
    filled, parts = [0] * FOLDS, {}
    for article, count in counts.most_common():
        parts[article] = min(range(FOLDS), key=filled.__getitem__)
        filled[parts[article]] += count
    return parts


# Fitting


class Corrected(nn.Module):
    """A linear map, the weights of which stay, with a correction of low rank."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        self.whole = whole
        self.down = nn.Parameter(torch.randn(RANK, whole.in_features) / math.sqrt(whole.in_features))
        self.up = nn.Parameter(torch.zeros(whole.out_features, RANK))

    def forward(self, given: Tensor) -> Tensor:
        """Return the corrected map of something."""
        return self.whole(given) + 2 * (given @ self.down.T) @ self.up.T


def fitted(examples: Sequence[Example]) -> dict[str, Tensor]:
    """Return the corrections that fit examples, as reader.safetensors holds them."""
    torch.manual_seed(1)
    chance = random.Random(1)  # noqa: S311  # no secret hangs on it
    model, tokenizer = open_base()
    corrected = correct(model)
    ends = nn.Linear(model.config.hidden_size, 2)
    nn.init.normal_(ends.weight, std=0.02)
    learnt = [*ends.parameters(), *(part for one in corrected.values() for part in (one.down, one.up))]
    for part in learnt:
        part.requires_grad_(True)
    optimiser = torch.optim.AdamW(learnt, lr=LEARNING_RATE)
    steps = EPOCHS * math.ceil(len(examples) / BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / (0.1 * steps), 1 - step / steps))
    model.train()
    losses: list[float] = []
    for batch in (batch for _ in range(EPOCHS) for batch in batches(examples, chance)):
        loss = loss_of(batch, model, tokenizer, ends)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        rate.step()
        losses.append(loss.item())
        if len(losses) % 100 == 0:
            print(f"step {len(losses)} of {steps}: loss {np.mean(losses[-100:]):.3f}", flush=True)
    found = {"ends.weight": ends.weight, "ends.bias": ends.bias}
    for name, one in corrected.items():
        found |= {f"{name}.down": one.down, f"{name}.up": 2 * one.up}
    return {name: tensor.detach().half().contiguous() for name, tensor in found.items()}


def correct(model: nn.Module) -> dict[str, Corrected]:
    """Give the upper layers of a model corrections; return them by the names that a reader looks for."""
    corrected = {}
    for number, layer in enumerate(model.encoder.layer):
        layer.attention.self.dropout.p = 0.0
        for path in CORRECTED if number >= FIRST_LAYER else ():
            parent, _, name = path.rpartition(".")
            made = Corrected(layer.get_submodule(path))
            setattr(layer.get_submodule(parent), name, made)
            corrected[f"{number}.{path}"] = made
    return corrected


def batches(examples: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Yield all examples in batches of about the same length, in another order each time."""
    order = chance.sample(examples, len(examples))
    many = BATCH * BATCHES_ORDERED
    groups = [sorted(order[at : at + many], key=lambda one: len(one.window.text)) for at in range(0, len(order), many)]
    found = [group[at : at + BATCH] for group in groups for at in range(0, len(group), BATCH)]
    chance.shuffle(found)
    yield from found


def loss_of(batch: Sequence[Example], model: nn.Module, tokenizer: object, ends: nn.Linear) -> Tensor:
    """Return how unlikely the right beginnings and ends are; any answer counts, without one the first token."""
    tokens = tokenized(tokenizer, [one.question for one in batch], [one.window for one in batch])
    allowed = tokens.places[..., 0] >= 0
    allowed[:, 0] = True
    right = np.zeros((*allowed.shape, 2), np.bool_)
    for row, one in enumerate(batch):
        found = [own for own in tokens_of(tokens.places[row], one.answers) if len(own)]
        for own in found:
            right[row, own[0], 0] = right[row, own[-1], 1] = True
        if not found:
            right[row, 0] = True
    values = ends(model(**tokens.inputs).last_hidden_state)
    values = values.masked_fill(~torch.from_numpy(allowed)[..., None], -1e4)
    of_right = values.masked_fill(~torch.from_numpy(right), -1e4)
    return (values.logsumexp(1) - of_right.logsumexp(1)).mean()


if __name__ == "__main__":
    main()
