import gzip
import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import ir_measures
import pytest

from embeddings.documents import Span
from embeddings.models.encoder import EncodedPassages, EncodedQuery, Encoder
from qa.archive import Archive
from qa.errors import CollectionError
from qa.evaluation import evaluation as module
from qa.evaluation.collections import JudgedQuestion, read_collection
from qa.evaluation.evaluation import Evaluation, Options, QuestionResult, evaluate, figures

# Each question shares words with one document only, but "boat" stands in two.
CORPUS = [
    {"_id": "sea", "title": "Sea", "text": "A boat sank off Oman. Ten men drowned there. Nobody came to help."},
    {"_id": "land", "title": "Land", "text": "Trains crossed deserts. Camels followed."},
    {"_id": "port", "title": "Port", "text": "One boat sailed home."},
]
QUERIES = [
    {"_id": "q1", "text": "boat sank off Oman", "answers": ["Oman"]},
    {"_id": "q2", "text": "camels followed", "answers": ["Camels!", "horses"]},
    {"_id": "unjudged", "text": "camels"},
    {"_id": "q3", "text": "boat sailed home", "answers": ["ten men"]},
    {"_id": "q4", "text": "trains crossed deserts"},
]
# The third question's one relevant document is the other one with a boat.
QRELS = "query-id\tcorpus-id\tscore\nq1\tsea\t1\nq2\tland\t2\nq3\tsea\t1\nq3\tport\t0\nq4\tland\t1\n"

Make = Callable[..., Path]


