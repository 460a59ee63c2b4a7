"""Evaluation: judged questions are asked of their collection's archive, and their runs and times become figures.

The archive is built by the product's own path and asked through Archive.hits and Archive.retrieve, with the settings in
force. The figures of runs are those of ir-measures (https://ir-measur.es), which follow trec_eval: nDCG with linear
gains, means over the questions that have a relevant document. A document has the rank of its first passage.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TextIO

import numpy as np

from embeddings.building.progress import Progress
from embeddings.generations.store import Generation
from embeddings.models.encoder import Encoder, load_encoder
from qa.answering.relevance import sentence_relevance
from qa.answering.reprints import documents_with_best_sentence
from qa.answers import Excerpt, Hit
from qa.evaluation.answerability import figures as answerability_figures
from qa.evaluation.answerability import judge_answers
from qa.evaluation.collections import JudgedQuestion, read_collection
from qa.evaluation.judged_archive import JudgedArchive, open_judged
from qa.evaluation.run_files import run_lines, run_paths, signal_lines, strictly_falling
from qa.question.question import analyse
from qa.settings import check_models, load_settings

MEASURES = ("nDCG@10", "RR@10", "R@1", "R@5", "R@100")
ANSWER_PLACES = (
    "answer_in_first_passage",
    "answer_in_first_excerpt",
    "answer_in_first_sentence",
    "answer_in_first_three_sentences",
)
# So many excerpts are what people ask for, so retrieving these is what is timed.
EXCERPTS = 5
# R@100 needs 100 documents. Most have one or two passages; where long documents have more, the depth is multiplied.
DOCUMENTS = 100
PASSAGES = 200
DEPTH_FACTOR = 4
# The first questions load code and files. So many are asked once before any is timed.
WARM_UP_QUESTIONS = 3

Figures = dict[str, float | int | None]
# Called with the collection's name, the stage ("encoding" passages, "writing" documents, "asking" questions, "asking
# with answers hidden"), how many are done, and how many there are.
CollectionProgress = Callable[[str, str, int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one collection, as `qa evaluate --json` prints them, and the collection's notes."""

    name: str
    figures: Figures
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What an evaluation asks and writes.

    `limit` is how many judged questions of each collection are asked, None for all. `run_file` is written as a TREC
    run; with several folders there is one file for each, with the collection's name before the suffix. `signals` is
    written as JSON Lines, one candidate passage a line. With `answers` the questions are asked again as by Archive.ask,
    also while their answers are hidden. The figures of qa.evaluation.answerability are added then, and those of the
    first excerpt and its best sentence are taken from these answers.
    """

    limit: int | None = None
    run_file: Path | None = None
    signals: Path | None = None
    answers: bool = False


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """The result of one question: `hits` are the best passages, `seconds` the time that its first excerpts took.

    `ranking` maps documents, best first, to scores that fall from each to the next. `gold_answer_in` says for each of
    ANSWER_PLACES whether a gold answer stands there. It is None for a question without gold answers.
    """

    question: JudgedQuestion
    hits: Sequence[Hit]
    ranking: Mapping[str, float]
    seconds: float
    gold_answer_in: Mapping[str, bool] | None


def evaluate(
    folders: Sequence[Path],
    options: Options | None = None,
    *,
    encoder: Encoder | None = None,
    progress: CollectionProgress | None = None,
) -> list[Evaluation]:
    """Ask the judged questions of each folder and return the figures.

    Archives are kept below the setting `cache`. They are used again while the documents, the model and the code that
    builds them stay as they are.

    Raises CollectionError, ModelError, SettingError or QuestionError.
    """
    settings, options = load_settings(), options or Options()
    collections = [read_collection(folder) for folder in folders]
    paths = run_paths(collections, options.run_file)
    check_models(settings, ("reranker",) if encoder else ("model", "reranker"))
    with ExitStack() as files:
        signals_file = files.enter_context(options.signals.open("w", encoding="utf-8")) if options.signals else None
        run_files = [files.enter_context(path.open("w", encoding="utf-8")) if path else None for path in paths]
        encoder = encoder or load_encoder(settings.model, settings.precision)
        evaluations = []
        for collection, run_file in zip(collections, run_files, strict=True):
            report_progress = partial(progress or _report_nothing, collection.name)
            judged = open_judged(collection, settings.cache, encoder, report_progress)
            results = _write(ask_all(judged, options.limit, report_progress), judged, run_file, signals_file)
            of_answers = _answerability(judged, options.limit, report_progress) if options.answers else {}
            evaluations.append(Evaluation(collection.name, figures(results) | of_answers, collection.notes))
        return evaluations


def _report_nothing(_name: str, _stage: str, _done: int, _total: int) -> None:
    pass


def _answerability(judged: JudgedArchive, limit: int | None, progress: Progress) -> Figures:
    report_progress = partial(_report_hidden, progress)
    answers = list(judge_answers(judged, limit=limit, progress=report_progress))
    return dict(answerability_figures(answers, judged.archive.threshold))


def _report_hidden(progress: Progress, _stage: str, done: int, total: int) -> None:
    progress("asking with answers hidden", done, total)


def _write(
    results: Iterable[QuestionResult], judged: JudgedArchive, run_file: TextIO | None, signals_file: TextIO | None
) -> list[QuestionResult]:
    """Write the results to the files that there are, and return them without hits.

    Hits hold their documents' texts; those of thousands of questions would fill the memory.
    """
    without_hits = []
    for result in results:
        if run_file:
            run_file.writelines(run_lines(result.question.id, result.ranking))
        if signals_file:
            signals_file.writelines(signal_lines(judged.collection.name, result.question, result.hits))
        without_hits.append(replace(result, hits=()))
    return without_hits


# The questions


def ask_all(judged: JudgedArchive, limit: int | None, progress: Progress) -> Iterator[QuestionResult]:
    """Ask the judged questions, or the first `limit` of them, one after another."""
    questions = judged.collection.questions[:limit]
    for question in questions[:WARM_UP_QUESTIONS]:
        judged.archive.retrieve(question.text, EXCERPTS, question.history)
    progress("asking", 0, len(questions))
    for number, question in enumerate(questions, 1):
        started = perf_counter()
        excerpts = judged.archive.retrieve(question.text, EXCERPTS, question.history)
        seconds = perf_counter() - started
        hits = judged.archive.hits(question.text, PASSAGES, question.history)
        ranking = _ranking(judged, question, hits)
        yield QuestionResult(question, hits, ranking, seconds, _gold_answer_in(judged, question, hits, excerpts))
        progress("asking", number, len(questions))


def _ranking(judged: JudgedArchive, question: JudgedQuestion, hits: Sequence[Hit]) -> dict[str, float]:
    """Return the best documents with scores that fall strictly.

    Where the passages of long documents leave no room for other documents, more passages are asked for.
    """
    archive = judged.archive
    scores = _document_scores(hits, judged.generation)
    passages = PASSAGES
    while len(scores) < min(DOCUMENTS, archive.manifest.documents) and passages < archive.manifest.passages:
        passages *= DEPTH_FACTOR
        deeper_hits = archive.hits(question.text, passages, question.history)
        for document_id, score in _document_scores(deeper_hits, judged.generation).items():
            scores.setdefault(document_id, score)
    best = list(scores)[:DOCUMENTS]
    return dict(zip(best, strictly_falling([scores[document_id] for document_id in best]), strict=True))


def _document_scores(hits: Sequence[Hit], generation: Generation) -> dict[str, float]:
    """Return the documents in the order of their first passages, with those passages' scores.

    There are no hits for passages that only repeat better ones, since an answer cites them as "also in". The documents
    of such passages follow the document whose passage they repeat: either may have the qrel.
    """
    documents_of_hits = {hit.document.id for hit in hits}
    scores: dict[str, float] = {}
    for hit in hits:
        if hit.document.id not in scores:
            scores[hit.document.id] = hit.score
            for document_id in documents_with_best_sentence(hit, generation):
                if document_id not in documents_of_hits:
                    scores.setdefault(document_id, hit.score)
    return scores


# Gold answers


def _gold_answer_in(
    judged: JudgedArchive, question: JudgedQuestion, hits: Sequence[Hit], excerpts: Sequence[Excerpt]
) -> dict[str, bool] | None:
    """Say for each of ANSWER_PLACES whether a gold answer stands there.

    The sentences are those of the first passage, the most relevant first.
    """
    if not question.has_gold_answers:
        return None
    if not hits:
        return dict.fromkeys(ANSWER_PLACES, False)
    first, text = hits[0], hits[0].document.text
    analysed = analyse(question.text, question.history, judged.encoder, judged.generation.lexical)
    relevance = sentence_relevance(first, analysed)
    best = sorted(range(len(relevance)), key=lambda number: -relevance[number])[:3]
    spans = [first.passage.sentences[number] for number in best]
    in_sentences = [question.answered_by(text[span.start : span.end]) for span in spans]
    in_places = (
        question.answered_by(text[first.passage.start : first.passage.end]),
        question.answered_by(excerpts[0].text),
        in_sentences[0],
        any(in_sentences),
    )
    return dict(zip(ANSWER_PLACES, in_places, strict=True))


# The figures


def figures(results: Sequence[QuestionResult]) -> Figures:
    """Return the means over the questions.

    The means of ANSWER_PLACES are over the questions that have gold answers, and None where none has.
    """
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in MEASURES]
    qrels = {result.question.id: dict(result.question.qrels) for result in results}
    run = {result.question.id: dict(result.ranking) for result in results}
    means = ir_measures.calc_aggregate(measures, qrels, run)
    quality = {name: round(float(means[measure]), 4) for name, measure in zip(MEASURES, measures, strict=True)}
    speed = _speed([result.seconds for result in results])
    return {"queries": len(results), **quality, **_answer_figures(results), **speed}


def _answer_figures(results: Sequence[QuestionResult]) -> Figures:
    with_answers = [result.gold_answer_in for result in results if result.gold_answer_in is not None]
    if not with_answers:
        return dict.fromkeys(ANSWER_PLACES)
    counts = {place: sum(gold_answer_in[place] for gold_answer_in in with_answers) for place in ANSWER_PLACES}
    return {place: round(count / len(with_answers), 4) for place, count in counts.items()}


def _speed(seconds: Sequence[float]) -> Figures:
    """Return questions a second, asked one after another, and percentiles of the time of one (linear interpolation)."""
    median, slow = np.percentile(np.asarray(seconds) * 1000, [50, 95])
    return {
        "qps": round(len(seconds) / sum(seconds), 2),
        "p50_ms": round(float(median), 2),
        "p95_ms": round(float(slow), 2),
    }
