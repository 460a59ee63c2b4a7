"""Judged collections -> figures: how well what is known to answer is found, and how quickly.

A collection's archive is built by the product's own path and asked through Archive.hits and Archive.retrieve, with the
settings in force. Figures over documents are ir-measures' (https://ir-measur.es), which follow trec_eval: nDCG with
linear gains, means over the questions that have a relevant document. A document ranks where its first passage does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TextIO

import numpy as np

from embeddings.building import rebuild
from embeddings.generations.store import Generation
from embeddings.models.encoder import Encoder, load_encoder
from qa.answering.relevance import sentence_relevance
from qa.answering.reprints import documents_with_best_sentence
from qa.answers import Excerpt, Hit
from qa.evaluation import answerability
from qa.evaluation.collections import JudgedQuestion, read_collection
from qa.evaluation.judged_archive import JudgedArchive, open_judged
from qa.evaluation.run_files import run_lines, run_paths, signal_lines, strictly_falling
from qa.question.question import analyse
from qa.settings import load_settings

MEASURES = ("nDCG@10", "RR@10", "R@1", "R@5", "R@100")
ANSWER_PLACES = (
    "answer_in_first_passage",
    "answer_in_first_excerpt",
    "answer_in_first_sentence",
    "answer_in_first_three_sentences",
)
# What is timed is what people ask for.
EXCERPTS = 5
# R@100 needs 100 documents; most have one or two passages each.
DOCUMENTS = 100
PASSAGES = 200
DEEPER = 4
# The first questions load code and files; they are asked once before any is timed.
WARM_UP = 3

Figures = dict[str, float | int | None]
# Called with the collection's name, the stage ("encoding" passages or "asking" questions), how many are done, of how
# many.
Progress = Callable[[str, str, int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one collection, as `qa evaluate --json` prints them, and notes on what was passed over."""

    name: str
    figures: Figures
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question brought: `hits` are the best passages, `seconds` the time that its first excerpts took.

    `ranking` maps documents, best first, to scores that fall from each to the next; `answer_in` says for each of
    ANSWER_PLACES whether a gold answer stands there, and is None for a question without gold answers.
    """

    question: JudgedQuestion
    hits: Sequence[Hit]
    ranking: Mapping[str, float]
    seconds: float
    answer_in: Mapping[str, bool] | None


def evaluate(
    folders: Sequence[Path],
    *,
    limit: int | None = None,
    run_file: Path | None = None,
    signals: Path | None = None,
    answers: bool = False,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> list[Evaluation]:
    """Ask every judged question of each folder (the first `limit` of them) and return the figures.

    `run_file` is written as a TREC run; with several folders there is one file each, with the collection's name before
    the suffix. `signals` is written as JSON Lines, one candidate passage a line. Archives are kept below the setting
    `cache` and used again while the documents, the model and the way of building stay as they are. With `answers` the
    questions are asked again, as by Archive.ask, and while their answers are hidden; qa.evaluation.answerability says
    which figures come. Those of the first excerpt and its best sentence are then of these answers.

    Raises CollectionError, ModelError, SettingError or QuestionError.
    """
    settings = load_settings()
    collections = [read_collection(folder) for folder in folders]
    paths = run_paths(collections, run_file)
    encoder = encoder or load_encoder(settings.model, settings.precision)
    with ExitStack() as files:
        signals_file = files.enter_context(signals.open("w", encoding="utf-8")) if signals else None
        run_files = [files.enter_context(path.open("w", encoding="utf-8")) if path else None for path in paths]
        evaluations = []
        for collection, run in zip(collections, run_files, strict=True):
            report = partial(progress or _silent, collection.name)
            judged = open_judged(collection, settings.cache, encoder, report)
            found = _kept(judged, ask_all(judged, limit, report), run, signals_file)
            told = _answerability(judged, limit, report) if answers else {}
            evaluations.append(Evaluation(collection.name, figures(found) | told, collection.notes))
        return evaluations


def _silent(_name: str, _stage: str, _done: int, _total: int) -> None:
    """Report no progress."""


def _answerability(judged: JudgedArchive, limit: int | None, progress: rebuild.Progress) -> Figures:
    report = partial(_as_hidden, progress)
    asked = answerability.judge(
        judged.collection, judged.generation, judged.encoder, judged.reader, limit=limit, progress=report
    )
    return dict(answerability.figures(list(asked), judged.archive.threshold))


def _as_hidden(progress: rebuild.Progress, _stage: str, done: int, total: int) -> None:
    progress("asking with answers hidden", done, total)


def _kept(
    judged: JudgedArchive, asked: Iterable[Asked], run_file: TextIO | None, signals_file: TextIO | None
) -> list[Asked]:
    """Write what is to be written of each question, and keep what the figures need.

    Hits hold their documents' texts; those of thousands of questions would fill the memory.
    """
    kept = []
    for one in asked:
        if run_file:
            run_file.writelines(run_lines(one.question.id, one.ranking))
        if signals_file:
            signals_file.writelines(signal_lines(judged.collection.name, one.question, one.hits))
        kept.append(replace(one, hits=()))
    return kept


# The questions


def ask_all(judged: JudgedArchive, limit: int | None, progress: rebuild.Progress) -> Iterator[Asked]:
    """Ask the judged questions, or the first `limit` of them, one after another."""
    questions = judged.collection.questions[:limit]
    for question in questions[:WARM_UP]:
        judged.archive.retrieve(question.text, EXCERPTS, question.history)
    progress("asking", 0, len(questions))
    for number, question in enumerate(questions, 1):
        started = perf_counter()
        excerpts = judged.archive.retrieve(question.text, EXCERPTS, question.history)
        seconds = perf_counter() - started
        hits = judged.archive.hits(question.text, PASSAGES, question.history)
        ranking = _ranking(judged, question, hits)
        yield Asked(question, hits, ranking, seconds, _answer_in(judged, question, hits, excerpts))
        progress("asking", number, len(questions))


def _ranking(judged: JudgedArchive, question: JudgedQuestion, hits: Sequence[Hit]) -> dict[str, float]:
    """Return the best documents with scores that fall strictly.

    Where long documents crowd out others, more passages are asked for.
    """
    archive = judged.archive
    found = _documents(hits, judged.generation)
    passages = PASSAGES
    while len(found) < min(DOCUMENTS, archive.manifest.documents) and passages < archive.manifest.passages:
        passages *= DEEPER
        deeper = archive.hits(question.text, passages, question.history)
        for document, score in _documents(deeper, judged.generation).items():
            found.setdefault(document, score)
    best = list(found)[:DOCUMENTS]
    return dict(zip(best, strictly_falling([found[document] for document in best]), strict=True))


def _documents(hits: Sequence[Hit], generation: Generation) -> dict[str, float]:
    """Return the documents in the order of their first passages, with those passages' scores.

    Passages are left out that say only what better ones have said, since an answer cites them as "also in". Their
    documents follow the one that was found: either may be judged.
    """
    found = {hit.document.id for hit in hits}
    ranked: dict[str, float] = {}
    for hit in hits:
        if hit.document.id not in ranked:
            ranked[hit.document.id] = hit.score
            for other in documents_with_best_sentence(hit, generation):
                if other not in found:
                    ranked.setdefault(other, hit.score)
    return ranked


# Answers


def _answer_in(
    judged: JudgedArchive, question: JudgedQuestion, hits: Sequence[Hit], excerpts: Sequence[Excerpt]
) -> dict[str, bool] | None:
    """Say for each of ANSWER_PLACES whether a gold answer stands there.

    The sentences are those of the first passage, the one that answers best first.
    """
    if not question.has_answers:
        return None
    if not hits:
        return dict.fromkeys(ANSWER_PLACES, False)
    first, text = hits[0], hits[0].document.text
    query = analyse(question.text, question.history, judged.encoder, judged.generation.lexical)
    fitness = sentence_relevance(first, query)
    best = sorted(range(len(fitness)), key=lambda number: -fitness[number])[:3]
    sentences = [text[own.start : own.end] for own in (first.passage.sentences[number] for number in best)]
    held = [question.answered_by(sentence) for sentence in sentences]
    found = (
        question.answered_by(text[first.passage.start : first.passage.end]),
        question.answered_by(excerpts[0].text),
        held[0],
        any(held),
    )
    return dict(zip(ANSWER_PLACES, found, strict=True))


# The figures


def figures(asked: Sequence[Asked]) -> Figures:
    """Return the means over the questions; of the answers, over those that have gold answers, None without any."""
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    judged = {one.question.id: dict(one.question.relevance) for one in asked}
    run = {one.question.id: dict(one.ranking) for one in asked}
    found = ir_measures.calc_aggregate(measures, judged, run)
    quality = {name: round(float(found[measure]), 4) for name, measure in zip(MEASURES, measures, strict=True)}
    return {"queries": len(asked), **quality, **_answer_figures(asked), **_speed([one.seconds for one in asked])}


def _answer_figures(asked: Sequence[Asked]) -> Figures:
    found = [one.answer_in for one in asked if one.answer_in is not None]
    return {
        place: round(sum(one[place] for one in found) / len(found), 4) if found else None for place in ANSWER_PLACES
    }


def _speed(seconds: Sequence[float]) -> Figures:
    """Return questions a second, one after another, and percentiles of the time of one (interpolated linearly)."""
    median, slow = np.percentile(np.asarray(seconds) * 1000, [50, 95])
    return {
        "qps": round(len(seconds) / sum(seconds), 2),
        "p50_ms": round(float(median), 2),
        "p95_ms": round(float(slow), 2),
    }
