"""Figures of a reader on windows that it has not seen."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from reader_examples import Example, ends_of

from qa.answering.reader import LONGEST_ANSWER, sentence_readings, tokens_of
from qa.evaluation.answerability import auroc

BATCH = 32


def figures(examples: Sequence[Example], values_of: Callable[[Sequence[Example]], tuple[Any, Any]]) -> dict[str, float]:
    """Return how well windows with an answer are told from those without, and the answer is found in the former.

    `values_of` returns for examples the values of their tokens, that an answer begins and ends there, of the shape
    (examples, tokens, 2), and the places of the tokens.
    """
    best, right, sentence, overlap, likely = [], [], [], [], []
    for start in range(0, len(examples), BATCH):
        batch = examples[start : start + BATCH]
        for example, values, places in zip(batch, *values_of(batch), strict=True):
            of_sentences = [x.value for x in sentence_readings(values, places, example.window.sentences)]
            best.append(max(of_sentences))
            right.append(bool(example.answers))
            if example.answers:
                at, to = example.window.sentences[int(np.argmax(of_sentences))]
                sentence.append(any(at < end and begin < to for begin, end in example.answers))
                if not example.sentence_answers:
                    overlap.append(_overlap(example, values, places))
            likely.append(_loss(values, places, example))
    answers = np.array(right)
    told_apart = auroc(np.array(best)[answers], np.array(best)[~answers])
    return {
        "windows": len(examples),
        "auroc": round(told_apart or 0.0, 4),
        "sentence": round(float(np.mean(sentence)), 4),
        "token_f1": round(float(np.mean(overlap)), 4),
        "held_out_loss": round(float(np.mean(likely)), 4),
        "ece_of_4": round(_calibration(np.array(best), answers), 4),
    }


def marked(values: Any, places: Any) -> tuple[int, int]:
    """Return the numbers of the first and last token of the likeliest answer."""
    inside = np.flatnonzero(places[:, 0] >= 0)
    count = len(inside)
    allowed = np.triu(np.ones((count, count), np.bool_)) & ~np.triu(np.ones((count, count), np.bool_), LONGEST_ANSWER)
    sums = np.where(allowed, values[inside, 0][:, None] + values[inside, 1], -np.inf)
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    return int(inside[first]), int(inside[last])


def _overlap(example: Example, values: Any, places: Any) -> float:
    """Return the token F1 of the likeliest answer with the nearest gold answer."""
    first, last = marked(values, places)
    best = 0.0
    for numbers in tokens_of(places, example.answers):
        if len(numbers):
            both = max(0, min(last, numbers[-1]) - max(first, numbers[0]) + 1)
            best = max(best, 2 * both / (last - first + 1 + len(numbers)))
    return best


def _loss(values: Any, places: Any, example: Example) -> float:
    """Return how unlikely the right beginning and end are."""
    allowed = places[:, :1] >= 0
    allowed[0] = True
    every = np.where(allowed, values, -1e4)
    right = np.where(ends_of(example, places), every, -1e4)
    return float((np.logaddexp.reduce(every, 0) - np.logaddexp.reduce(right, 0)).mean())


def _calibration(best: Any, right: Any) -> float:
    chance = 1 / (1 + np.exp(-best))
    bins = np.minimum((chance * 10).astype(int), 9)
    return float(sum(abs(chance[bins == n].mean() - right[bins == n].mean()) * np.mean(bins == n) for n in set(bins)))
