"""What each signal is worth: the table of docs/retrieval.md, measured on judged collections.

    .venv/bin/python benchmarks/ablation.py FOLDER... [--limit N]

The archives are those that `qa evaluate` keeps; they are built where they are missing. Of every question (or of the
first N of each collection) the candidates' signals are worked out once, and fused as qa.retrieval.ranking does with the
constants of each row in place of its own. Printed is a table in Markdown, nDCG@10 / R@1 of each collection and the mean
of nDCG@10, and below it by how much all signals together are above the best one alone on each collection. What the
signals cost, benchmarks/retrieve.py says.
"""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from rich.progress import Progress

from embeddings.models.encoder import load_encoder
from qa.evaluation.collections import JudgedQuestion, read_collection
from qa.evaluation.evaluation import Figures, QuestionResult, figures
from qa.evaluation.judged_archive import JudgedArchive, open_judged
from qa.question.question import analyse
from qa.retrieval import candidates, fusion, ranking
from qa.retrieval.scope import Scope
from qa.settings import load_settings

# Enough passages for ten documents.
PASSAGES = 40
WHOLE = "**all**"
_EVERY_CANDIDATE = 1_000_000

Row = Mapping[str, Any]


def rows() -> dict[str, Row]:
    """Return the rows of the table: by name, the constants of qa.retrieval.fusion that are replaced.

    "evidence" is none of them: it names the signal that stands in for the sentence evidence.
    """
    weights = fusion.WEIGHTS
    alone: dict[str, dict[str, Any]] = {
        name: {"WEIGHTS": {**dict.fromkeys(weights, 0.0), name: 1.0}} for name in weights
    }
    # There is nothing else by which to choose what is looked at.
    alone["late_interaction"]["RERANKED"] = _EVERY_CANDIDATE
    return {
        WHOLE: {},
        **{f"`{name}` alone": row for name, row in alone.items()},
        **{f"without `{name}`": {"WEIGHTS": {**weights, name: 0.0}} for name in weights},
        "sentence evidence without the question's terms": {"evidence": "sentence_cosine"},
        "late interaction over all candidates": {"RERANKED": _EVERY_CANDIDATE},
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    with Progress(transient=True) as bar:
        found = {folder.resolve().name: measure(folder, arguments.limit, bar) for folder in arguments.folders}
    print("| | mean |", " | ".join(found), "|")
    print("| --- " * (2 + len(found)) + "|")
    for row in rows():
        cells = [f"{of_set[row]['nDCG@10']:.3f} / {of_set[row]['R@1']:.3f}" for of_set in found.values()]
        mean = sum(float(of_set[row]["nDCG@10"] or 0) for of_set in found.values()) / len(found)
        print(f"| {row} | {mean:.3f} |", " | ".join(cells), "|")
    print("\nall above the best alone, nDCG@10:")
    for name, of_set in found.items():
        best, row = max((float(own["nDCG@10"] or 0), row) for row, own in of_set.items() if row.endswith("alone"))
        print(f"{name:<12} {float(of_set[WHOLE]['nDCG@10'] or 0) - best:+.4f} ({row} {best:.4f})")


def measure(folder: Path, limit: int | None, bar: Progress) -> dict[str, Figures]:
    """Return the figures of one collection by row."""
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    collection = read_collection(folder)
    questions = collection.questions[:limit]
    task = bar.add_task(collection.name)
    judged = open_judged(
        collection, settings.cache, encoder, lambda _, done, total: bar.update(task, completed=done, total=total)
    )
    asked: dict[str, list[QuestionResult]] = {name: [] for name in rows()}
    for number, question in enumerate(questions, 1):
        for name, documents in rankings(judged, question).items():
            asked[name].append(QuestionResult(question, (), documents, 1.0, None))
        bar.update(task, completed=number, total=len(questions))
    return {name: figures(found) for name, found in asked.items()}


def rankings(judged: JudgedArchive, question: JudgedQuestion) -> dict[str, dict[str, float]]:
    """Return the documents by row, best first, with falling scores."""
    generation = judged.generation
    analysed = analyse(question.text, question.history, judged.encoder, generation.lexical)
    (best_candidates, *_) = candidates.find_candidates(analysed, Scope(generation), 1)
    with replaced({"RERANKED": _EVERY_CANDIDATE}):
        scored = ranking._score(analysed, generation, best_candidates)
    late = scored.signals["late_interaction"]
    found = {}
    for name, row in rows().items():
        evidence = row.get("evidence", "sentence_evidence")
        signals = {**scored.signals, "sentence_evidence": scored.signals[evidence], "late_interaction": 0 * late}
        with replaced({constant: value for constant, value in row.items() if constant != "evidence"}):
            best = np.argsort(-fusion.fuse(signals, late.__getitem__), kind="stable")
        documents = dict.fromkeys(
            generation.catalogue.document_of(int(number)).id for number in scored.numbers[best[:PASSAGES]]
        )
        found[name] = {document: 1 / rank for rank, document in enumerate(documents, 1)}
    return found


@contextmanager
def replaced(row: Row) -> Iterator[None]:
    """Put a row's constants in place of qa.retrieval.fusion's."""
    with ExitStack() as patches:
        for name, value in row.items():
            patches.enter_context(patch.object(fusion, name, value))
        yield


if __name__ == "__main__":
    main()
