"""Judged collections -> figures: how well what is known to answer is found, and how quickly.

A collection's archive is built by the product's own path and asked through Archive.hits and Archive.retrieve, with the
settings in force. Figures over documents are ir-measures' (https://ir-measur.es), which follow trec_eval: nDCG with
linear gains, means over the questions that have a relevant document. A document ranks where its first passage does.
"""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from types import ModuleType
from typing import TextIO

import numpy as np
from filelock import FileLock

from embeddings import encoder as encoder_module
from embeddings import lexical, rebuild, sentence_terms, splitting, store
from embeddings.encoder import Encoder, load_encoder
from embeddings.errors import IndexDamaged, IndexMissing
from embeddings.sources import path_text
from qa.answers import Hit
from qa.archive import Archive
from qa.collections import Collection, JudgedQuestion, read_collection
from qa.conversation import read_as
from qa.errors import CollectionError
from qa.excerpts import relevance
from qa.retrieval import prepare
from qa.settings import load_settings

MEASURES = ("nDCG@10", "RR@10", "R@1", "R@5", "R@100")
ANSWER_PLACES = (
    "answer_in_first_passage",
    "answer_in_first_excerpt",
    "answer_in_first_sentence",
    "answer_in_first_three_sentences",
)
# R@100 needs 100 documents; most have one or two passages each.
DOCUMENTS = 100
PASSAGES = 200
DEEPER = 4
# The first questions load code and files; they are asked once before any is timed.
WARM_UP = 3
RUN_NAME = "loccit"

# What becomes of the same documents depends on these too, so an archive that they built before a change is not used.
_BUILDERS = (rebuild, splitting, lexical, sentence_terms, encoder_module)

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
class JudgedArchive:
    """A collection's documents as an opened archive."""

    collection: Collection
    archive: Archive
    generation: store.Generation
    encoder: Encoder


@dataclass(frozen=True, slots=True)
class Asked:
    """What one question brought.

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
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> list[Evaluation]:
    """Ask every judged question of each folder (the first `limit` of them) and return the figures.

    `run_file` is written as a TREC run; with several folders there is one file each, with the collection's name
    before the suffix. `signals` is written as JSON Lines, one candidate passage a line. Archives are kept below the
    setting `cache` and used again while the documents, the model and the way of building stay as they are.

    Raises CollectionError, ModelError, SettingError or QuestionError.
    """
    settings = load_settings()
    collections = [read_collection(folder) for folder in folders]
    run_paths = _run_paths(collections, run_file)
    encoder = encoder or load_encoder(settings.model, settings.precision)
    with ExitStack() as files:
        signals_file = files.enter_context(signals.open("w", encoding="utf-8")) if signals else None
        run_files = [files.enter_context(path.open("w", encoding="utf-8")) if path else None for path in run_paths]
        evaluations = []
        for collection, run in zip(collections, run_files, strict=True):
            report = partial(progress or _silent, collection.name)
            judged = open_judged(collection, settings.cache, encoder, report)
            found = _kept(judged, ask_all(judged, limit, report), run, signals_file)
            evaluations.append(Evaluation(collection.name, figures(found), collection.notes))
        return evaluations


def _silent(_name: str, _stage: str, _done: int, _total: int) -> None:
    """Report no progress."""


def _run_paths(collections: Sequence[Collection], run_file: Path | None) -> list[Path | None]:
    """Return where each collection's run goes.

    Raises CollectionError for names and ids that the output could not tell apart or hold.
    """
    names = [collection.name for collection in collections]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise CollectionError(f"Two of the folders are named {twice}; evaluate them one at a time, or rename one.")
    if run_file is None:
        return [None] * len(names)
    for collection in collections:
        _check_ids(collection)
    if len(names) == 1:
        return [run_file]
    return [run_file.with_name(f"{run_file.stem}.{name}{run_file.suffix}") for name in names]


def _check_ids(collection: Collection) -> None:
    ids = [question.id for question in collection.questions] + [document.id for document in collection.documents]
    if spaced := next((one for one in ids if len(one.split()) != 1), None):
        raise CollectionError(
            f"A TREC run cannot hold the id {spaced!r} of {collection.folder}: it has a space in it, or is empty. "
            "Leave out --run-file, or change the id."
        )


def _kept(
    judged: JudgedArchive, asked: Iterable[Asked], run_file: TextIO | None, signals_file: TextIO | None
) -> list[Asked]:
    """Write what is to be written of each question, and keep what the figures need.

    Hits hold their documents' texts; those of thousands of questions would fill the memory.
    """
    kept = []
    for one in asked:
        if run_file:
            run_file.writelines(_run_lines(one))
        if signals_file:
            signals_file.writelines(_signal_lines(judged.collection.name, one))
        kept.append(replace(one, hits=()))
    return kept


# The archive


def open_judged(collection: Collection, cache: Path, encoder: Encoder, progress: rebuild.Progress) -> JudgedArchive:
    """Open the collection's archive below the cache folder, building it first where there is none.

    Another evaluation that is building it is waited for.
    """
    index = cache.expanduser() / "evaluate" / archive_key(collection, encoder)
    index.mkdir(parents=True, exist_ok=True)
    with FileLock(index / "evaluate.lock"):
        try:
            generation = store.open_generation(index)
        except (IndexMissing, IndexDamaged):
            source = path_text(collection.folder.resolve())
            rebuild.rebuild_documents(collection.documents, index, lambda: encoder, sources=[source], progress=progress)
            generation = store.open_generation(index)
    return JudgedArchive(collection, Archive(index, generation, encoder), generation, encoder)


def archive_key(collection: Collection, encoder: Encoder) -> str:
    """Return a hash that changes with anything that changes the archive."""
    built = [store.FORMAT, splitting.PASSAGE_WORDS, encoder.fingerprint, *map(_source_sha256, _BUILDERS)]
    documents = [(one.id, one.text_sha256, one.title, one.published, one.url) for one in collection.documents]
    return hashlib.sha256(json.dumps([built, documents]).encode()).hexdigest()[:32]


def _source_sha256(module: ModuleType) -> str:
    return hashlib.sha256(Path(str(module.__file__)).read_bytes()).hexdigest()


# The questions


def ask_all(judged: JudgedArchive, limit: int | None, progress: rebuild.Progress) -> Iterator[Asked]:
    """Ask the judged questions, or the first `limit` of them, one after another."""
    questions = judged.collection.questions[:limit]
    for question in questions[:WARM_UP]:
        judged.archive.hits(question.text, PASSAGES, question.history)
    progress("asking", 0, len(questions))
    for number, question in enumerate(questions, 1):
        started = perf_counter()
        hits = judged.archive.hits(question.text, PASSAGES, question.history)
        seconds = perf_counter() - started
        ranking = _ranking(judged.archive, question, hits)
        yield Asked(question, hits, ranking, seconds, _answer_in(judged, question, hits))
        progress("asking", number, len(questions))


def _ranking(archive: Archive, question: JudgedQuestion, hits: Sequence[Hit]) -> dict[str, float]:
    """Return the best documents with scores that fall strictly.

    Where long documents crowd out others, more passages are asked for, and the documents that come with them stand
    below those that the timed call found.
    """
    found = _documents(hits)
    passages = PASSAGES
    while len(found) < min(DOCUMENTS, archive.manifest.documents) and passages < archive.manifest.passages:
        passages *= DEEPER
        for document, score in _documents(archive.hits(question.text, passages, question.history)).items():
            found.setdefault(document, score)
    best = list(found)[:DOCUMENTS]
    return dict(zip(best, strictly_falling([found[document] for document in best]), strict=True))


def _documents(hits: Iterable[Hit]) -> dict[str, float]:
    """Return the documents in the order of their first passages, with those passages' scores."""
    found: dict[str, float] = {}
    for hit in hits:
        found.setdefault(hit.document.id, hit.score)
    return found