class Counting:
    """The fake encoder, which counts the passages that it encodes."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name, self.fingerprint, self.dimension = encoder.name, encoder.fingerprint, encoder.dimension
        self.precision = encoder.precision
        self.passages = 0

    def encode_query(self, text: str, words: Sequence[Span]) -> EncodedQuery:
        return self._encoder.encode_query(text, words)

    def encode_passages(
        self, texts: Sequence[str], sentences: Sequence[Sequence[Span]], words: Sequence[Sequence[Span]]
    ) -> EncodedPassages:
        self.passages += len(texts)
        return self._encoder.encode_passages(texts, sentences, words)


@pytest.fixture
def counting(encoder: Encoder) -> Counting:
    return Counting(encoder)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCCIT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "evaluate"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a judged folder."""

    def write(
        name: str = "boats",
        corpus: Sequence[dict[str, Any]] = CORPUS,
        queries: Sequence[dict[str, Any]] = QUERIES,
        qrels: str = QRELS,
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        (folder / "corpus.jsonl").write_text("".join(json.dumps(record) + "\n" for record in corpus))
        (folder / "queries.jsonl").write_text("".join(json.dumps(record) + "\n" for record in queries))
        (folder / "qrels.tsv").write_text(qrels)
        return folder

    return write


def quality(evaluation: Evaluation) -> dict[str, float | int | None]:
    """The figures but for those that depend on the machine."""
    return {name: value for name, value in evaluation.figures.items() if name not in {"qps", "p50_ms", "p95_ms"}}


# The figures of a small collection, worked out by hand: q1, q2 and q4 find their document first, q3 finds its second
# (a gain of 1 at rank 2 is worth 1 / log2(3) = 0.6309). The answers of q1 and q2 stand in the first sentence; the
# answer of q3 stands in the document that is judged relevant, not in the one found first.
BY_HAND = {
    "queries": 4,
    "nDCG@10": 0.9077,
    "RR@10": 0.875,
    "R@1": 0.75,
    "R@5": 1.0,
    "R@100": 1.0,
    "answer_in_first_passage": 0.6667,
    "answer_in_first_excerpt": 0.6667,
    "answer_in_first_sentence": 0.6667,
    "answer_in_first_three_sentences": 0.6667,
}


def test_a_small_collection_has_the_figures_worked_out_by_hand(make: Make, encoder: Encoder) -> None:
    (evaluation,) = evaluate([make()], encoder=encoder)
    assert (evaluation.name, evaluation.notes) == ("boats", ())
    assert quality(evaluation) == BY_HAND


def test_the_figures_come_in_the_order_they_are_printed(make: Make, encoder: Encoder) -> None:
    (evaluation,) = evaluate([make()], encoder=encoder)
    assert list(evaluation.figures) == [*BY_HAND, "qps", "p50_ms", "p95_ms"]
    assert all(isinstance(evaluation.figures[name], float) for name in ("qps", "p50_ms", "p95_ms"))


def test_gzipped_files_have_the_same_figures_and_the_same_archive(make: Make, counting: Counting) -> None:
    folder = make()
    evaluate([folder], encoder=counting)
    for path in list(folder.iterdir()):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    encoded = counting.passages
    (evaluation,) = evaluate([folder], encoder=counting)
    assert quality(evaluation) == BY_HAND
    assert counting.passages == encoded


def test_a_limit_asks_the_first_judged_questions(make: Make, encoder: Encoder) -> None:
    (evaluation,) = evaluate([make()], Options(limit=3), encoder=encoder)
    # q1, q2, q3: (1 + 1 + 0.6309) / 3.
    assert (evaluation.figures["queries"], evaluation.figures["nDCG@10"], evaluation.figures["R@1"]) == (
        3,
        0.877,
        0.6667,
    )


def test_without_gold_answers_there_are_no_figures_on_answers(make: Make, encoder: Encoder) -> None:
    queries = [{"_id": query["_id"], "text": query["text"], "answers": ["…"]} for query in QUERIES]
    (evaluation,) = evaluate([make(queries=queries)], encoder=encoder)
    assert [evaluation.figures[place] for place in module.ANSWER_PLACES] == [None] * 4
    assert evaluation.figures["R@1"] == 0.75


def test_answers_are_looked_for_in_passage_excerpt_and_sentences(make: Make, encoder: Encoder) -> None:
    text = "A boat sank off Oman. " + "Calm days. " * 3 + "\n\nThe insurer paid nine million."
    corpus = [{"_id": "sea", "title": "Sea", "text": text}]
    asked = {"near": "boat sank", "far": "nine million"}
    queries = [{"_id": name, "text": "boat sank off Oman", "answers": [words]} for name, words in asked.items()]
    (evaluation,) = evaluate(
        [make(corpus=corpus, queries=queries, qrels="near\tsea\t1\nfar\tsea\t1\n")], encoder=encoder
    )
    # The passage holds both; the best sentence and the excerpt, which stays in its paragraph, only the first.
    assert evaluation.figures["answer_in_first_passage"] == 1.0
    assert evaluation.figures["answer_in_first_excerpt"] == 0.5
    assert evaluation.figures["answer_in_first_sentence"] == 0.5


def test_a_question_is_asked_with_the_turns_before_it(make: Make, encoder: Encoder) -> None:
    alone = {"_id": "q", "text": "And what followed them?"}
    history = [{"speaker": "user", "text": "Which trains crossed deserts?"}, {"speaker": "agent", "text": "A boat."}]
    qrels = "q\tland\t1\n"
    corpus = [{"_id": "first", "text": "What followed was quiet."}, *CORPUS]
    without = make("without", corpus=corpus, queries=[alone], qrels=qrels)
    within = make("within", corpus=corpus, queries=[{**alone, "history": history}], qrels=qrels)
    assert [evaluation.figures["R@1"] for evaluation in evaluate([without, within], encoder=encoder)] == [0.0, 1.0]


def result(qrels: dict[str, int], ranking: list[str], seconds: float = 0.01, **answers: bool) -> QuestionResult:
    question = JudgedQuestion(f"q {qrels} {ranking}", "?", qrels)
    scores = {document: 1 - place / 100 for place, document in enumerate(ranking)}
    return QuestionResult(question, (), scores, seconds, answers or None)


def test_grades_count_as_linear_gains() -> None:
    means = figures([result({"a": 2, "b": 1}, ["b", "x", "a"])])
    # DCG 1/1 + 2/2 = 2; ideal 2/1 + 1/log2(3) = 2.6309.
    assert (means["nDCG@10"], means["RR@10"], means["R@1"], means["R@5"]) == (0.7602, 1.0, 0.5, 1.0)


def test_a_question_that_finds_nothing_counts() -> None:
    means = figures([result({"a": 1}, ["a"]), result({"a": 1}, [])])
    assert (means["queries"], means["nDCG@10"], means["R@100"]) == (2, 0.5, 0.5)


def test_only_the_first_ten_count_for_ranks_and_the_first_hundred_for_recall() -> None:
    irrelevant = [f"x{number}" for number in range(99)]
    means = figures([result({"a": 1}, [*irrelevant[:10], "a"]), result({"a": 1}, [*irrelevant, "a"])])
    assert (means["nDCG@10"], means["RR@10"], means["R@5"], means["R@100"]) == (0.0, 0.0, 0.0, 1.0)


def test_speed_is_worked_out_from_the_times() -> None:
    means = figures([result({"a": 1}, ["a"], seconds) for seconds in (0.01, 0.03)])
    # 10 ms and 30 ms: 2 questions in 40 ms; 95 in 100 is 0.95 of the way from one to the other.
    assert (means["qps"], means["p50_ms"], means["p95_ms"]) == (50.0, 20.0, 29.0)


def test_answers_are_counted_over_questions_that_have_them() -> None:
    yes, no = dict.fromkeys(module.ANSWER_PLACES, True), dict.fromkeys(module.ANSWER_PLACES, False)
    means = figures([result({"a": 1}, ["a"], **yes), result({"b": 1}, ["b"], **no), result({"c": 1}, ["c"])])
    assert [means[place] for place in module.ANSWER_PLACES] == [0.5] * 4


def test_what_is_timed_is_what_people_ask_for(make: Make, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    def taking(seconds: float, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            clock[0] += seconds
            return method(*arguments, **named)

        return call

    monkeypatch.setattr(module, "perf_counter", lambda: clock[0])
    monkeypatch.setattr(Archive, "retrieve", taking(0.5, Archive.retrieve))
    monkeypatch.setattr(Archive, "hits", taking(7, Archive.hits))
    (evaluation,) = evaluate([make()], encoder=encoder)
    assert (evaluation.figures["qps"], evaluation.figures["p50_ms"], evaluation.figures["p95_ms"]) == (
        2.0,
        500.0,
        500.0,
    )


# Files


def test_a_run_gives_other_tools_the_same_figures(make: Make, encoder: Encoder, tmp_path: Path) -> None:
    folder, path = make(), tmp_path / "boats.trec"
    evaluate([folder], Options(run_file=path), encoder=encoder)
    lines = [line.split(" ") for line in path.read_text().splitlines()]
    assert {(line[1], line[5]) for line in lines} == {("Q0", "loccit")}
    # Every document for every question, the judged ones only.
    assert [line[0] for line in lines] == ["q1"] * 3 + ["q2"] * 3 + ["q3"] * 3 + ["q4"] * 3
    assert [line[3] for line in lines] == ["1", "2", "3"] * 4
    assert [line[2] for line in lines if line[3] == "1"] == ["sea", "land", "port", "land"]
    qrels = {question.id: dict(question.qrels) for question in read_collection(folder).questions}
    measure = ir_measures.parse_measure("nDCG@10")
    aggregate = ir_measures.calc_aggregate([measure], qrels, list(ir_measures.read_trec_run(str(path))))
    assert round(aggregate[measure], 4) == BY_HAND["nDCG@10"]


def test_equal_scores_keep_their_order_in_the_run(make: Make, encoder: Encoder, tmp_path: Path) -> None:
    # trec_eval would put equal scores in the order of their ids backwards.
    corpus = [{"_id": letter, "text": f"Calm sea {letter}."} for letter in "abc"]
    path = tmp_path / "calm.trec"
    folder = make(corpus=corpus, queries=[{"_id": "q", "text": "calm sea"}], qrels="q\ta\t1\n")
    (evaluation,) = evaluate([folder], Options(run_file=path), encoder=encoder)
    rows = [line.split(" ") for line in path.read_text().splitlines()]
    assert [row[2] for row in rows] == ["a", "b", "c"]
    assert float(rows[0][4]) > float(rows[1][4]) > float(rows[2][4])
    assert evaluation.figures["R@1"] == 1.0


def test_reprints_rank_with_the_document_that_was_found(make: Make, encoder: Encoder, tmp_path: Path) -> None:
    same = "The sea was calm and the boats of the whole village lay in the harbour."
    corpus = [{"_id": "a", "text": same}, {"_id": "b", "text": "Calm."}, {"_id": "c", "text": same}]
    path = tmp_path / "calm.trec"
    folder = make(corpus=corpus, queries=[{"_id": "q", "text": "calm sea"}], qrels="q\tc\t1\n")
    (evaluation,) = evaluate([folder], Options(run_file=path), encoder=encoder)
    assert [line.split(" ")[2] for line in path.read_text().splitlines()] == ["a", "c", "b"]
    assert evaluation.figures["RR@10"] == 0.5


def test_so_do_documents_that_share_the_sentence_that_was_found(make: Make, encoder: Encoder, tmp_path: Path) -> None:
    # Windows of one text overlap; what the second has besides does not bear on the question.
    same = "The sea was calm and the boats of the whole village lay in the harbour."
    corpus = [
        {"_id": "a", "text": f"{same} Nobody went out."},
        {"_id": "b", "text": "The sea rose."},
        {"_id": "c", "text": f"Old men played cards for hours behind shut doors. {same}"},
    ]
    path = tmp_path / "calm.trec"
    folder = make(corpus=corpus, queries=[{"_id": "q", "text": "calm sea boats harbour"}], qrels="q\tc\t1\n")
    evaluate([folder], Options(run_file=path), encoder=encoder)
    assert {line.split(" ")[2] for line in path.read_text().splitlines()[:2]} == {"a", "c"}


def test_each_of_several_folders_has_its_run(make: Make, encoder: Encoder, tmp_path: Path) -> None:
    folders = [make("boats"), make("ships", qrels="q1\tsea\t1\n")]
    (tmp_path / "runs").mkdir()
    evaluations = evaluate(folders, Options(run_file=tmp_path / "runs" / "all.trec"), encoder=encoder)
    assert [(evaluation.name, evaluation.figures["queries"]) for evaluation in evaluations] == [
        ("boats", 4),
        ("ships", 1),
    ]
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["all.boats.trec", "all.ships.trec"]
    assert len((tmp_path / "runs" / "all.ships.trec").read_text().splitlines()) == 3


def test_signals_are_those_of_every_candidate(make: Make, encoder: Encoder, tmp_path: Path, cache: Path) -> None:
    path = tmp_path / "signals.jsonl"
    evaluate([make()], Options(signals=path), encoder=encoder)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    (index,) = cache.iterdir()
    hits = Archive.open(index, encoder=encoder).hits("boat sailed home", 200)
    assert [line for line in lines if line["query"] == "q3"] == [
        {
            "set": "boats",
            "query": "q3",
            "document": hit.document.id,
            "passage": hit.number,
            "score": hit.score,
            **asdict(hit.signals),
            "relevance": {"sea": 1, "port": 0, "land": 0}[hit.document.id],
        }
        for hit in hits
    ]
    assert {line["relevance"] for line in lines if line["document"] == "land"} == {0, 1, 2}


def test_documents_that_long_ones_crowd_out_are_asked_for(
    make: Make, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "\n\n".join(f"The boat sank on day {day}. " + "It was a very long day at sea. " * 20 for day in range(12))
    corpus = [{"_id": "log", "text": long}, {"_id": "note", "text": "One boat."}, {"_id": "tale", "text": "Nothing."}]
    folder = make(corpus=corpus, queries=[{"_id": "q", "text": "boat sank day"}], qrels="q\tnote\t1\n")
    monkeypatch.setattr(module, "PASSAGES", 2)
    evaluate([folder], Options(run_file=tmp_path / "run"), encoder=encoder)
    ranked = [line.split(" ")[2] for line in (tmp_path / "run").read_text().splitlines()]
    assert ranked[0] == "log"
    assert sorted(ranked) == ["log", "note", "tale"]
    monkeypatch.setattr(module, "DOCUMENTS", 1)
    evaluate([folder], Options(run_file=tmp_path / "run"), encoder=encoder)
    assert len((tmp_path / "run").read_text().splitlines()) == 1


# The archive


def test_the_second_time_nothing_is_encoded(make: Make, counting: Counting, cache: Path) -> None:
    folder = make()
    (first,) = evaluate([folder], encoder=counting)
    assert counting.passages == 3
    (second,) = evaluate([folder], encoder=counting)
    assert counting.passages == 3
    assert quality(first) == quality(second)
    assert len(list(cache.iterdir())) == 1


def test_questions_and_judgements_can_change_without_a_new_archive(make: Make, counting: Counting) -> None:
    folder = make()
    evaluate([folder], encoder=counting)
    (folder / "qrels.tsv").write_text("q1\tport\t1\n")
    (evaluation,) = evaluate([folder], encoder=counting)
    assert (evaluation.figures["queries"], evaluation.figures["RR@10"], counting.passages) == (1, 0.5, 3)


def test_a_damaged_archive_is_built_again(make: Make, counting: Counting, cache: Path) -> None:
    folder = make()
    evaluate([folder], encoder=counting)
    (catalogue,) = cache.rglob("catalogue.sqlite")
    catalogue.unlink()
    (evaluation,) = evaluate([folder], encoder=counting)
    assert quality(evaluation) == BY_HAND
    assert counting.passages == 6


def test_two_evaluations_at_once_build_one_archive(make: Make, counting: Counting) -> None:
    folder = make()
    with ThreadPoolExecutor() as threads:
        both = [threads.submit(evaluate, [folder], encoder=counting) for _ in range(2)]
    assert [quality(future.result()[0]) for future in both] == [BY_HAND] * 2
    assert counting.passages == 3


def test_archives_are_kept_below_the_home_folder_by_default(
    make: Make, encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCCIT_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    evaluate([make()], encoder=encoder)
    assert len(list((tmp_path / "home" / ".cache" / "loccit" / "evaluate").iterdir())) == 1


def test_the_model_is_the_one_the_settings_name(make: Make, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[tuple[str, str]] = []

    def load(model: str, precision: str) -> Encoder:
        loaded.append((model, precision))
        return encoder

    monkeypatch.setattr(module, "load_encoder", load)
    monkeypatch.setenv("LOCCIT_MODEL", "words")
    monkeypatch.setattr("qa.settings.model_folder", Path)
    (evaluation,) = evaluate([make()])
    assert quality(evaluation) == BY_HAND
    assert loaded == [("words", "auto")]


def test_progress_tells_of_building_and_of_asking(make: Make, encoder: Encoder) -> None:
    calls: list[tuple[str, str, int, int]] = []

    def report_progress(name: str, stage: str, done: int, total: int) -> None:
        calls.append((name, stage, done, total))

    evaluate([make()], Options(limit=2), encoder=encoder, progress=report_progress)
    building, asking = ("boats", "encoding"), ("boats", "asking")
    written = [("boats", "writing", done, 3) for done in (1, 2, 3)]
    assert calls == [(*building, 0, 3), (*building, 3, 3), *written, (*asking, 0, 2), (*asking, 1, 2), (*asking, 2, 2)]


# What cannot be measured


def test_documents_without_text_are_noted(make: Make, encoder: Encoder) -> None:
    (evaluation,) = evaluate([make(corpus=[*CORPUS, {"_id": "blank", "text": "\n"}])], encoder=encoder)
    assert evaluation.notes == ("1 document has no text and cannot be found.",)
    assert quality(evaluation) == BY_HAND


def test_two_folders_of_one_name_are_refused(make: Make, encoder: Encoder) -> None:
    with pytest.raises(CollectionError, match="Two of the folders are named boats"):
        evaluate([make("here/boats"), make("there/boats")], encoder=encoder)


def test_a_run_cannot_hold_an_id_with_a_space(make: Make, encoder: Encoder, tmp_path: Path) -> None:
    folder = make(corpus=[*CORPUS, {"_id": "my letter", "text": "Dear boat."}])
    with pytest.raises(CollectionError, match="cannot hold the id 'my letter'"):
        evaluate([folder], Options(run_file=tmp_path / "run"), encoder=encoder)
    assert not (tmp_path / "run").exists()
    (evaluation,) = evaluate([folder], encoder=encoder)
    assert evaluation.figures["queries"] == 4


def test_a_folder_that_cannot_be_read_stops_all_before_anything_is_built(
    make: Make, encoder: Encoder, tmp_path: Path, cache: Path
) -> None:
    with pytest.raises(CollectionError, match="absent is no folder"):
        evaluate([make(), tmp_path / "absent"], encoder=encoder)
    assert not cache.exists()


# docs/evaluate.md


def test_the_judged_set_of_the_documentation_works_as_it_stands(root: Path, tmp_path: Path, encoder: Encoder) -> None:
    page = (root / "docs" / "evaluate.md").read_text("utf-8")
    files = re.findall(r"^`([a-z]+\.(?:jsonl|tsv))` .*?^```\w+\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in files] == ["corpus.jsonl", "queries.jsonl", "qrels.tsv"]
    folder = tmp_path / "my-questions"
    folder.mkdir()
    for name, content in files:
        (folder / name).write_text(content, "utf-8")
    assert f"qa evaluate {folder.name}\n" in page
    (evaluation,) = evaluate([folder], encoder=encoder)
    assert evaluation.notes == ()
    assert quality(evaluation) == {"queries": 3} | {name: 1.0 for name in BY_HAND if name != "queries"}


def test_the_documentation_explains_every_figure(make: Make, root: Path, encoder: Encoder) -> None:
    page = (root / "docs" / "evaluate.md").read_text("utf-8")
    table = page[page.index("## What the figures mean") : page.index("## Options")]
    (evaluation,) = evaluate([make()], encoder=encoder)
    explained = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall("`(.*?)`", row)
    }
    assert explained == set(evaluation.figures)
