"""Measure how the weights that choose a sentence to quote do, on judged collections: the reader's and the score's.

    .venv/bin/python benchmarks/fit_choice.py FOLDER...

FOLDERs are as `qa evaluate` takes them, with gold answers. Of each question the passages are read as `ask` reads them
(qa.answering.reading). Then each pair of weights (READING_WEIGHT of qa.answering.relevance, STANDING_SCORE_WEIGHT of
qa.answering.reading) chooses the sentence whose passage's score, relevance and reading are the most together. Printed
is for each pair in how many of the questions that sentence holds a gold answer, in the mean over the collections and
over all questions. Which windows are read follows from the weights that are in force.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.models.encoder import load_encoder
from qa.answering.reader import UNREAD
from qa.answering.reading import PASSAGES, STANDING_SCORE_WEIGHT, read
from qa.answering.relevance import READING_WEIGHT, SURE_READING, with_relevance
from qa.evaluation.collections import read_collection
from qa.evaluation.judged_archive import JudgedArchive, open_judged
from qa.question.question import analyse
from qa.retrieval.ranking import rank
from qa.retrieval.scope import Scope
from qa.settings import load_settings

READING_WEIGHTS = (0.0, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4)
SCORE_WEIGHTS = (0.5, 1.0, 1.4, 2.0, 4.0)

# Of the sentences of a question: their passage's score, relevance, reading, and 1 for those that hold a gold answer.
Sentences = NDArray[np.float64]


def main() -> None:
    """Ask, choose and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    arguments = parser.parse_args()
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    asked: list[list[Sentences]] = []
    for folder in arguments.folders:
        archive = open_judged(read_collection(folder), settings.cache, encoder, lambda *_: None)
        asked.append(list(sentences_of(archive)))
        print(f"{folder.resolve().name}: {len(asked[-1]):,} questions", flush=True)
    print("\nreading weight, score weight: mean of the collections, of all questions")
    for reading_weight in READING_WEIGHTS:
        for score_weight in SCORE_WEIGHTS:
            right = [[chosen_is_right(one, reading_weight, score_weight) for one in found] for found in asked]
            of_each, of_all = np.mean([np.mean(one) for one in right]), np.mean(np.concatenate(right))
            in_force = (reading_weight, score_weight) == (READING_WEIGHT, STANDING_SCORE_WEIGHT)
            print(f"{reading_weight:5} {score_weight:5}: {of_each:.4f} {of_all:.4f}{' (in force)' if in_force else ''}")


def sentences_of(archive: JudgedArchive) -> Iterator[Sentences]:
    """Yield what is known of the sentences of the first passages, for each question that finds some."""
    for judged in archive.collection.questions:
        if not judged.has_gold_answers:
            continue
        question = analyse(judged.text, judged.history, archive.encoder, archive.generation.lexical)
        hits = rank(question, Scope(archive.generation), PASSAGES)
        found = [
            (hit.score, relevance, reading, judged.answered_by(hit.document.text[place.start : place.end]))
            for hit in read(question, hits, archive.judges.reader)
            for place, relevance, reading in zip(
                hit.passage.sentences,
                with_relevance(hit, question).sentence_relevance,
                hit.readings or (UNREAD,) * len(hit.passage.sentences),
                strict=True,
            )
        ]
        if found:
            yield np.array(found, np.float64)


def chosen_is_right(sentences: Sentences, reading_weight: float, score_weight: float) -> bool:
    """Whether the sentence that two weights choose holds a gold answer."""
    scores, relevance, readings, gold = sentences.T
    clipped = np.clip(readings, -SURE_READING, SURE_READING)
    return bool(gold[np.argmax(score_weight * scores + relevance + reading_weight * clipped)])


if __name__ == "__main__":
    main()