def strictly_falling(scores: Sequence[float]) -> list[float]:
    """Lower each score that is not below the one before it by as little as single precision can tell.

    trec_eval keeps scores in single precision and orders equal ones by the documents' ids, not as they were ranked.
    """
    falling: list[float] = []
    below = math.inf
    for score in scores:
        falling.append(float(min(np.float32(score), np.float32(below))))
        below = float(np.nextafter(np.float32(falling[-1]), np.float32(-math.inf)))
    return falling


# Answers


def _answer_in(judged: JudgedArchive, question: JudgedQuestion, hits: Sequence[Hit]) -> dict[str, bool] | None:
    """Say for each of ANSWER_PLACES whether a gold answer stands there.

    The sentences are those of the first passage, the one that answers best first.
    """
    if not question.has_answers:
        return None
    if not hits:
        return dict.fromkeys(ANSWER_PLACES, False)
    first, text = hits[0], hits[0].document.text
    read = read_as(question.text, question.history) or question.text
    query = prepare(read, judged.encoder.encode_queries([read])[0], judged.generation)
    fitness = relevance(first, query, judged.generation.lexical.terms)
    best = sorted(range(len(fitness)), key=lambda number: -fitness[number])[:3]
    sentences = [text[own.start : own.end] for own in (first.passage.sentences[number] for number in best)]
    (excerpt,) = judged.archive.retrieve(question.text, 1, question.history)
    held = [question.answered_by(sentence) for sentence in sentences]
    found = (
        question.answered_by(text[first.passage.start : first.passage.end]),
        question.answered_by(excerpt.text),
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


# Files


def _run_lines(one: Asked) -> Iterator[str]:
    """Yield lines of TREC's run format: question, Q0, document, rank, score, name of the run."""
    for rank, (document, score) in enumerate(one.ranking.items(), 1):
        yield f"{one.question.id} Q0 {document} {rank} {np.float32(score)!s} {RUN_NAME}\n"


def _signal_lines(name: str, one: Asked) -> Iterator[str]:
    """Yield what speaks for each candidate of a question, and its document's grade: 0 where it was not judged."""
    for hit in one.hits:
        candidate = {
            "set": name,
            "query": one.question.id,
            "document": hit.document.id,
            "passage": hit.number,
            "score": hit.score,
            **asdict(hit.signals),
            "relevance": one.question.relevance.get(hit.document.id, 0),
        }
        yield json.dumps(candidate, ensure_ascii=False) + "\n"
